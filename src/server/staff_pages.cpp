#include "server/staff_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "server/negotiate.h"
#include "server/origin.h"
#include "server/problems.h"
#include "server/staff_cookie.h"
#include "server/staff_replies.h"
#include "staff/password.h"

namespace enig::server {
namespace {

using page::Word;
using staff::Desk;

constexpr std::string_view place = "/staff";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view login_form = "login";
constexpr std::string_view choose_path = "choose/";

// The theme makes every picture as wide as the page and as high as a bar, and knows forms of one
// field only.
constexpr std::string_view style_sheet =
    "svg.qr{width:15rem;height:15rem;max-width:100%}\n"
    ".label:not(:first-child){margin-top:1rem}\n";

Response nothing_here() { return reply_problem(404, "There is nothing at this address."); }

// What is wrong with a form before anybody looks at what it asks for.
std::optional<Response> refusal_of(const Request& request) {
  // An old browser that does not say where it is from cannot be let in: nobody's page is trusted
  // with what staff may do.
  if (source_of(request, {}) != Source::own) {
    return reply_problem(403, "The request does not come from a page of this server.");
  }
  if (media_type(request.content_type) != form_type) {
    return reply_problem(415, "Send the form as application/x-www-form-urlencoded.");
  }
  if (request.body.size() > limits::staff_body_bytes_max) {
    return reply_problem(
        413, fmt::format("The form is larger than {} bytes.", limits::staff_body_bytes_max));
  }
  return std::nullopt;
}

std::string form_for(std::string_view link) { return fmt::format("link {}", link); }

}  // namespace

StaffPages::StaffPages(const Published& published, const Pages& pages, StaffDesk* desk)
    : published_(published), pages_(pages), desk_(desk) {
  const auto add = [this](const policy::LocalText& text) {
    for (const policy::LocalText::Variant& each : text.variants()) {
      known_names_.push_back(each.text);
    }
  };
  add(published.site().title);
  for (const policy::Publication& each : published.publications()) add(each.policy.party);
}

bool StaffPages::is_staffs(std::string_view path) {
  return path == place || (path.starts_with(place) && path.substr(place.size()).starts_with('/'));
}

void StaffPages::answer(const Request& request, std::string_view path, std::string_view query,
                        const Respond& respond) const {
  if (path == place) return respond(reply_see("", "staff/account"));
  const std::string_view rest = path.substr(place.size() + 1);
  if (rest.empty()) return respond(reply_see("staff/", "staff/account"));
  if (!request.is_read()) {
    if (request.method != "POST") return respond(reply_method("GET, HEAD, POST"));
    if (auto refusal = refusal_of(request)) return respond(std::move(*refusal));
  }
  if (path.substr(1) == style && request.is_read()) {
    return respond(
        {.headers = {{"Content-Type", "text/css; charset=utf-8"}, {"Cache-Control", "no-store"}},
         .body = share(std::string(style_sheet))});
  }
  auto fields = form_fields(request.is_read() ? query : std::string_view(request.body));
  if (!fields) return respond(reply_problem(400, "The form is not in UTF-8."));
  const auto asked = std::make_shared<const Asked>(
      Asked{request, std::string(path.substr(1)), std::move(*fields), respond});
  if (rest == "login") return answer_login(asked);
  if (rest.starts_with(choose_path)) return answer_choose(asked, rest.substr(choose_path.size()));
  if (rest == "account") return with_visit(asked, &StaffPages::answer_account);
  if (rest == "accounts") return with_visit(asked, &StaffPages::answer_accounts);
  if (rest != "logout") return respond(nothing_here());
  if (request.is_read()) return respond(reply_method("POST"));
  with_visit(asked, &StaffPages::log_out);
}

// The site's first, unless another is asked for.
std::string StaffPages::language_of(const Asked& asked) const {
  const std::vector<std::string>& languages = published_.site().languages;
  const std::string wanted = asked.field("language");
  const bool is_spoken = std::ranges::find(languages, wanted) != languages.end();
  return is_spoken ? wanted : languages.front();
}

page::StaffVisit StaffPages::visit_before(const Asked& asked) const {
  page::StaffVisit visit;
  visit.language = language_of(asked);
  visit.path = asked.path;
  visit.token = desk_->tokens.make_for(login_form);
  return visit;
}

Response StaffPages::show(const page::Page& page, std::string_view path, int status) const {
  return {.status = status,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Robots-Tag", "noindex"}},
          .body = share(pages_.plain_document(path, page, style))};
}

void StaffPages::answer_login(const AskedPtr& asked) const {
  if (!asked->request.is_read()) return log_in(asked);
  page::StaffVisit visit = visit_before(*asked);
  if (asked->field("said") == "chosen") visit.said = Word::staff_chosen;
  if (asked->field("said") == "out") visit.said = Word::staff_logged_out;
  asked->respond(show(page::staff_login(publication(), visit, ""), asked->path, 200));
}

// One reply for every failure, in the same words.
void StaffPages::log_in(const AskedPtr& asked) const {
  const std::string typed = asked->field("name");
  const auto again = [this, asked, typed](Word problem, int status) {
    page::StaffVisit visit = visit_before(*asked);
    visit.problem = problem;
    asked->respond(show(page::staff_login(publication(), visit, typed), asked->path, status));
  };
  if (!desk_->tokens.holds_for(asked->field("token"), login_form)) {
    return again(Word::staff_expired, 403);
  }
  const std::string name = staff::account_name_from(typed).value_or(typed);
  if (!desk_->throttle.admits({asked->request.network, name})) {
    return desk_->office->ask([again, name](std::expected<Desk*, Error> desk, std::int64_t now) {
      // That the log could not be written to is no news for who is refused.
      if (desk) static_cast<void>((*desk)->note_refusal(name, now));
      again(Word::staff_refused, 403);
    });
  }
  desk_->office->log_in(
      {typed, asked->field("password"), asked->field("code"), language_of(*asked)},
      [asked, again](std::expected<std::optional<staff::Entered>, Error> entered) {
        if (!entered) return again(Word::staff_busy, 503);
        if (!*entered) return again(Word::staff_refused, 403);
        Response response = reply_see(asked->path, "staff/account");
        response.headers.push_back(session_cookie(asked->request, (*entered)->token));
        asked->respond(std::move(response));
      });
}

void StaffPages::answer_choose(const AskedPtr& asked, std::string_view text) const {
  const auto link = staff::token_from(text);
  // A link that was cut off is as little use as one that is too old; it takes as long to say so.
  desk_->office->ask([this, asked, link = link.value_or(staff::Token{})](
                         std::expected<Desk*, Error> desk, std::int64_t now) {
    if (!desk) return asked->respond(reply_failed(desk.error()));
    const auto owner = (*desk)->owner_of(link, now);
    if (!owner) return asked->respond(reply_failed(owner.error()));
    page::StaffVisit visit = visit_before(*asked);
    if (!*owner) {
      return asked->respond(show(page::staff_gone(publication(), visit), asked->path, 404));
    }
    if (!asked->request.is_read()) return choose(asked, link, **owner);
    visit.token = desk_->tokens.make_for(form_for(staff::to_text(link)));
    asked->respond(show(page::staff_choose(publication(), visit, **owner), asked->path, 200));
  });
}

void StaffPages::choose(const AskedPtr& asked, const staff::Token& link,
                        const std::string& name) const {
  const std::string form = form_for(staff::to_text(link));
  const std::string password = asked->field("new");
  auto problem = problem_with(password, asked->field("repeat"), name);
  if (!desk_->tokens.holds_for(asked->field("token"), form)) problem = Word::staff_expired;
  if (problem) {
    page::StaffVisit visit = visit_before(*asked);
    visit.token = desk_->tokens.make_for(form);
    visit.problem = problem;
    const int status = *problem == Word::staff_expired ? 403 : 422;
    return asked->respond(
        show(page::staff_choose(publication(), visit, name), asked->path, status));
  }
  desk_->office->hash(password, [this, asked, link](std::expected<std::string, Error> hash) {
    if (!hash) return asked->respond(reply_failed(hash.error()));
    desk_->office->ask(
        [this, asked, link, hash = *hash](std::expected<Desk*, Error> desk, std::int64_t now) {
          if (!desk) return asked->respond(reply_failed(desk.error()));
          const auto owner = (*desk)->choose(link, hash, now);
          if (!owner) return asked->respond(reply_failed(owner.error()));
          if (!*owner) {
            return asked->respond(
                show(page::staff_gone(publication(), visit_before(*asked)), asked->path, 404));
          }
          asked->respond(reply_see(asked->path, "staff/login?said=chosen"));
        });
  });
}

std::optional<Word> StaffPages::problem_with(const std::string& password,
                                             const std::string& repeated,
                                             const std::string& name) const {
  std::vector<std::string> names = known_names_;
  names.push_back(name);
  if (const auto problem = staff::problem_of(password, names)) {
    switch (*problem) {
      case staff::PasswordProblem::too_short:
        return Word::staff_too_short;
      case staff::PasswordProblem::too_long:
        return Word::staff_too_long;
      case staff::PasswordProblem::common:
      case staff::PasswordProblem::unreadable:
        return Word::staff_common;
      case staff::PasswordProblem::own_name:
        return Word::staff_own_name;
    }
  }
  if (password != repeated) return Word::staff_differs;
  return std::nullopt;
}

std::string StaffPages::token_for(const staff::Session& session) const {
  return fmt::format("session {}", staff::to_text(session.mark));
}

void StaffPages::with_visit(const AskedPtr& asked, Do then) const {
  const auto token = session_in(asked->request);
  if (!token) return asked->respond(reply_see(asked->path, "staff/login"));
  desk_->office->ask([this, asked, then, token = *token](std::expected<Desk*, Error> desk,
                                                         std::int64_t now) {
    if (!desk) return asked->respond(reply_failed(desk.error()));
    auto visit = (*desk)->visit(token, now);
    if (!visit) return asked->respond(reply_failed(visit.error()));
    if (!*visit) return asked->respond(reply_see(asked->path, "staff/login"));
    const Inside inside{asked, **desk, std::move(**visit), now};
    const bool posts = !asked->request.is_read();
    if (posts && !desk_->tokens.holds_for(asked->field("token"), token_for(inside.visit.session))) {
      return asked->respond(reply_problem(
          403, "The form was not made for this session, or has been open for too long."));
    }
    (this->*then)(inside);
  });
}

void StaffPages::log_out(const Inside& inside) const {
  if (const auto left = inside.desk.leave(inside.visit, inside.now); !left) {
    return inside.asked->respond(reply_failed(left.error()));
  }
  Response response = reply_see(inside.asked->path, "staff/login?said=out");
  response.headers.push_back(ended_session_cookie(inside.asked->request));
  inside.asked->respond(std::move(response));
}

}  // namespace enig::server

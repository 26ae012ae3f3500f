#include "server/sign_up.h"

#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "page/urls.h"
#include "policy/languages.h"
#include "server/negotiate.h"
#include "server/problems.h"
#include "server/url.h"
#include "wire/sign_up.h"

namespace enig::server {
namespace {

using newsletter::Purpose;
using newsletter::SignedUp;
using newsletter::Standing;
using newsletter::Token;
using page::NewsletterPage;
using page::NewsletterVisit;

constexpr std::string_view api_path = "/api/v1/newsletter";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view confirm_path = "confirm/";
constexpr std::string_view leave_path = "leave/";

constexpr std::string_view no_address =
    "The address is none that letters can be sent to. Write it like name@example.org.";
constexpr std::string_view too_many =
    "There are too many sign-ups just now. Try again in a minute.";

Response too_many_sign_ups(Response response) {
  response.headers.push_back({"Retry-After", "60"});
  return response;
}

Response reply_accepted() {
  return {.status = 202, .headers = {{"Cache-Control", "no-store"}}, .body = share("")};
}

}  // namespace

SignUps::SignUps(const Published& published, const Pages& pages, newsletter::Office* office)
    : published_(published), pages_(pages), office_(office) {
  if (office_ == nullptr) return;
  for (const auto& [address, at] : published.pages()) {
    if (at.topic) continue;  // the lists of topics are in every language that there is
    languages_.emplace("/" + page::newsletter_path(published.site(), at.language), at.language);
  }
}

std::optional<SignUps::Place> SignUps::place_of(std::string_view path) const {
  for (const auto& [address, language] : languages_) {
    if (path.starts_with(address)) return Place{language, path.substr(address.size())};
  }
  return std::nullopt;
}

bool SignUps::owns(std::string_view path) const {
  if (office_ == nullptr) return false;
  return path == api_path || languages_.contains(std::string(path) + "/") || place_of(path);
}

bool SignUps::is_for_leaving(std::string_view path) const {
  const std::optional<Place> place = place_of(path);
  return place && place->rest.starts_with(leave_path);
}

void SignUps::answer(const Request& request, std::string_view path, std::string_view query,
                     const Respond& respond) const {
  if (path == api_path) return answer_api(request, respond);
  const std::optional<Place> place = place_of(path);
  if (!place) {
    return respond({.status = 308, .headers = {{"Location", "newsletter/"}}, .body = share("")});
  }
  NewsletterVisit visit;
  visit.language = place->language;
  visit.path = path.substr(1);
  if (place->rest.empty()) return answer_form(request, std::move(visit), query, respond);
  const bool confirms = place->rest.starts_with(confirm_path);
  const bool leaves = place->rest.starts_with(leave_path);
  if (!confirms && !leaves) {
    return respond(reply_problem(404, "There is nothing at this address."));
  }
  if (!request.is_read() && request.method != "POST") {
    return respond(reply_method("GET, HEAD, POST"));
  }
  const auto token = newsletter::token_from(
      place->rest.substr(confirms ? confirm_path.size() : leave_path.size()));
  // A link that a mail program has cut off is as little use as one that is too old.
  if (!token) return respond(show(std::move(visit), NewsletterPage::gone, 404));
  if (confirms) return answer_confirm(request, *token, visit, respond);
  answer_leave(request, *token, visit, respond);
}

void SignUps::answer_api(const Request& request, const Respond& respond) const {
  if (request.method != "POST") return respond(reply_method("POST"));
  // Other sites' forms cannot send this type.
  if (media_type(request.content_type) != "application/json") {
    return respond(reply_problem(415, "Send the sign-up as application/json."));
  }
  auto asked = wire::parse_sign_up(request.body);
  if (!asked) return respond(reply_error(asked.error(), wire::Named::by_body));
  std::string language = policy::nearest(asked->language, published_.languages());
  office_->sign_up(std::move(asked->address), std::move(language),
                   [respond](const std::expected<SignedUp, Error>& done) {
                     if (!done) return respond(reply_error(done.error(), wire::Named::by_body));
                     switch (*done) {
                       case SignedUp::taken:
                         return respond(reply_accepted());
                       case SignedUp::address_wrong:
                         return respond(reply_problem(422, no_address));
                       case SignedUp::too_many:
                         return respond(too_many_sign_ups(reply_problem(429, too_many)));
                     }
                   });
}

void SignUps::note_topic(const std::optional<std::string>& id, NewsletterVisit& visit) const {
  if (id && published_.find(PolicyId(*id)) != nullptr) visit.from = PolicyId(*id);
}

void SignUps::answer_form(const Request& request, NewsletterVisit visit, std::string_view query,
                          const Respond& respond) const {
  if (const auto asked = form_fields(query)) note_topic(value_of(*asked, "policy"), visit);
  if (request.is_read()) return respond(show(std::move(visit), NewsletterPage::sign_up, 200));
  if (request.method != "POST") return respond(reply_method("GET, HEAD, POST"));
  if (media_type(request.content_type) != form_type) {
    return respond(reply_problem(415, "Send the form as application/x-www-form-urlencoded."));
  }
  // So long is no address.
  if (request.body.size() > limits::sign_up_body_bytes_max) {
    return respond(show(std::move(visit), NewsletterPage::address_wrong, 413));
  }
  const auto fields = form_fields(request.body);
  if (!fields) return respond(reply_problem(400, "The body is not a form in UTF-8."));
  note_topic(value_of(*fields, "policy"), visit);
  visit.address = value_of(*fields, "address").value_or("");
  office_->sign_up(
      visit.address, visit.language,
      [this, visit, respond](const std::expected<SignedUp, Error>& done) {
        if (!done) return respond(show(visit, NewsletterPage::failed, 503));
        switch (*done) {
          case SignedUp::taken:
            return respond(show(visit, NewsletterPage::sent, 202));
          case SignedUp::address_wrong:
            return respond(show(visit, NewsletterPage::address_wrong, 422));
          case SignedUp::too_many:
            return respond(too_many_sign_ups(show(visit, NewsletterPage::too_many, 429)));
        }
      });
}

void SignUps::answer_confirm(const Request& request, const Token& token,
                             const NewsletterVisit& visit, const Respond& respond) const {
  const NewsletterPage first =
      request.is_read() ? NewsletterPage::confirm : NewsletterPage::confirmed;
  const auto reply = [this, visit, respond, first](const std::expected<Standing, Error>& standing) {
    if (!standing) return respond(reply_error(standing.error(), wire::Named::by_address));
    switch (*standing) {
      case Standing::gone:
        return respond(show(visit, NewsletterPage::gone, 404));
      case Standing::waiting:
        return respond(show(visit, first, 200));
      case Standing::confirmed:
        return respond(show(visit, NewsletterPage::already, 200));
    }
  };
  if (request.is_read()) return office_->look(Purpose::confirm, token, reply);
  office_->confirm(token, reply);
}

void SignUps::answer_leave(const Request& request, const Token& token, const NewsletterVisit& visit,
                           const Respond& respond) const {
  if (request.is_read()) {
    return office_->look(
        Purpose::leave, token,
        [this, visit, respond](const std::expected<Standing, Error>& standing) {
          if (!standing) return respond(reply_error(standing.error(), wire::Named::by_address));
          const bool is_gone = *standing == Standing::gone;
          respond(show(visit, is_gone ? NewsletterPage::gone : NewsletterPage::leave,
                       is_gone ? 404 : 200));
        });
  }
  // Whoever presses twice, or whose mail program does (RFC 8058), has what they asked for.
  office_->leave(token, [this, visit, respond](const std::expected<Standing, Error>& standing) {
    if (!standing) return respond(reply_error(standing.error(), wire::Named::by_address));
    const bool is_gone = *standing == Standing::gone;
    respond(show(visit, is_gone ? NewsletterPage::gone : NewsletterPage::left, 200));
  });
}

Response SignUps::show(NewsletterVisit visit, NewsletterPage what, int status) const {
  visit.what = what;
  const page::Page page = page::newsletter(published_.publications().front(), visit);
  return {.status = status,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Robots-Tag", "noindex"}},
          .body = share(pages_.document(visit.path, page))};
}

}  // namespace enig::server

// What somebody who is logged in does: with their own account, and with the others'.
#include <array>
#include <utility>

#include "html/insert.h"
#include "server/problems.h"
#include "server/staff_pages.h"
#include "server/staff_replies.h"
#include "staff/one_time_code.h"
#include "staff/qr.h"

namespace enig::server {
namespace {

using page::StaffListed;
using page::StaffRole;
using page::Word;
using staff::Desk;
using staff::Register;

StaffRole shown(staff::Role role) {
  switch (role) {
    case staff::Role::viewer:
      return StaffRole::viewer;
    case staff::Role::editor:
      return StaffRole::editor;
    case staff::Role::admin:
      break;
  }
  return StaffRole::admin;
}

StaffListed listed(const staff::Account& account) {
  using State = StaffListed::State;
  const State chosen = account.asks_for_code() ? State::codes : State::ready;
  return {account.name, shown(account.role), account.has_password() ? chosen : State::waiting};
}

// "end:4f…" is "4f…" after "end:".
std::optional<std::string_view> after(std::string_view press, std::string_view deed) {
  if (!press.starts_with(deed)) return std::nullopt;
  return press.substr(deed.size());
}

Response not_understood() { return reply_problem(400, "The form asks for nothing that is known."); }

}  // namespace

page::StaffVisit StaffPages::visit_of(const Inside& inside, const Outcome& outcome) const {
  page::StaffVisit visit;
  visit.language = inside.visit.session.language;
  visit.path = inside.asked->path;
  visit.token = desk_->tokens.make_for(token_for(inside.visit.session));
  visit.visitor = page::StaffVisitor{inside.visit.account.name, shown(inside.visit.account.role)};
  visit.said = outcome.said;
  visit.problem = outcome.problem;
  return visit;
}

void StaffPages::show_account(const Inside& inside, const Outcome& outcome) const {
  const std::string& name = inside.visit.account.name;
  // What was just done may have changed it.
  const auto visit = inside.desk.account(name);
  if (!visit) return inside.asked->respond(reply_failed(visit.error()));
  if (!*visit) return inside.asked->respond(reply_see(inside.asked->path, "staff/login"));
  const auto sessions = inside.desk.sessions(name, inside.now);
  if (!sessions) return inside.asked->respond(reply_failed(sessions.error()));
  page::StaffAccount account;
  account.recovery = outcome.recovery;
  for (const staff::Session& each : *sessions) {
    const bool is_here = each.mark == inside.visit.session.mark;
    account.sessions.push_back(
        {each.id, staff::to_text(each.began), staff::to_text(each.seen),
         is_here ? page::StaffSession::Here::yes : page::StaffSession::Here::no});
  }
  staff::Bytes secret;
  if ((*visit)->asks_for_code()) {
    const auto left = inside.desk.recovery_left(name);
    if (!left) return inside.asked->respond(reply_failed(left.error()));
    account.recovery_left = *left;
  } else {
    secret = staff::from_base32(outcome.secret).value_or(staff::Bytes());
    if (secret.size() != staff::code_secret_bytes) {
      secret = staff::random_bytes(staff::code_secret_bytes);
    }
    account.secret = staff::to_base32(secret);
  }
  const page::StaffVisit shown_visit = visit_of(inside, outcome);
  Response response = show(page::staff_account(publication(), shown_visit, account),
                           inside.asked->path, outcome.problem ? 422 : 200);
  if (!secret.empty()) {
    const page::Words words(shown_visit.language);
    const std::string issuer(publication().site.title.in(shown_visit.language).text);
    const std::string picture =
        staff::qr_svg(staff::key_uri(secret, issuer, name), words.say(Word::staff_codes_qr));
    response.body = share(html::with_markup(*response.body, page::staff_picture_id, picture));
  }
  inside.asked->respond(std::move(response));
}

void StaffPages::answer_account(const Inside& inside) const {
  if (inside.asked->request.is_read()) return show_account(inside, {});
  const std::string press = inside.asked->field("press");
  if (press == "password:") return change_password(inside);
  if (press == "codes-on:") return turn_codes_on(inside);
  if (press == "codes-off:") return turn_codes_off(inside);
  const std::string& name = inside.visit.account.name;
  if (const auto id = after(press, "end:")) {
    const auto ended = inside.desk.end_session(name, std::string(*id), {name, inside.now});
    if (!ended) return inside.asked->respond(reply_failed(ended.error()));
    return show_account(inside, {.said = Word::staff_session_ended});
  }
  if (const auto language = after(press, "language:"); language && page::speaks(*language)) {
    const auto set = inside.desk.set_language(inside.visit, std::string(*language));
    if (!set) return inside.asked->respond(reply_failed(set.error()));
    return inside.asked->respond(reply_see(inside.asked->path, "staff/account"));
  }
  inside.asked->respond(not_understood());
}

// As often as anybody may try to log in: who holds a session of somebody else's learns no more.
void StaffPages::check_current(const Inside& inside, Then then) const {
  const staff::Account& account = inside.visit.account;
  if (!desk_->throttle.admits({inside.asked->request.network, account.name})) {
    return show_account(inside, {.problem = Word::staff_refused});
  }
  const auto with_desk = [this, asked = inside.asked, visit = inside.visit](
                             staff::PasswordIs password, const Then& go_on) {
    desk_->office->ask(
        [this, asked, visit, password, go_on](std::expected<Desk*, Error> desk, std::int64_t now) {
          if (!desk) return asked->respond(reply_failed(desk.error()));
          if (password == staff::PasswordIs::right) return go_on(**desk, now);
          show_account({asked, **desk, visit, now}, {.problem = Word::staff_wrong_password});
        });
  };
  desk_->office->check(account.password_hash, inside.asked->field("current"),
                       [with_desk, then = std::move(then),
                        asked = inside.asked](std::expected<staff::PasswordIs, Error> checked) {
                         if (!checked) return asked->respond(reply_failed(checked.error()));
                         with_desk(*checked, then);
                       });
}

void StaffPages::change_password(const Inside& inside) const {
  const std::string password = inside.asked->field("new");
  const auto problem =
      problem_with(password, inside.asked->field("repeat"), inside.visit.account.name);
  if (problem) return show_account(inside, {.problem = problem});
  check_current(
      inside, [this, asked = inside.asked, visit = inside.visit, password](Desk&, std::int64_t) {
        desk_->office->hash(password, [this, asked, visit](std::expected<std::string, Error> hash) {
          if (!hash) return asked->respond(reply_failed(hash.error()));
          desk_->office->ask([this, asked, visit, hash = *hash](std::expected<Desk*, Error> desk,
                                                                std::int64_t now) {
            if (!desk) return asked->respond(reply_failed(desk.error()));
            const auto changed = (*desk)->change_password(visit, hash, now);
            if (!changed) return asked->respond(reply_failed(changed.error()));
            show_account({asked, **desk, visit, now}, {.said = Word::staff_changed});
          });
        });
      });
}

void StaffPages::turn_codes_on(const Inside& inside) const {
  const std::string offered = inside.asked->field("secret");
  const staff::Bytes secret = staff::from_base32(offered).value_or(staff::Bytes());
  const std::string& name = inside.visit.account.name;
  // Not over those that are on: that wants the password.
  if (inside.visit.account.asks_for_code()) return show_account(inside, {});
  auto codes = inside.desk.turn_codes_on(name, secret, inside.asked->field("code"), inside.now);
  if (!codes) return inside.asked->respond(reply_failed(codes.error()));
  if (!*codes) {
    return show_account(inside, {.problem = Word::staff_codes_wrong, .secret = offered});
  }
  show_account(inside, {.said = Word::staff_codes_turned_on, .recovery = std::move(**codes)});
}

void StaffPages::turn_codes_off(const Inside& inside) const {
  check_current(inside,
                [this, asked = inside.asked, visit = inside.visit](Desk& desk, std::int64_t now) {
                  const auto off = desk.turn_codes_off(visit.account.name, now);
                  if (!off) return asked->respond(reply_failed(off.error()));
                  show_account({asked, desk, visit, now}, {.said = Word::staff_codes_turned_off});
                });
}

void StaffPages::show_accounts(const Inside& inside, const Outcome& outcome) const {
  const auto found = inside.desk.accounts();
  if (!found) return inside.asked->respond(reply_failed(found.error()));
  page::StaffAccounts accounts;
  for (const staff::Account& each : *found) accounts.accounts.push_back(listed(each));
  accounts.link = outcome.link;
  accounts.typed = outcome.typed;
  inside.asked->respond(
      show(page::staff_accounts(publication(), visit_of(inside, outcome), accounts),
           inside.asked->path, outcome.problem ? 422 : 200));
}

void StaffPages::answer_accounts(const Inside& inside) const {
  if (!staff::may(inside.visit.account.role, staff::Role::admin)) {
    return inside.asked->respond(
        show(page::staff_forbidden(publication(), visit_of(inside, {})), inside.asked->path, 403));
  }
  if (inside.asked->request.is_read()) return show_accounts(inside, {});
  const std::string press = inside.asked->field("press");
  if (const auto role = after(press, "add:")) return add_account(inside, *role);
  change_account(inside, press);
}

void StaffPages::add_account(const Inside& inside, std::string_view role_name) const {
  const auto role = staff::role_from(role_name);
  if (!role) return inside.asked->respond(not_understood());
  const std::string typed = inside.asked->field("name");
  const auto name = staff::account_name_from(typed);
  if (!name) return show_accounts(inside, {.problem = Word::staff_name_wrong, .typed = typed});
  const auto added = inside.desk.add(*name, *role, {inside.visit.account.name, inside.now});
  if (!added) return inside.asked->respond(reply_failed(added.error()));
  switch (added->how) {
    case Register::Added::taken:
      return show_accounts(inside, {.problem = Word::staff_taken, .typed = typed});
    case Register::Added::full:
      return show_accounts(inside, {.problem = Word::staff_full, .typed = typed});
    case Register::Added::done:
      break;
  }
  show_accounts(inside,
                {.link = page::StaffLink{*name, "staff/choose/" + staff::to_text(added->link)}});
}

// "role:editor:ola", "reset:ola", "remove:ola"
void StaffPages::change_account(const Inside& inside, std::string_view press) const {
  const std::string& own = inside.visit.account.name;
  const staff::Doer doer{own, inside.now};
  if (const auto reset = after(press, "reset:")) {
    const std::string name(*reset);
    const auto link = inside.desk.reset(name, doer);
    if (!link) return inside.asked->respond(reply_failed(link.error()));
    if (!*link) return show_accounts(inside, {.problem = Word::staff_not_there});
    return show_accounts(inside,
                         {.link = page::StaffLink{name, "staff/choose/" + staff::to_text(**link)}});
  }
  std::expected<Register::Changed, Error> changed = Register::Changed::not_there;
  std::string name;
  Word said = Word::staff_role_changed;
  if (const auto removed = after(press, "remove:")) {
    name = *removed;
    said = Word::staff_removed;
    changed = inside.desk.remove(name, doer);
  } else {
    const auto given = after(press, "role:");
    const std::size_t colon = given ? given->find(':') : std::string_view::npos;
    if (colon == std::string_view::npos) return inside.asked->respond(not_understood());
    const auto role = staff::role_from(given->substr(0, colon));
    if (!role) return inside.asked->respond(not_understood());
    name = given->substr(colon + 1);
    changed = inside.desk.set_role(name, *role, doer);
  }
  if (!changed) return inside.asked->respond(reply_failed(changed.error()));
  if (*changed == Register::Changed::not_there) {
    return show_accounts(inside, {.problem = Word::staff_not_there});
  }
  if (*changed == Register::Changed::last_admin) {
    return show_accounts(inside, {.problem = Word::staff_last_admin});
  }
  // Who has changed themselves may not be let in here any more.
  if (name == own) return inside.asked->respond(reply_see(inside.asked->path, "staff/accounts"));
  show_accounts(inside, {.said = said});
}

}  // namespace enig::server

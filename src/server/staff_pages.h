// The staff's addresses: real pages, without any program.
//
//     StaffPages staff(published, pages, desk);
//     if (staff.owns(path)) return staff.answer(request, path, query, respond);
//
//     /staff/                   to one's account, or to log in
//     /staff/login              GET the form, POST name, password and code
//     /staff/choose/{token}     GET asks for a password, POST chooses it
//     /staff/logout             POST
//     /staff/account            password, one-time codes, sessions, language
//     /staff/accounts           for administrators: who else may see what
//
// Who posts here must come from a page of this server, by what the browser says, and bring that
// page's token.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/staff_accounts.h"
#include "page/staff_pages.h"
#include "server/form_token.h"
#include "server/login_throttle.h"
#include "server/message.h"
#include "server/pages.h"
#include "server/published.h"
#include "server/url.h"
#include "staff/office.h"

namespace enig::server {

// What serves the staff, whatever is published.
struct StaffDesk {
  StaffDesk(std::unique_ptr<staff::Office> given, FormTokens forms,
            std::function<std::int64_t()> now_unix_seconds)
      : office(std::move(given)), tokens(std::move(forms)), throttle(std::move(now_unix_seconds)) {}

  std::unique_ptr<staff::Office> office;
  FormTokens tokens;
  LoginThrottle throttle;
};

class StaffPages {
 public:
  // Keeps references. Without a desk there are no staff pages, and nothing is owned.
  StaffPages(const Published& published, const Pages& pages, StaffDesk* desk);

  // What the theme does not say of these pages.
  static constexpr std::string_view style = "staff/style.css";
  // Whatever lies there.
  [[nodiscard]] static bool is_staffs(std::string_view path);
  [[nodiscard]] bool owns(std::string_view path) const {
    return desk_ != nullptr && is_staffs(path);
  }
  // Precondition: owns(path).
  void answer(const Request& request, std::string_view path, std::string_view query,
              const Respond& respond) const;

 private:
  // A request on its way through the office.
  struct Asked {
    Request request;
    std::string path;           // from the site's root
    std::vector<Field> fields;  // of the form, or of the query
    Respond respond;

    [[nodiscard]] std::string field(std::string_view name) const {
      return value_of(fields, name).value_or("");
    }
  };
  using AskedPtr = std::shared_ptr<const Asked>;
  // What somebody who is in is doing just now.
  struct Inside {
    AskedPtr asked;
    staff::Desk& desk;
    staff::Visit visit;
    std::int64_t now;
  };
  using Do = void (StaffPages::*)(const Inside&) const;

  void answer_login(const AskedPtr& asked) const;
  void log_in(const AskedPtr& asked) const;
  void answer_choose(const AskedPtr& asked, std::string_view token) const;
  void choose(const AskedPtr& asked, const staff::Token& link, const std::string& name) const;
  void with_visit(const AskedPtr& asked, Do then) const;
  // With a request of one's own: its token is this session's, and it posts.
  void log_out(const Inside& inside) const;
  void answer_account(const Inside& inside) const;
  void change_password(const Inside& inside) const;
  void turn_codes_on(const Inside& inside) const;
  void turn_codes_off(const Inside& inside) const;
  void answer_accounts(const Inside& inside) const;
  void add_account(const Inside& inside, std::string_view role) const;
  void change_account(const Inside& inside, std::string_view press) const;

  // Goes on with `then` at the desk if `current` is the visitor's password.
  using Then = std::function<void(staff::Desk&, std::int64_t now)>;
  void check_current(const Inside& inside, Then then) const;

  struct Outcome {
    std::optional<page::Word> said = {};
    std::optional<page::Word> problem = {};
    std::string secret = {};                 // that was offered already
    std::vector<std::string> recovery = {};  // to be shown once
    std::optional<page::StaffLink> link = {};
    std::string typed = {};
  };
  void show_account(const Inside& inside, const Outcome& outcome) const;
  void show_accounts(const Inside& inside, const Outcome& outcome) const;
  [[nodiscard]] page::StaffVisit visit_of(const Inside& inside, const Outcome& outcome) const;
  [[nodiscard]] page::StaffVisit visit_before(const Asked& asked) const;
  [[nodiscard]] std::string language_of(const Asked& asked) const;
  [[nodiscard]] std::string token_for(const staff::Session& session) const;
  [[nodiscard]] std::optional<page::Word> problem_with(const std::string& password,
                                                       const std::string& repeated,
                                                       const std::string& name) const;
  [[nodiscard]] Response show(const page::Page& page, std::string_view path, int status) const;
  [[nodiscard]] const policy::Publication& publication() const {
    return published_.publications().front();
  }

  const Published& published_;
  const Pages& pages_;
  StaffDesk* desk_;
  std::vector<std::string> known_names_;  // of the site and the parties: no passwords
};

}  // namespace enig::server

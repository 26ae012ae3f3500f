// Every rule of the staff's accounts: who gets in, for how long, and who may do what. It waits for
// nothing but the database; passwords are hashed elsewhere (office.h), because that takes long.
//
//     Desk desk(staff, keys);
//     auto link = desk.add("kari", Role::editor, {console, now});    // a token, once, for 24 hours
//     auto candidate = desk.look("kari");                            // also where there is no kari
//     auto entered = desk.enter(*candidate, PasswordIs::right, "", "nb", now);
//     auto visit = desk.visit(entered->token, now);                  // on every later request
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "staff/account.h"
#include "staff/keys.h"
#include "staff/one_time_code.h"
#include "staff/password.h"
#include "staff/register.h"

namespace enig::staff {

// Who does something, and when (Unix seconds).
struct Doer {
  std::string_view who;
  std::int64_t now = 0;
};

// Who asked to be let in, and the hash that the password is held against: that of nobody's password
// where there is no such account, so that it takes as long.
struct Candidate {
  std::optional<Account> account;
  std::string hash;
};
enum class PasswordIs { right, wrong };

struct Entered {
  Token token{};
  Session session;
};

// Somebody who is in.
struct Visit {
  Account account;
  Session session;
};

class Desk {
 public:
  // Keeps a reference. `nobodys_hash`: of a random password, at today's cost.
  Desk(Register& staff, const Keys& keys, std::string nobodys_hash)
      : staff_(staff), keys_(keys), nobodys_hash_(std::move(nobodys_hash)) {}

  [[nodiscard]] std::expected<Candidate, Error> look(std::string_view typed_name);
  // Nothing where anything at all is not right; which, only the log knows. `code` may be empty.
  [[nodiscard]] std::expected<std::optional<Entered>, Error> enter(const Candidate& candidate,
                                                                   PasswordIs password,
                                                                   std::string_view code,
                                                                   const std::string& language,
                                                                   std::int64_t now);
  // A try that was not even looked at. The log names accounts, never what was typed.
  [[nodiscard]] std::expected<void, Error> note_refusal(std::string_view typed_name,
                                                        std::int64_t now);

  // Nothing where the session has ended, or never was.
  [[nodiscard]] std::expected<std::optional<Visit>, Error> visit(const Token& token,
                                                                 std::int64_t now);
  [[nodiscard]] std::expected<void, Error> leave(const Visit& visit, std::int64_t now);

  // Whose link it is; nothing where it is used or too old.
  [[nodiscard]] std::expected<std::optional<std::string>, Error> owner_of(const Token& link,
                                                                          std::int64_t now);
  [[nodiscard]] std::expected<std::optional<std::string>, Error> choose(const Token& link,
                                                                        const std::string& hash,
                                                                        std::int64_t now);

  [[nodiscard]] std::expected<std::optional<Account>, Error> account(const std::string& name) {
    return staff_.find(name);
  }

  // One's own account.
  [[nodiscard]] std::expected<void, Error> change_password(const Visit& visit,
                                                           const std::string& hash,
                                                           std::int64_t now);
  [[nodiscard]] std::expected<std::vector<Session>, Error> sessions(const std::string& name,
                                                                    std::int64_t now);
  [[nodiscard]] std::expected<bool, Error> end_session(const std::string& name,
                                                       const std::string& id, const Doer& doer);
  [[nodiscard]] std::expected<std::int64_t, Error> end_sessions(const std::string& name,
                                                                const Doer& doer);
  [[nodiscard]] std::expected<void, Error> set_language(const Visit& visit,
                                                        const std::string& language);
  // Recovery codes, which nobody is shown again; nothing where `code` is not this secret's.
  [[nodiscard]] std::expected<std::optional<std::vector<std::string>>, Error> turn_codes_on(
      const std::string& name, const Bytes& secret, std::string_view code, std::int64_t now);
  [[nodiscard]] std::expected<void, Error> turn_codes_off(const std::string& name,
                                                          std::int64_t now);
  [[nodiscard]] std::expected<std::int64_t, Error> recovery_left(const std::string& name) {
    return staff_.recovery_left(name);
  }

  // Others' accounts. The token opens the page where a password is chosen, once, for
  // limits::staff_link_minutes.
  struct Added {
    Register::Added how = Register::Added::done;
    Token link{};
  };
  [[nodiscard]] std::expected<Added, Error> add(const std::string& name, Role role,
                                                const Doer& doer);
  // Nothing: there is no such account.
  [[nodiscard]] std::expected<std::optional<Token>, Error> reset(const std::string& name,
                                                                 const Doer& doer);
  [[nodiscard]] std::expected<Register::Changed, Error> remove(const std::string& name,
                                                               const Doer& doer);
  [[nodiscard]] std::expected<Register::Changed, Error> set_role(const std::string& name, Role role,
                                                                 const Doer& doer);
  [[nodiscard]] std::expected<std::vector<Account>, Error> accounts() { return staff_.accounts(); }

  // What others note of the staff: exports and settings.
  [[nodiscard]] std::expected<void, Error> note(Deed deed, std::string about, const Doer& doer);
  [[nodiscard]] std::expected<std::vector<Entry>, Error> log(std::size_t count_max) {
    return staff_.log(count_max);
  }

 private:
  [[nodiscard]] std::expected<bool, Error> fits(const Account& account, std::string_view code,
                                                std::int64_t now);
  [[nodiscard]] std::expected<Token, Error> new_link(const std::string& name, std::int64_t now);
  [[nodiscard]] std::expected<void, Error> refuse(const std::string& who, std::int64_t now);
  [[nodiscard]] static Register::LastAdmin last_admin_for(const Doer& doer);

  Register& staff_;
  Keys keys_;
  std::string nobodys_hash_;
  Minute refusals_minute_ = 0;
  int refusals_ = 0;  // that were logged in that minute
};

}  // namespace enig::staff

// Accounts, links, sessions, recovery codes and the log, in either database.
//
//     Register staff(*database);
//     staff.add({.name = "kari", .role = Role::editor});
//     staff.find("kari");
//
// What is returned is durable. Errors are unavailable, or busy where it may go well later. Used by
// one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "staff/account.h"
#include "staff/database.h"

namespace enig::staff {

class Register {
 public:
  // Keeps a reference.
  explicit Register(Database& database) : database_(database) {}

  // By name.
  [[nodiscard]] std::expected<std::vector<Account>, Error> accounts();
  [[nodiscard]] std::expected<std::optional<Account>, Error> find(const std::string& name);

  enum class Added { done, taken, full };
  [[nodiscard]] std::expected<Added, Error> add(const Account& account);

  // Whether the last who may change accounts can be changed: somebody always can, but for who has
  // the machine.
  enum class LastAdmin { stays, may_go };
  enum class Changed { done, not_there, last_admin };
  [[nodiscard]] std::expected<Changed, Error> remove(const std::string& name, LastAdmin last);
  [[nodiscard]] std::expected<Changed, Error> set_role(const std::string& name, Role role,
                                                       LastAdmin last);
  // No password, no codes, no sessions, until the link is used.
  [[nodiscard]] std::expected<Changed, Error> reset(const std::string& name);

  struct Link {
    std::string name;
    Mark mark{};
    Minute ends = 0;
  };
  // In place of an earlier one of that account.
  [[nodiscard]] std::expected<void, Error> put_link(const Link& link);
  // Whose it is, while it is good.
  [[nodiscard]] std::expected<std::optional<std::string>, Error> owner_of_link(const Mark& mark,
                                                                               Minute now);
  // Uses the link up: the password is this from now on, and all sessions end. Whose it was; nothing
  // where the link is no good any more.
  [[nodiscard]] std::expected<std::optional<std::string>, Error> choose(const Mark& mark,
                                                                        Minute now,
                                                                        const std::string& hash);
  // All sessions but this one end.
  [[nodiscard]] std::expected<void, Error> change_password(const std::string& name,
                                                           const std::string& hash,
                                                           const Mark& session);

  // The oldest beyond limits::staff_sessions_max go.
  [[nodiscard]] std::expected<void, Error> put_session(const Session& session);
  // Also one that has ended by now.
  [[nodiscard]] std::expected<std::optional<Session>, Error> find_session(const Mark& mark);
  [[nodiscard]] std::expected<void, Error> touch(const Mark& mark, Minute seen);
  [[nodiscard]] std::expected<void, Error> set_language(const Mark& mark,
                                                        const std::string& language);
  // Of one account, or of all; the newest first.
  [[nodiscard]] std::expected<std::vector<Session>, Error> sessions(
      const std::optional<std::string>& name);
  [[nodiscard]] std::expected<bool, Error> end_session(const Mark& mark);
  // By its id, of that account.
  [[nodiscard]] std::expected<bool, Error> end_session(const std::string& name,
                                                       const std::string& id);
  // How many there were.
  [[nodiscard]] std::expected<std::int64_t, Error> end_sessions(const std::string& name);
  // Removes what has ended: sessions that were not seen since, or that began before.
  struct Ended {
    Minute seen_before = 0;
    Minute began_before = 0;
  };
  [[nodiscard]] std::expected<void, Error> forget(const Ended& ended, Minute now);

  // One-time codes from now on, and these marks of recovery codes; none of both turns them off.
  [[nodiscard]] std::expected<void, Error> set_codes(const std::string& name, const Bytes& secret,
                                                     std::int64_t step,
                                                     std::span<const Mark> recovery);
  // False where this step, or a later one, has been used.
  [[nodiscard]] std::expected<bool, Error> use_step(const std::string& name, std::int64_t step);
  // False where there is no such code, or no more.
  [[nodiscard]] std::expected<bool, Error> use_recovery(const std::string& name, const Mark& mark);
  [[nodiscard]] std::expected<std::int64_t, Error> recovery_left(const std::string& name);

  [[nodiscard]] std::expected<void, Error> note(const Entry& entry);
  // The newest `count_max`, in the order in which they came.
  [[nodiscard]] std::expected<std::vector<Entry>, Error> log(std::size_t count_max);

 private:
  std::expected<Changed, Error> change(const std::string& name, LastAdmin last,
                                       const std::string& sql, const Database::Values& values);
  std::expected<std::int64_t, Error> affected(const std::string& sql,
                                              const Database::Values& values);
  std::expected<void, Error> done(const std::string& sql, const Database::Values& values);
  std::expected<std::vector<Session>, Error> sessions_where(const std::string& which,
                                                            const Database::Values& values);
  std::expected<std::vector<Account>, Error> accounts_where(const std::string& which,
                                                            const Database::Values& values);

  Database& database_;
};

}  // namespace enig::staff

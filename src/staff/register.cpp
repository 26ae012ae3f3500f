#include "staff/register.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace enig::staff {
namespace {

Error damaged() {
  return {Fault::unavailable, "A row of the staff's is damaged.",
          "Restore the staff's database from a backup."};
}

Bytes bytes_of(const Mark& mark) { return Bytes(mark.begin(), mark.end()); }

std::int64_t number(std::size_t value) { return static_cast<std::int64_t>(value); }

}  // namespace

std::expected<std::int64_t, Error> Register::affected(const std::string& sql,
                                                      const Database::Values& values) {
  const auto ran = database_.run(sql, values, {});
  if (!ran) return std::unexpected(ran.error());
  return ran->affected;
}

std::expected<void, Error> Register::done(const std::string& sql, const Database::Values& values) {
  const auto ran = database_.run(sql, values, {});
  if (!ran) return std::unexpected(ran.error());
  return {};
}

std::expected<std::vector<Account>, Error> Register::accounts_where(
    const std::string& which, const Database::Values& values) {
  const auto table = database_.run(
      "SELECT name, role, password_hash, code_secret, code_step FROM enig_staff_account " + which,
      values, {Column::text, Column::text, Column::text, Column::bytes, Column::number});
  if (!table) return std::unexpected(table.error());
  std::vector<Account> accounts;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    const auto role = role_from(table->text(i, 1));
    if (!role) return std::unexpected(damaged());
    accounts.push_back(
        {table->text(i, 0), *role, table->text(i, 2), table->bytes(i, 3), table->number(i, 4)});
  }
  return accounts;
}

std::expected<std::vector<Account>, Error> Register::accounts() {
  auto all = accounts_where("", {});
  if (all) std::ranges::sort(*all, {}, &Account::name);
  return all;
}

std::expected<std::optional<Account>, Error> Register::find(const std::string& name) {
  auto found = accounts_where("WHERE name = $1", {name});
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return std::nullopt;
  return std::move(found->front());
}

std::expected<Register::Added, Error> Register::add(const Account& account) {
  Added added = Added::done;
  const auto kept = database_.together([&]() -> std::expected<void, Error> {
    const auto count =
        database_.run("SELECT count(*) FROM enig_staff_account", {}, {Column::number});
    if (!count) return std::unexpected(count.error());
    const bool is_full = count->number(0, 0) >= number(limits::staff_accounts_max);
    added = is_full ? Added::full : Added::done;
    if (is_full) return {};
    const auto rows = affected(
        "INSERT INTO enig_staff_account (name, role, password_hash, code_secret, code_step)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING",
        {account.name, std::string(to_text(account.role)), account.password_hash,
         account.code_secret, account.code_step});
    if (!rows) return std::unexpected(rows.error());
    if (*rows == 0) added = Added::taken;
    return {};
  });
  if (!kept) return std::unexpected(kept.error());
  return added;
}

// `sql` does it to the account $1. It is undone where nobody could change accounts after it, though
// somebody could before.
std::expected<Register::Changed, Error> Register::change(const std::string& name, LastAdmin last,
                                                         const std::string& sql,
                                                         const Database::Values& values) {
  Changed changed = Changed::done;
  const auto kept = database_.together([&]() -> std::expected<void, Error> {
    changed = Changed::done;
    const auto account = find(name);
    if (!account) return std::unexpected(account.error());
    if (!*account) {
      changed = Changed::not_there;
      return {};
    }
    const auto others =
        database_.run("SELECT count(*) FROM enig_staff_account WHERE role = 'admin' AND name <> $1",
                      {name}, {Column::number});
    if (!others) return std::unexpected(others.error());
    const bool is_last = (*account)->role == Role::admin && others->number(0, 0) == 0;
    if (is_last && last == LastAdmin::stays) {
      changed = Changed::last_admin;
      return {};
    }
    return done(sql, values);
  });
  if (!kept) return std::unexpected(kept.error());
  return changed;
}

std::expected<Register::Changed, Error> Register::remove(const std::string& name, LastAdmin last) {
  return change(name, last, "DELETE FROM enig_staff_account WHERE name = $1", {name});
}

std::expected<Register::Changed, Error> Register::set_role(const std::string& name, Role role,
                                                           LastAdmin last) {
  return change(name, role == Role::admin ? LastAdmin::may_go : last,
                "UPDATE enig_staff_account SET role = $2 WHERE name = $1",
                {name, std::string(to_text(role))});
}

std::expected<Register::Changed, Error> Register::reset(const std::string& name) {
  Changed changed = Changed::done;
  const auto kept = database_.together([&]() -> std::expected<void, Error> {
    const auto rows = affected(
        "UPDATE enig_staff_account SET password_hash = '', code_secret = $2, code_step = 0"
        " WHERE name = $1",
        {name, Bytes()});
    if (!rows) return std::unexpected(rows.error());
    changed = *rows == 0 ? Changed::not_there : Changed::done;
    for (const char* const table : {"link", "session", "recovery"}) {
      const auto gone =
          done(std::string("DELETE FROM enig_staff_") + table + " WHERE name = $1", {name});
      if (!gone) return gone;
    }
    return {};
  });
  if (!kept) return std::unexpected(kept.error());
  return changed;
}

std::expected<void, Error> Register::put_link(const Link& link) {
  return done(
      "INSERT INTO enig_staff_link (name, mark, ends) VALUES ($1, $2, $3)"
      " ON CONFLICT (name) DO UPDATE SET mark = excluded.mark, ends = excluded.ends",
      {link.name, bytes_of(link.mark), link.ends});
}

std::expected<std::optional<std::string>, Error> Register::owner_of_link(const Mark& mark,
                                                                         Minute now) {
  const auto table = database_.run("SELECT name FROM enig_staff_link WHERE mark = $1 AND ends > $2",
                                   {bytes_of(mark), now}, {Column::text});
  if (!table) return std::unexpected(table.error());
  if (table->rows.empty()) return std::nullopt;
  return table->text(0, 0);
}

std::expected<std::optional<std::string>, Error> Register::choose(const Mark& mark, Minute now,
                                                                  const std::string& hash) {
  std::optional<std::string> owner;
  const auto kept = database_.together([&]() -> std::expected<void, Error> {
    auto found = owner_of_link(mark, now);
    if (!found) return std::unexpected(found.error());
    owner = std::move(*found);
    if (!owner) return {};
    if (auto used = done("DELETE FROM enig_staff_link WHERE name = $1", {*owner}); !used) {
      return used;
    }
    if (auto ended = done("DELETE FROM enig_staff_session WHERE name = $1", {*owner}); !ended) {
      return ended;
    }
    return done("UPDATE enig_staff_account SET password_hash = $2 WHERE name = $1", {*owner, hash});
  });
  if (!kept) return std::unexpected(kept.error());
  return owner;
}

std::expected<void, Error> Register::change_password(const std::string& name,
                                                     const std::string& hash, const Mark& session) {
  return database_.together([&]() -> std::expected<void, Error> {
    if (auto set =
            done("UPDATE enig_staff_account SET password_hash = $2 WHERE name = $1", {name, hash});
        !set) {
      return set;
    }
    if (auto link = done("DELETE FROM enig_staff_link WHERE name = $1", {name}); !link) return link;
    return done("DELETE FROM enig_staff_session WHERE name = $1 AND mark <> $2",
                {name, bytes_of(session)});
  });
}

std::expected<std::vector<Session>, Error> Register::sessions_where(
    const std::string& which, const Database::Values& values) {
  const auto table = database_.run(
      "SELECT mark, id, name, language, began, seen FROM enig_staff_session " + which, values,
      {Column::bytes, Column::text, Column::text, Column::text, Column::number, Column::number});
  if (!table) return std::unexpected(table.error());
  std::vector<Session> sessions;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    Session session{{},
                    table->text(i, 1),
                    table->text(i, 2),
                    table->text(i, 3),
                    table->number(i, 4),
                    table->number(i, 5)};
    if (table->bytes(i, 0).size() != session.mark.size()) return std::unexpected(damaged());
    std::ranges::copy(table->bytes(i, 0), session.mark.begin());
    sessions.push_back(std::move(session));
  }
  return sessions;
}

std::expected<std::vector<Session>, Error> Register::sessions(
    const std::optional<std::string>& name) {
  auto found = name ? sessions_where("WHERE name = $1", {*name}) : sessions_where("", {});
  if (!found) return found;
  std::ranges::sort(*found, [](const Session& a, const Session& b) {
    return std::pair(-a.began, a.id) < std::pair(-b.began, b.id);
  });
  return found;
}

std::expected<void, Error> Register::put_session(const Session& session) {
  return database_.together([&]() -> std::expected<void, Error> {
    const auto own = sessions(session.name);
    if (!own) return std::unexpected(own.error());
    for (std::size_t i = limits::staff_sessions_max - 1; i < own->size(); ++i) {
      if (const auto ended = end_session((*own)[i].mark); !ended) {
        return std::unexpected(ended.error());
      }
    }
    return done(
        "INSERT INTO enig_staff_session (mark, id, name, language, began, seen)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        {bytes_of(session.mark), session.id, session.name, session.language, session.began,
         session.seen});
  });
}

std::expected<std::optional<Session>, Error> Register::find_session(const Mark& mark) {
  auto found = sessions_where("WHERE mark = $1", {bytes_of(mark)});
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return std::nullopt;
  return std::move(found->front());
}

std::expected<void, Error> Register::touch(const Mark& mark, Minute seen) {
  return done("UPDATE enig_staff_session SET seen = $2 WHERE mark = $1", {bytes_of(mark), seen});
}

std::expected<void, Error> Register::set_language(const Mark& mark, const std::string& language) {
  return done("UPDATE enig_staff_session SET language = $2 WHERE mark = $1",
              {bytes_of(mark), language});
}

std::expected<bool, Error> Register::end_session(const Mark& mark) {
  const auto rows = affected("DELETE FROM enig_staff_session WHERE mark = $1", {bytes_of(mark)});
  if (!rows) return std::unexpected(rows.error());
  return *rows > 0;
}

std::expected<bool, Error> Register::end_session(const std::string& name, const std::string& id) {
  const auto rows =
      affected("DELETE FROM enig_staff_session WHERE name = $1 AND id = $2", {name, id});
  if (!rows) return std::unexpected(rows.error());
  return *rows > 0;
}

std::expected<std::int64_t, Error> Register::end_sessions(const std::string& name) {
  return affected("DELETE FROM enig_staff_session WHERE name = $1", {name});
}

std::expected<void, Error> Register::forget(const Ended& ended, Minute now) {
  if (auto gone = done("DELETE FROM enig_staff_session WHERE seen < $1 OR began < $2",
                       {ended.seen_before, ended.began_before});
      !gone) {
    return gone;
  }
  return done("DELETE FROM enig_staff_link WHERE ends <= $1", {now});
}

std::expected<void, Error> Register::set_codes(const std::string& name, const Bytes& secret,
                                               std::int64_t step, std::span<const Mark> recovery) {
  return database_.together([&]() -> std::expected<void, Error> {
    if (auto set =
            done("UPDATE enig_staff_account SET code_secret = $2, code_step = $3 WHERE name = $1",
                 {name, secret, step});
        !set) {
      return set;
    }
    if (auto gone = done("DELETE FROM enig_staff_recovery WHERE name = $1", {name}); !gone) {
      return gone;
    }
    for (const Mark& mark : recovery) {
      if (auto put = done("INSERT INTO enig_staff_recovery (mark, name) VALUES ($1, $2)",
                          {bytes_of(mark), name});
          !put) {
        return put;
      }
    }
    return {};
  });
}

std::expected<bool, Error> Register::use_step(const std::string& name, std::int64_t step) {
  const auto rows =
      affected("UPDATE enig_staff_account SET code_step = $2 WHERE name = $1 AND code_step < $3",
               {name, step, step});
  if (!rows) return std::unexpected(rows.error());
  return *rows > 0;
}

std::expected<bool, Error> Register::use_recovery(const std::string& name, const Mark& mark) {
  const auto rows = affected("DELETE FROM enig_staff_recovery WHERE name = $1 AND mark = $2",
                             {name, bytes_of(mark)});
  if (!rows) return std::unexpected(rows.error());
  return *rows > 0;
}

std::expected<std::int64_t, Error> Register::recovery_left(const std::string& name) {
  const auto count = database_.run("SELECT count(*) FROM enig_staff_recovery WHERE name = $1",
                                   {name}, {Column::number});
  if (!count) return std::unexpected(count.error());
  return count->number(0, 0);
}

std::expected<void, Error> Register::note(const Entry& entry) {
  return done("INSERT INTO enig_staff_log (minute, who, deed, about) VALUES ($1, $2, $3, $4)",
              {entry.minute, entry.who, std::string(to_text(entry.deed)), entry.about});
}

std::expected<std::vector<Entry>, Error> Register::log(std::size_t count_max) {
  const auto table = database_.run(
      "SELECT minute, who, deed, about FROM enig_staff_log ORDER BY number DESC LIMIT $1",
      {number(count_max)}, {Column::number, Column::text, Column::text, Column::text});
  if (!table) return std::unexpected(table.error());
  std::vector<Entry> entries;
  for (std::size_t i = table->rows.size(); i-- > 0;) {
    const auto deed = deed_from(table->text(i, 2));
    if (!deed) return std::unexpected(damaged());
    entries.push_back({table->number(i, 0), table->text(i, 1), *deed, table->text(i, 3)});
  }
  return entries;
}

}  // namespace enig::staff

#include "staff/desk.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/limits.h"

namespace enig::staff {
namespace {

bool has_ended(const Session& session, Minute now) {
  return now - session.seen >= limits::staff_idle_minutes ||
         now - session.began >= limits::staff_session_minutes;
}

}  // namespace

std::expected<Candidate, Error> Desk::look(std::string_view typed_name) {
  const auto name = account_name_from(typed_name);
  // Also what can be nobody's name is looked for.
  auto account = staff_.find(name.value_or(""));
  if (!account) return std::unexpected(account.error());
  const bool has_password = *account && (*account)->has_password();
  std::string hash = has_password ? (*account)->password_hash : nobodys_hash_;
  return Candidate{std::move(*account), std::move(hash)};
}

// A code of the app, or one of the recovery codes; each of both once.
std::expected<bool, Error> Desk::fits(const Account& account, std::string_view code,
                                      std::int64_t now) {
  if (!account.asks_for_code()) return true;
  const auto secret = keys_.opened(account.code_secret);
  if (!secret) {
    return std::unexpected(Error{Fault::unavailable,
                                 "An account's secret was not sealed with this staff.key.",
                                 "Restore staff.key, or reset the account: enig staff reset."});
  }
  if (const auto step = step_that_fits(*secret, code, now)) {
    return staff_.use_step(account.name, *step);
  }
  const std::string recovery = recovery_code_from(code);
  if (recovery.empty()) return false;
  const auto used = staff_.use_recovery(account.name, keys_.mark(Purpose::recovery, recovery));
  if (!used || !*used) return used;
  if (auto noted = note(Deed::recovery_code_used, "", {account.name, now}); !noted) {
    return std::unexpected(noted.error());
  }
  return true;
}

std::expected<std::optional<Entered>, Error> Desk::enter(const Candidate& candidate,
                                                         PasswordIs password, std::string_view code,
                                                         const std::string& language,
                                                         std::int64_t now) {
  const Minute minute = minute_of(now);
  const bool is_right =
      candidate.account && candidate.account->has_password() && password == PasswordIs::right;
  bool may_enter = is_right;
  if (is_right) {
    // While the password was checked it may have been changed, or the account reset.
    const auto account = staff_.find(candidate.account->name);
    if (!account) return std::unexpected(account.error());
    may_enter = *account && (*account)->password_hash == candidate.hash;
    if (may_enter) {
      const auto fitting = fits(**account, code, now);
      if (!fitting) return std::unexpected(fitting.error());
      may_enter = *fitting;
    }
  }
  if (!may_enter) {
    auto noted = refuse(candidate.account ? candidate.account->name : "", now);
    if (!noted) return std::unexpected(noted.error());
    return std::nullopt;
  }
  const std::string& name = candidate.account->name;
  if (auto forgotten = staff_.forget(
          {minute - limits::staff_idle_minutes, minute - limits::staff_session_minutes}, minute);
      !forgotten) {
    return std::unexpected(forgotten.error());
  }
  Entered entered;
  entered.token = new_token();
  entered.session = {keys_.mark(Purpose::session, entered.token),
                     to_text(new_token()).substr(0, 8),
                     name,
                     language,
                     minute,
                     minute};
  if (auto put = staff_.put_session(entered.session); !put) return std::unexpected(put.error());
  if (auto noted = note(Deed::logged_in, "", {name, now}); !noted) {
    return std::unexpected(noted.error());
  }
  return entered;
}

std::expected<void, Error> Desk::note_refusal(std::string_view typed_name, std::int64_t now) {
  const auto candidate = look(typed_name);
  if (!candidate) return std::unexpected(candidate.error());
  return refuse(candidate->account ? candidate->account->name : "", now);
}

// So many a minute, or whoever wants to would fill the disk.
std::expected<void, Error> Desk::refuse(const std::string& who, std::int64_t now) {
  const Minute minute = minute_of(now);
  if (minute != refusals_minute_) {
    refusals_minute_ = minute;
    refusals_ = 0;
  }
  ++refusals_;
  if (refusals_ > limits::staff_refusals_logged_per_minute) return {};
  const bool is_last = refusals_ == limits::staff_refusals_logged_per_minute;
  return note(Deed::refused, is_last ? "and maybe more this minute" : "", {who, now});
}

std::expected<std::optional<Visit>, Error> Desk::visit(const Token& token, std::int64_t now) {
  const Minute minute = minute_of(now);
  const auto session = staff_.find_session(keys_.mark(Purpose::session, token));
  if (!session) return std::unexpected(session.error());
  if (!*session || has_ended(**session, minute)) return std::nullopt;
  auto account = staff_.find((*session)->name);
  if (!account) return std::unexpected(account.error());
  if (!*account) return std::nullopt;
  Visit visit{std::move(**account), **session};
  if (minute - visit.session.seen >= limits::staff_seen_minutes) {
    if (auto touched = staff_.touch(visit.session.mark, minute); !touched) {
      return std::unexpected(touched.error());
    }
    visit.session.seen = minute;
  }
  return visit;
}

std::expected<void, Error> Desk::leave(const Visit& visit, std::int64_t now) {
  const auto ended = staff_.end_session(visit.session.mark);
  if (!ended) return std::unexpected(ended.error());
  return note(Deed::logged_out, "", {visit.account.name, now});
}

std::expected<std::optional<std::string>, Error> Desk::owner_of(const Token& link,
                                                                std::int64_t now) {
  return staff_.owner_of_link(keys_.mark(Purpose::link, link), minute_of(now));
}

std::expected<std::optional<std::string>, Error> Desk::choose(const Token& link,
                                                              const std::string& hash,
                                                              std::int64_t now) {
  auto owner = staff_.choose(keys_.mark(Purpose::link, link), minute_of(now), hash);
  if (!owner || !*owner) return owner;
  if (auto noted = note(Deed::password_chosen, "", {**owner, now}); !noted) {
    return std::unexpected(noted.error());
  }
  return owner;
}

std::expected<void, Error> Desk::change_password(const Visit& visit, const std::string& hash,
                                                 std::int64_t now) {
  if (auto done = staff_.change_password(visit.account.name, hash, visit.session.mark); !done) {
    return done;
  }
  return note(Deed::password_changed, "", {visit.account.name, now});
}

std::expected<std::vector<Session>, Error> Desk::sessions(const std::string& name,
                                                          std::int64_t now) {
  auto found = staff_.sessions(name.empty() ? std::nullopt : std::optional(name));
  if (!found) return found;
  std::erase_if(*found, [now](const Session& each) { return has_ended(each, minute_of(now)); });
  return found;
}

std::expected<bool, Error> Desk::end_session(const std::string& name, const std::string& id,
                                             const Doer& doer) {
  const auto ended = staff_.end_session(name, id);
  if (!ended || !*ended) return ended;
  if (auto noted = note(Deed::session_ended, name + " " + id, doer); !noted) {
    return std::unexpected(noted.error());
  }
  return true;
}

std::expected<std::int64_t, Error> Desk::end_sessions(const std::string& name, const Doer& doer) {
  const auto ended = staff_.end_sessions(name);
  if (!ended || *ended == 0) return ended;
  if (auto noted = note(Deed::session_ended, name, doer); !noted) {
    return std::unexpected(noted.error());
  }
  return ended;
}

std::expected<void, Error> Desk::set_language(const Visit& visit, const std::string& language) {
  return staff_.set_language(visit.session.mark, language);
}

std::expected<std::optional<std::vector<std::string>>, Error> Desk::turn_codes_on(
    const std::string& name, const Bytes& secret, std::string_view code, std::int64_t now) {
  const auto step = step_that_fits(secret, code, now);
  if (!step || secret.size() != code_secret_bytes) return std::nullopt;
  std::vector<std::string> codes = new_recovery_codes();
  std::vector<Mark> marks;
  for (const std::string& each : codes) {
    marks.push_back(keys_.mark(Purpose::recovery, recovery_code_from(each)));
  }
  if (auto set = staff_.set_codes(name, keys_.seal(secret), *step, marks); !set) {
    return std::unexpected(set.error());
  }
  if (auto noted = note(Deed::codes_on, "", {name, now}); !noted) {
    return std::unexpected(noted.error());
  }
  return codes;
}

std::expected<void, Error> Desk::turn_codes_off(const std::string& name, std::int64_t now) {
  if (auto set = staff_.set_codes(name, {}, 0, {}); !set) return set;
  return note(Deed::codes_off, "", {name, now});
}

std::expected<Token, Error> Desk::new_link(const std::string& name, std::int64_t now) {
  const Token link = new_token();
  const auto put = staff_.put_link(
      {name, keys_.mark(Purpose::link, link), minute_of(now) + limits::staff_link_minutes});
  if (!put) return std::unexpected(put.error());
  return link;
}

std::expected<Desk::Added, Error> Desk::add(const std::string& name, Role role, const Doer& doer) {
  Account account;
  account.name = name;
  account.role = role;
  const auto added = staff_.add(account);
  if (!added) return std::unexpected(added.error());
  if (*added != Register::Added::done) return Added{*added, {}};
  if (auto noted = note(Deed::account_added, name + " " + std::string(to_text(role)), doer);
      !noted) {
    return std::unexpected(noted.error());
  }
  const auto link = new_link(name, doer.now);
  if (!link) return std::unexpected(link.error());
  return Added{Register::Added::done, *link};
}

std::expected<std::optional<Token>, Error> Desk::reset(const std::string& name, const Doer& doer) {
  const auto changed = staff_.reset(name);
  if (!changed) return std::unexpected(changed.error());
  if (*changed != Register::Changed::done) return std::nullopt;
  if (auto noted = note(Deed::account_reset, name, doer); !noted) {
    return std::unexpected(noted.error());
  }
  const auto link = new_link(name, doer.now);
  if (!link) return std::unexpected(link.error());
  return *link;
}

// Whoever has the machine can always add another.
Register::LastAdmin Desk::last_admin_for(const Doer& doer) {
  return doer.who == console ? Register::LastAdmin::may_go : Register::LastAdmin::stays;
}

std::expected<Register::Changed, Error> Desk::remove(const std::string& name, const Doer& doer) {
  const auto changed = staff_.remove(name, last_admin_for(doer));
  if (!changed || *changed != Register::Changed::done) return changed;
  if (auto noted = note(Deed::account_removed, name, doer); !noted) {
    return std::unexpected(noted.error());
  }
  return changed;
}

std::expected<Register::Changed, Error> Desk::set_role(const std::string& name, Role role,
                                                       const Doer& doer) {
  const auto changed = staff_.set_role(name, role, last_admin_for(doer));
  if (!changed || *changed != Register::Changed::done) return changed;
  if (auto noted = note(Deed::role_changed, name + " " + std::string(to_text(role)), doer);
      !noted) {
    return std::unexpected(noted.error());
  }
  return changed;
}

std::expected<void, Error> Desk::note(Deed deed, std::string about, const Doer& doer) {
  return staff_.note({minute_of(doer.now), std::string(doer.who), deed, std::move(about)});
}

}  // namespace enig::staff

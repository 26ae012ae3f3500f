#include "newsletter/desk.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/limits.h"

namespace enig::newsletter {
namespace {

constexpr std::int64_t day_seconds = std::int64_t{24} * 60 * 60;

std::int64_t begin_of(Day day) { return day.time_since_epoch().count() * day_seconds; }

}  // namespace

std::expected<void, Error> Desk::open(std::int64_t now) {
  if (auto done = expire(now); !done) return std::unexpected(done.error());
  const auto seeds = list_.due();
  if (!seeds) return std::unexpected(seeds.error());
  for (const Seed& seed : *seeds) due_.try_emplace(seed);
  return {};
}

// Whole minutes, so that nothing has to be remembered of any one sign-up.
bool Desk::admit(std::int64_t now) {
  if (const std::int64_t minute = now / 60; minute != minute_) {
    minute_ = minute;
    in_minute_ = 0;
  }
  if (in_minute_ >= limits::sign_ups_per_minute_max) return false;
  if (due_.size() >= limits::letters_waiting_max) return false;
  ++in_minute_;
  return true;
}

std::expected<SignedUp, Error> Desk::sign_up(std::string_view address, std::string_view language,
                                             std::int64_t now) {
  const auto mailbox = mailbox_from(address);
  if (!mailbox) return SignedUp::address_wrong;
  if (!admit(now)) return SignedUp::too_many;
  if (auto done = expire(now); !done) return std::unexpected(done.error());
  const Day today = day_of(now);
  auto found = list_.find(*mailbox);
  if (!found) return std::unexpected(found.error());
  if (*found && (*found)->lettered == today) return SignedUp::taken;
  Subscriber row;
  if (*found) {
    row = std::move(**found);
  } else {
    row.seed = new_seed();
    row.address = *mailbox;
    row.confirm_mark = keys_.mark(keys_.token(Purpose::confirm, row.seed));
    row.leave_mark = keys_.mark(keys_.token(Purpose::leave, row.seed));
  }
  row.language = language;
  row.lettered = today;
  row.due = row.confirmed ? Due::already : Due::confirm;
  if (!row.confirmed) row.asked = today;
  if (auto done = list_.put(row); !done) return std::unexpected(done.error());
  due_.try_emplace(row.seed);
  return SignedUp::taken;
}

std::expected<Standing, Error> Desk::look(Purpose purpose, const Token& token, std::int64_t now) {
  if (auto done = expire(now); !done) return std::unexpected(done.error());
  const auto found = list_.find(purpose, keys_.mark(token));
  if (!found) return std::unexpected(found.error());
  if (!*found) return Standing::gone;
  return (*found)->confirmed ? Standing::confirmed : Standing::waiting;
}

std::expected<Standing, Error> Desk::confirm(const Token& token, std::int64_t now) {
  if (auto done = expire(now); !done) return std::unexpected(done.error());
  auto found = list_.find(Purpose::confirm, keys_.mark(token));
  if (!found) return std::unexpected(found.error());
  if (!*found) return Standing::gone;
  Subscriber& row = **found;
  if (row.confirmed) return Standing::confirmed;
  row.confirmed = day_of(now);
  row.due = Due::nothing;
  if (auto done = list_.change(row); !done) return std::unexpected(done.error());
  due_.erase(row.seed);
  return Standing::waiting;
}

std::expected<Standing, Error> Desk::leave(const Token& token, std::int64_t now) {
  if (auto done = expire(now); !done) return std::unexpected(done.error());
  const auto found = list_.find(Purpose::leave, keys_.mark(token));
  if (!found) return std::unexpected(found.error());
  if (!*found) return Standing::gone;
  const auto removed = list_.remove((*found)->seed);
  if (!removed) return std::unexpected(removed.error());
  due_.erase((*found)->seed);
  return (*found)->confirmed ? Standing::confirmed : Standing::waiting;
}

std::optional<std::int64_t> Desk::next_letter_at() const {
  const auto earliest = std::ranges::min_element(
      due_, {}, [](const auto& letter) { return letter.second.not_before; });
  if (earliest == due_.end()) return std::nullopt;
  return std::max(earliest->second.not_before, server_.not_before);
}

std::expected<std::optional<DueLetter>, Error> Desk::next_letter(std::int64_t now) {
  if (auto done = expire(now); !done) return std::unexpected(done.error());
  if (server_.not_before > now) return std::nullopt;
  for (auto letter = due_.begin(); letter != due_.end();) {
    if (letter->second.not_before > now) {
      ++letter;
      continue;
    }
    const auto row = list_.find(letter->first);
    if (!row) return std::unexpected(row.error());
    // Somebody may have left, or another program have removed them, meanwhile.
    if (!*row || (*row)->due == Due::nothing || mailbox_from((*row)->address) != (*row)->address) {
      letter = due_.erase(letter);
      continue;
    }
    return DueLetter{letter->first,
                     {.from = stationery_.from.address,
                      .to = (*row)->address,
                      .message = to_message(letter_to(**row, stationery_, keys_, now))}};
  }
  return std::nullopt;
}

std::int64_t Desk::pause_after(int failed) const {
  std::int64_t pause = limits::mail_retry_first_s;
  for (int i = 1; i < failed && pause < limits::mail_retry_last_s; ++i) pause *= 2;
  return std::min<std::int64_t>(pause, limits::mail_retry_last_s);
}

std::expected<void, Error> Desk::handed(const Seed& seed, const Handed& handed, std::int64_t now) {
  using enum Handed::Outcome;
  if (handed.outcome == no_server) {
    server_.not_before = now + pause_after(++server_.failed);
    return {};
  }
  server_ = {};
  const auto letter = due_.find(seed);
  if (handed.outcome == deferred) {
    if (letter != due_.end()) {
      letter->second.not_before = now + pause_after(++letter->second.failed);
    }
    return {};
  }
  auto row = list_.find(seed);
  if (!row) return std::unexpected(row.error());
  if (letter != due_.end()) due_.erase(letter);
  if (!*row) return {};
  if (handed.outcome == no_such && !(*row)->confirmed) {
    const auto removed = list_.remove(seed);
    if (!removed) return std::unexpected(removed.error());
    return {};
  }
  (*row)->due = Due::nothing;
  return list_.change(**row);
}

std::expected<std::optional<std::int64_t>, Error> Desk::expire(std::int64_t now) {
  const Day today = day_of(now);
  if (expired_on_ != today) {
    // Kept on their last day and not a day longer.
    const auto kept_days = last_day(Day()) - Day();
    if (auto done = list_.expire(today - kept_days); !done) return std::unexpected(done.error());
    const auto still_due = list_.due();
    if (!still_due) return std::unexpected(still_due.error());
    std::erase_if(due_, [&](const auto& letter) {
      return std::ranges::find(*still_due, letter.first) == still_due->end();
    });
    expired_on_ = today;
  }
  const auto waits = list_.waits();
  if (!waits) return std::unexpected(waits.error());
  if (!*waits) return std::nullopt;
  return begin_of(today + std::chrono::days(1));
}

}  // namespace enig::newsletter

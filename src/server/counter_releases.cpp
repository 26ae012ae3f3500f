// What the counter releases, and what other servers of its database have released.
#include <limits>
#include <utility>

#include "base/limits.h"
#include "server/counter.h"
#include "store/recount.h"

namespace enig::server {

using opinion::Release;

std::expected<void, Error> Counter::publish_due() {
  // With several servers, a look does it.
  if (is_shared()) return {};
  const opinion::Minute now = opinion::to_minute(options_.now_unix_seconds());
  for (auto& [id, counted] : counted_) {
    if (!opinion::is_due(options_.rule, counted.standing, now)) continue;
    if (auto done = publish(counted, counted.tally.sums(), now); !done) {
      return std::unexpected(done.error());
    }
  }
  return {};
}

// The one place that decides what a release that cannot be kept means. No room, or another server
// was first: false, the ballots are kept all the same, and the next look goes on from there. Every
// other error is a failure.
std::expected<bool, Error> Counter::publish(Counted& counted, const opinion::Sums& sums,
                                            opinion::Minute now) {
  Release release;
  release.policy = counted.policy->id;
  release.revision = counted.policy->revision;
  release.number = counted.standing.last_number + 1;
  release.released_at = now;
  release.points = policy::point_ids(*counted.policy);
  release.sums = sums;
  // Kept before it is shown: a number that somebody has seen is never lost.
  if (auto saved = store_->save_release(release); !saved) {
    const Fault fault = saved.error().fault;
    if (fault == Fault::busy || fault == Fault::stale) return false;
    return std::unexpected(saved.error());
  }
  has_released_ = true;
  counted.standing.last_number = release.number;
  counted.standing.last_released_at = now;
  counted.standing.changes = 0;
  counted.arrivals.add({release.number, opinion::day_of(now), release.sums.ballots});
  show(counted.policy->id, std::move(release), counted.arrivals);
  return true;
}

// Shows what other servers have released, and releases what is due.
std::expected<void, Error> Counter::catch_up() {
  const auto numbers = store_->release_numbers();
  if (!numbers) return std::unexpected(numbers.error());
  const opinion::Minute now = opinion::to_minute(options_.now_unix_seconds());
  for (auto& [id, counted] : counted_) {
    const auto number = numbers->find(id);
    if (number != numbers->end() && number->second > counted.standing.last_number) {
      if (auto taken = take_in(id, counted); !taken) return taken;
    }
    if (auto done = count_due(id, counted, now); !done) return done;
  }
  return {};
}

// Where everything but the number of ballots allows a release, counts all servers' ballots, in one
// moment of the store.
std::expected<void, Error> Counter::count_due(const PolicyId& id, Counted& counted,
                                              opinion::Minute now) {
  if (Clock::now() < counted.count_not_before) return {};
  opinion::Standing possible = counted.standing;
  possible.ballots = possible.changes = std::numeric_limits<std::int64_t>::max();
  if (!opinion::is_due(options_.rule, possible, now)) return {};
  const auto changes = store_->changes_since_release(id);
  if (!changes) return std::unexpected(changes.error());
  possible.changes = *changes;
  // Before the first release, every ballot is a changed one.
  if (possible.last_number == 0) possible.ballots = *changes;
  if (!opinion::is_due(options_.rule, possible, now)) return {};

  if (auto begun = store_->begin_moment(); !begun) return begun;
  const auto count = store::recount_opened(*store_, *counted.policy);
  store_->end_moment();
  if (!count) return std::unexpected(count.error());
  if (count->standing().last_number != counted.standing.last_number) return {};
  if (!opinion::is_due(options_.rule, count->standing(), now)) {
    counted.count_not_before = Clock::now() + std::chrono::milliseconds(limits::count_again_ms);
    return {};
  }
  const auto published = publish(counted, count->tally.sums(), now);
  return published ? std::expected<void, Error>() : std::unexpected(published.error());
}

}  // namespace enig::server

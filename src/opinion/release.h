// When new numbers may be shown, and the numbers that are shown: COUNTING.md, step 4.
//
//     const Standing first{.ballots = 23, .changes = 23, .last_number = 0, .last_released_at = {}};
//     if (is_due(ReleaseRule{}, first, to_minute(unix_seconds))) …   // true: 20 are enough
#pragma once

#include <cstdint>
#include <string>

#include "base/ids.h"
#include "opinion/tally.h"

namespace enig::opinion {

// Seconds since 1970-01-01T00:00Z, always a whole minute: no finer time is kept anywhere.
struct Minute {
  std::int64_t unix_seconds = 0;
  friend auto operator<=>(const Minute&, const Minute&) = default;
};

[[nodiscard]] Minute to_minute(std::int64_t unix_seconds);
// Its day (UTC), as to_text() begins: "2026-11-23".
[[nodiscard]] std::string day_of(Minute minute);
// RFC 3339, e.g. "2026-11-23T12:15:00Z".
[[nodiscard]] std::string to_text(Minute minute);

struct ReleaseRule {
  std::int64_t first_ballots_min = 20;  // before anything is shown
  std::int64_t next_changes_min = 20;   // different ballots changed since the last release
  std::int64_t minutes_between_min = 60;

  friend bool operator==(const ReleaseRule&, const ReleaseRule&) = default;
};

// Every ballot at once: for trying Enig out, never for real answers.
inline constexpr ReleaseRule trial_rule{
    .first_ballots_min = 1, .next_changes_min = 1, .minutes_between_min = 0};

// What has been published of one policy. Number 0 is "nothing yet": its sums are all zero.
struct Release {
  PolicyId policy;
  Revision revision;
  std::int64_t number = 0;
  Minute released_at;           // meaningless for number 0
  std::vector<PointId> points;  // document order; sums.points has the same order
  Sums sums;

  friend bool operator==(const Release&, const Release&) = default;
};

// Where a policy stands between two releases.
struct Standing {
  std::int64_t ballots = 0;  // counted now
  std::int64_t changes = 0;  // different ballots put, changed or withdrawn since the last release
  std::int64_t last_number = 0;
  Minute last_released_at;
};

// True when the rule lets a new release be published at `now`. A clock that went backwards never
// publishes early: the time since the last release then counts as zero.
[[nodiscard]] bool is_due(const ReleaseRule& rule, const Standing& standing, Minute now);

}  // namespace enig::opinion

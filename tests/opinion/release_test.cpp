#include "opinion/release.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig::opinion;

namespace {
constexpr ReleaseRule rule{};  // 20 ballots, then 20 changes and 60 minutes
constexpr Minute noon{1'800'000'000};
Minute minutes_after_noon(std::int64_t minutes) { return {noon.unix_seconds + minutes * 60}; }
}  // namespace

TEST_CASE("nothing is released before twenty have answered") {
  CHECK_FALSE(
      is_due(rule, {.ballots = 19, .changes = 19, .last_number = 0, .last_released_at = {}}, noon));
  CHECK(
      is_due(rule, {.ballots = 20, .changes = 20, .last_number = 0, .last_released_at = {}}, noon));
}

TEST_CASE("a later release waits for twenty changed ballots and for an hour") {
  const auto standing = [](std::int64_t changes) {
    return Standing{.ballots = 100, .changes = changes, .last_number = 1, .last_released_at = noon};
  };
  CHECK_FALSE(is_due(rule, standing(19), minutes_after_noon(600)));
  CHECK_FALSE(is_due(rule, standing(20), minutes_after_noon(59)));
  CHECK(is_due(rule, standing(20), minutes_after_noon(60)));
}

TEST_CASE("changes that leave fewer than twenty ballots do not make a first release") {
  CHECK_FALSE(
      is_due(rule, {.ballots = 19, .changes = 60, .last_number = 0, .last_released_at = {}}, noon));
}

TEST_CASE("a clock that went backwards releases nothing early") {
  const Standing standing{
      .ballots = 100, .changes = 50, .last_number = 3, .last_released_at = noon};
  CHECK_FALSE(is_due(rule, standing, minutes_after_noon(-100'000)));
}

TEST_CASE("a trial releases every changed ballot at once, and nothing when nothing changed") {
  CHECK(is_due(trial_rule, {.ballots = 1, .changes = 1, .last_number = 0, .last_released_at = {}},
               noon));
  CHECK(is_due(trial_rule, {.ballots = 0, .changes = 1, .last_number = 4, .last_released_at = noon},
               noon));
  CHECK_FALSE(is_due(trial_rule,
                     {.ballots = 5, .changes = 0, .last_number = 4, .last_released_at = noon},
                     minutes_after_noon(5)));
}

TEST_CASE("time is kept in whole minutes") {
  CHECK(to_minute(119) == Minute{60});
  CHECK(to_minute(120) == Minute{120});
  CHECK(to_minute(-1) == Minute{-60});
}

TEST_CASE("a minute is written as RFC 3339") {
  CHECK(to_text(Minute{0}) == "1970-01-01T00:00:00Z");
  CHECK(to_text(Minute{951'782'400}) == "2000-02-29T00:00:00Z");
  CHECK(to_text(to_minute(1'795'436'100)) == "2026-11-23T12:15:00Z");
}

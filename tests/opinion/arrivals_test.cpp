#include "opinion/arrivals.h"

#include <catch2/catch_test_macros.hpp>

#include "opinion/release.h"

using namespace enig;
using opinion::Arrivals;
using opinion::DayCount;

namespace {

using Days = std::vector<DayCount>;

}  // namespace

TEST_CASE("a day is what the releases have grown by on it") {
  Arrivals arrivals;
  CHECK(arrivals.shown(20).empty());
  CHECK(arrivals.last_number() == 0);
  arrivals.add({1, "2026-11-23", 25});
  arrivals.add({2, "2026-11-23", 60});
  arrivals.add({3, "2026-11-25", 100});
  CHECK(arrivals.shown(20) == Days{{"2026-11-23", 60}, {"2026-11-25", 40}});
  CHECK(arrivals.last_number() == 3);
}

TEST_CASE("a day on which the number has hardly moved is withheld, up or down") {
  Arrivals arrivals;
  arrivals.add({1, "2026-11-23", 100});
  arrivals.add({2, "2026-11-24", 119});
  arrivals.add({3, "2026-11-25", 139});
  arrivals.add({4, "2026-11-26", 139});
  arrivals.add({5, "2026-11-27", 120});
  arrivals.add({6, "2026-11-28", 100});
  CHECK(arrivals.shown(20) == Days{{"2026-11-23", 100},
                                   {"2026-11-24", std::nullopt},
                                   {"2026-11-25", 20},
                                   {"2026-11-26", std::nullopt},
                                   {"2026-11-27", std::nullopt},
                                   {"2026-11-28", -20}});
}

TEST_CASE("the same release twice changes nothing, and a clock that goes back mends its day") {
  Arrivals arrivals;
  arrivals.add({1, "2026-11-24", 50});
  arrivals.add({1, "2026-11-24", 50});
  arrivals.add({2, "2026-11-23", 80});
  arrivals.add({1, "2026-11-25", 500});
  CHECK(arrivals.shown(20) == Days{{"2026-11-23", 30}, {"2026-11-24", 50}});
}

TEST_CASE("a day is that of UTC") {
  CHECK(opinion::day_of(opinion::to_minute(1'795'522'530)) == "2026-11-24");
  CHECK(opinion::day_of({0}) == "1970-01-01");
}

#include "opinion/priority.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace enig::opinion;
using Catch::Matchers::WithinRel;

TEST_CASE("importance and priority are what the formula gives by hand") {
  struct Row {
    Counts counts;
    double importance, priority;
  };
  // Worked out apart from this code, with powers of two.
  for (const Row& row :
       {Row{{0, 0, 0}, 0.25, 5.0625}, Row{{60, 30, 10}, 0.53354479, 0.28467439},
        Row{{1, 0, 0}, 0.44444444, 12.52972625}, Row{{0, 0, 5}, 0.02040816, 0.01041233},
        Row{{5, 0, 0}, 0.73469388, 13.49437734}, Row{{1'000'000, 0, 0}, 0.99999800, 0.99999600}}) {
    CAPTURE(row.counts.agree, row.counts.disagree, row.counts.unsure);
    CHECK_THAT(importance(row.counts), WithinRel(row.importance, 1e-6));
    CHECK_THAT(priority(row.counts), WithinRel(row.priority, 1e-6));
  }
}

TEST_CASE("what is new comes before what is known, and what is sure before what is not") {
  CHECK(priority({}) > priority({.agree = 500, .disagree = 500, .unsure = 0}));
  CHECK(priority({.agree = 80, .disagree = 20, .unsure = 0}) >
        priority({.agree = 20, .disagree = 80, .unsure = 0}));
  CHECK(priority({.agree = 50, .disagree = 50, .unsure = 0}) >
        priority({.agree = 50, .disagree = 0, .unsure = 50}));
}

TEST_CASE("any number of answers gives a priority above zero") {
  constexpr std::int64_t many = 9'000'000'000'000;
  for (const Counts& counts : {Counts{many, 0, 0}, Counts{0, many, 0}, Counts{0, 0, many}}) {
    CHECK(priority(counts) > 0);
    CHECK(priority(counts) < 100);
  }
}

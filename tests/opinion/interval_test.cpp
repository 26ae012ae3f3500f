#include "opinion/interval.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "opinion/tally.h"

using namespace enig::opinion;
using Catch::Matchers::WithinAbs;

TEST_CASE("the Wilson interval equals published values") {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
  // Medicine 17 (1998), table I, method 3 (score, without continuity correction).
  struct Row {
    std::int64_t count, answers;
    double low, high;
  };
  for (const Row& row : {Row{81, 263, 0.2553, 0.3662}, Row{15, 148, 0.0624, 0.1605},
                         Row{0, 20, 0.0000, 0.1611}, Row{1, 29, 0.0061, 0.1718}}) {
    const Interval interval = wilson({.count = row.count, .of = row.answers});
    CHECK_THAT(interval.low, WithinAbs(row.low, 0.00005));
    CHECK_THAT(interval.high, WithinAbs(row.high, 0.00005));
  }
}

TEST_CASE("no answers leave everything possible") {
  CHECK(wilson({.count = 0, .of = 0}).low == 0);
  CHECK(wilson({.count = 0, .of = 0}).high == 1);
}

TEST_CASE("an interval holds its share and stays within zero and one") {
  for (std::int64_t answers = 1; answers <= 60; ++answers) {
    for (std::int64_t count = 0; count <= answers; ++count) {
      const Interval interval = wilson({.count = count, .of = answers});
      const double share = static_cast<double>(count) / static_cast<double>(answers);
      CHECK((interval.low >= 0 && interval.low <= share));
      CHECK((interval.high <= 1 && interval.high >= share));
    }
  }
}

TEST_CASE("percentages add up to a hundred") {
  CHECK(percentages({1, 1, 1}) == Percentages{34, 33, 33});
  CHECK(percentages({2, 1, 0}) == Percentages{67, 33, 0});
  CHECK(percentages({1, 0, 0}) == Percentages{100, 0, 0});
  CHECK(percentages({154, 39, 21}) == Percentages{72, 18, 10});
  for (std::int64_t a = 0; a < 20; ++a) {
    for (std::int64_t d = 0; d < 20; ++d) {
      const Percentages p = percentages({a, d, 3});
      CHECK(p.agree + p.disagree + p.unsure == 100);
    }
  }
}

TEST_CASE("no answers have no percentages") { CHECK(percentages({}) == Percentages{0, 0, 0}); }

#include "page/bar.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace enig;
using Catch::Matchers::WithinAbs;

namespace {

page::BarGeometry geometry_of(opinion::Counts counts,
                              std::optional<opinion::Stance> own = std::nullopt) {
  return page::bar_geometry(
      {.counts = counts,
       .percentages = opinion::percentages(counts),
       .agree_interval = opinion::wilson({.count = counts.agree, .of = counts.answers()}),
       .own = own});
}

}  // namespace

TEST_CASE("unsure is split around the middle, disagree left of it, agree right") {
  const page::BarGeometry bar = geometry_of({50, 30, 20});
  CHECK_THAT(bar.unsure.from, WithinAbs(0.45, 1e-12));
  CHECK_THAT(bar.unsure.to, WithinAbs(0.55, 1e-12));
  CHECK_THAT(bar.disagree.from, WithinAbs(0.3, 1e-12));
  CHECK_THAT(bar.agree.to, WithinAbs(0.8, 1e-12));
  CHECK(bar.disagree.to == bar.unsure.from);
  CHECK(bar.agree.from == bar.unsure.to);
}

TEST_CASE("no part of any bar, and no interval, leaves its width") {
  for (std::int64_t agree = 0; agree <= 12; ++agree) {
    for (std::int64_t disagree = 0; disagree <= 12; ++disagree) {
      for (std::int64_t unsure = 0; unsure <= 12; ++unsure) {
        const page::BarGeometry bar = geometry_of({agree, disagree, unsure});
        for (const page::Span& span : {bar.disagree, bar.unsure, bar.agree, bar.interval}) {
          CHECK((span.from >= 0 && span.from <= span.to && span.to <= 1));
        }
      }
    }
  }
}

TEST_CASE("the bracket holds the end of the agree part, and ends where that part could end") {
  const double all_agree = geometry_of({1, 0, 0}).agree.to;
  for (std::int64_t agree = 0; agree <= 12; ++agree) {
    for (std::int64_t disagree = 0; disagree <= 12; ++disagree) {
      for (std::int64_t unsure = 0; unsure <= 12; ++unsure) {
        if (agree + disagree + unsure == 0) continue;
        CAPTURE(agree, disagree, unsure);
        const page::BarGeometry bar = geometry_of({agree, disagree, unsure});
        CHECK(bar.interval.from <= bar.agree.to + 1e-12);
        CHECK(bar.interval.to >= bar.agree.to - 1e-12);
        CHECK(bar.interval.from >= 0.5);
        CHECK(bar.interval.to <= all_agree + 1e-12);
      }
    }
  }
  // At the ends it has its own end in common with the part.
  CHECK_THAT(geometry_of({20, 0, 0}).interval.to, WithinAbs(1, 1e-12));
  CHECK_THAT(geometry_of({0, 20, 0}).interval.from, WithinAbs(0.5, 1e-12));
  CHECK_THAT(geometry_of({0, 0, 20}).interval.from, WithinAbs(0.75, 1e-12));
}

TEST_CASE("the own mark lies in the part of the own answer") {
  CHECK_THAT(geometry_of({1, 1, 0}, opinion::Stance::agree).own, WithinAbs(0.625, 1e-12));
  CHECK_THAT(geometry_of({1, 1, 0}, opinion::Stance::disagree).own, WithinAbs(0.375, 1e-12));
  CHECK_THAT(geometry_of({1, 1, 2}, opinion::Stance::unsure).own, WithinAbs(0.5, 1e-12));
}

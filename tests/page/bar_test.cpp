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
  CHECK_THAT(bar.unsure.from, WithinAbs(0.462, 1e-12));
  CHECK_THAT(bar.unsure.to, WithinAbs(0.538, 1e-12));
  CHECK_THAT(bar.disagree.from, WithinAbs(0.348, 1e-12));
  CHECK_THAT(bar.agree.to, WithinAbs(0.728, 1e-12));
  CHECK(bar.disagree.to == bar.unsure.from);
  CHECK(bar.agree.from == bar.unsure.to);
}

TEST_CASE("no part of any bar, and no interval, leaves its width") {
  for (std::int64_t agree = 0; agree <= 12; ++agree) {
    for (std::int64_t disagree = 0; disagree <= 12; ++disagree) {
      for (std::int64_t unsure = 0; unsure <= 12; ++unsure) {
        const page::BarGeometry bar = geometry_of({agree, disagree, unsure});
        for (const page::Span& span : {bar.disagree, bar.unsure, bar.agree, bar.interval}) {
          // No answers at all leave everything possible; that interval is never shown.
          if (agree + disagree + unsure == 0 && span == bar.interval) continue;
          CHECK((span.from >= 0 && span.from <= span.to && span.to <= 1));
        }
      }
    }
  }
}

TEST_CASE("the own mark lies in the part of the own answer") {
  CHECK_THAT(geometry_of({1, 1, 0}, opinion::Stance::agree).own, WithinAbs(0.595, 1e-12));
  CHECK_THAT(geometry_of({1, 1, 0}, opinion::Stance::disagree).own, WithinAbs(0.405, 1e-12));
  CHECK_THAT(geometry_of({1, 1, 2}, opinion::Stance::unsure).own, WithinAbs(0.5, 1e-12));
}

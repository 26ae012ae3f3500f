// How sure a share is.
//
//     Interval sure = wilson({.count = 154, .of = 214});  // 0.656 … 0.775
#pragma once

#include <cstdint>

namespace enig::opinion {

struct Interval {
  double low = 0;  // both within [0, 1]
  double high = 1;

  friend bool operator==(const Interval&, const Interval&) = default;
};

// So many of so many answers: 0 <= count <= of.
struct Part {
  std::int64_t count = 0;
  std::int64_t of = 0;
};

// The 95 % score interval of a share (E. B. Wilson, "Probable inference, the law of succession, and
// statistical inference", JASA 22 (1927), p. 209-212; without continuity correction). No answers
// give the whole of [0, 1].
[[nodiscard]] Interval wilson(Part part);

// Whole percentages of three counts that add up to 100 (largest remainder; ties go to the earlier
// one), or all zero where there are no answers.
struct Percentages {
  int agree = 0;
  int disagree = 0;
  int unsure = 0;

  friend bool operator==(const Percentages&, const Percentages&) = default;
};

struct Counts;
[[nodiscard]] Percentages percentages(const Counts& counts);

}  // namespace enig::opinion

// Which question tells most when it is put next: one that people agree on and are sure of, or one
// that few have answered yet.
//
//     priority({.agree = 60, .disagree = 30, .unsure = 10});   // 0.28
//     priority({});                                            // 5.06: nobody has answered
//
// The formula is that of Polis (compdemocracy/polis, math), which asks in this order too. Its term
// for how far a statement divides the opinion groups ("extremity") is 0 here: released totals hold
// no positions of people, so there are no groups to divide.
#pragma once

#include "opinion/tally.h"

namespace enig::opinion {

// Above 0, below 1: (1 - (P + 1) / (S + 2)) (E + 1) (A + 1) / (S + 2), for P unsure and A agreeing
// of S answers, with E = 0.
[[nodiscard]] double importance(const Counts& counts);

// Above 0: (importance (1 + 8 · 2^(-S / 5)))². The second factor lets what is new come forward.
[[nodiscard]] double priority(const Counts& counts);

}  // namespace enig::opinion

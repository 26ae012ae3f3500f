// Which question tells most when it is put next: one that people agree on and are sure of, or one
// that few have answered yet.
//
//     priority({.agree = 60, .disagree = 30, .unsure = 10});   // 0.28
//     priority({});                                            // 5.06: nobody has answered
//
// The formula is that of Polis (compdemocracy/polis, math), which asks in this order too.
#pragma once

#include "opinion/tally.h"

namespace enig::opinion {

// Above 0: (1 - (P + 1) / (S + 2)) (E + 1) (A + 1) / (S + 2), for P unsure and A agreeing of S
// answers. E is how far the statement divides the opinion groups: 0 where only released totals are
// known, which hold no positions of people.
[[nodiscard]] double importance(const Counts& counts, double extremity = 0);

// Above 0: (importance (1 + 8 · 2^(-S / 5)))². The second factor lets what is new come forward.
[[nodiscard]] double priority(const Counts& counts, double extremity = 0);

}  // namespace enig::opinion

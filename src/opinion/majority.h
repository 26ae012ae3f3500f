// What most of those who answered say, where that can be said: COUNTING.md, step 6.
//
//     majority({.agree = 154, .disagree = 40, .unsure = 20});   // Majority::agree
//     majority({.agree = 11, .disagree = 9});                   // Majority::none: could be chance
#pragma once

#include "opinion/tally.h"

namespace enig::opinion {

enum class Majority { none, agree, disagree };

// More than half of all answers, the unsure ones among them, and so many that the whole 95 %
// interval of that share (interval.h) lies above one half.
[[nodiscard]] Majority majority(const Counts& counts);

}  // namespace enig::opinion

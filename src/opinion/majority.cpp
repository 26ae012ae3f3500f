#include "opinion/majority.h"

#include "opinion/interval.h"

namespace enig::opinion {

Majority majority(const Counts& counts) {
  const auto is_majority = [&](std::int64_t count) {
    return wilson({.count = count, .of = counts.answers()}).low > 0.5;
  };
  // Step 6: of two shares of the same answers one at most is above one half.
  if (is_majority(counts.agree)) return Majority::agree;
  if (is_majority(counts.disagree)) return Majority::disagree;
  return Majority::none;
}

}  // namespace enig::opinion

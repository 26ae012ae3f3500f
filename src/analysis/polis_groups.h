// Opinion groups by the rules of Polis (compdemocracy/polis, math/src/polismath/math/clusters.clj),
// for comparison: of one run from nothing, without the history that a server of theirs has.
//
//     Grouping found = polis_groups(where, in_conversation);
#pragma once

#include <span>

#include "analysis/groups.h"

namespace enig::analysis {

// `members` in the order of their first votes, on which the result depends: k-means with 100 base
// clusters, starting from the first distinct people; on their centres k-means for 2 to min(5, 2 +
// bases / 12) groups, 20 rounds, weighted; the number with the best mean silhouette over the bases,
// the last where two are as good. Always clear: they show groups whatever the silhouette is.
[[nodiscard]] Grouping polis_groups(std::span<const Position> where,
                                    std::span<const std::size_t> members);

}  // namespace enig::analysis

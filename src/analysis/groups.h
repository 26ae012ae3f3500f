// Opinion groups: people whose votes lie together, if there are any such groups.
//
//     Grouping found = opinion_groups(where, in_conversation, {});
//     if (!found.is_clear) …   // one cloud: no groups are shown
//
// Beside Polis's way (polis_groups.h) ours is the same for the same votes in whatever order the
// people come, and says so where there are no groups.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/clusters.h"

namespace enig::analysis {

struct Group {
  std::vector<std::size_t> members;  // people, ascending
  Position center;                   // their mean
};

struct Grouping {
  std::vector<Group> groups;  // the largest first; empty where they are not clear
  double silhouette = 0;      // of the best number of groups, also where it is not enough
  bool is_clear = false;
};

struct GroupRules {
  // No group is smaller: what it stands for would be what few people have said.
  std::size_t people_min = 5;
  // One cloud without any groups reaches 0.33 to 0.42 (a normal one, a square: tested); 0.5 is what
  // Kaufman and Rousseeuw (Finding Groups in Data, 1990) call a reasonable structure.
  double silhouette_min = 0.5;
};

// Groups of the people in `members`, who are at `where`. k-means++ with a fixed seed and several
// starts for 2 to min(5, 2 + people / 12) groups; the number with the best silhouette. The people
// must come in an order of their own, not in that of their votes. Over 100,000 people, those of one
// cell of a fine grid go together; over 2,000, the silhouette is that of a fixed draw of them.
[[nodiscard]] Grouping opinion_groups(std::span<const Position> where,
                                      std::span<const std::size_t> members,
                                      const GroupRules& rules);

// The silhouette of groups that are given.
[[nodiscard]] double silhouette(std::span<const Position> where, std::span<const Group> groups);

}  // namespace enig::analysis

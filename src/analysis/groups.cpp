#include "analysis/groups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace enig::analysis {
namespace {

constexpr std::size_t groups_max = 5;
constexpr std::size_t people_per_group = 12;  // for a number of groups over 2 to be tried
constexpr int starts = 10;
constexpr std::size_t points_max = 100'000;  // more go together by a grid
constexpr double grid_side = 256;            // cells
constexpr std::size_t judged_max = 2'000;    // for the silhouette

// The same numbers on every machine, unlike those of <random>'s distributions: splitmix64
// (Steele, Lea and Flood, OOPSLA 2014).
class Dice {
 public:
  // 0 … 1, without 1.
  double roll() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBU;
    return static_cast<double>((mixed ^ mixed >> 31) >> 11) * 0x1p-53;
  }

 private:
  std::uint64_t state_ = 0;
};

// The first point at which the weights, added up, exceed `share` of them all.
std::size_t drawn(std::span<const double> weights, double share) {
  double all = 0;
  for (const double weight : weights) all += weight;
  double left = share * all;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return weights.size() - 1;
}

// k-means++ (Arthur and Vassilvitskii, SODA 2007): each centre after the first is drawn with a
// probability that grows with the square of its distance to those there are.
std::vector<Position> spread_out(std::span<const Weighted> points, std::size_t count, Dice& dice) {
  std::vector<double> chances(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) chances[i] = points[i].weight;
  std::vector<Position> centers{points[drawn(chances, dice.roll())].at};
  std::vector<double> apart(points.size(), std::numeric_limits<double>::infinity());
  while (centers.size() < count) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      apart[i] = std::min(apart[i], squared_distance(points[i].at, centers.back()));
      chances[i] = points[i].weight * apart[i];
    }
    centers.push_back(points[drawn(chances, dice.roll())].at);
  }
  return centers;
}

std::vector<Weighted> gridded(std::span<const Position> where,
                              std::span<const std::size_t> members) {
  Position low = where[members.front()];
  Position high = low;
  for (const std::size_t person : members) {
    low = {std::min(low.x, where[person].x), std::min(low.y, where[person].y)};
    high = {std::max(high.x, where[person].x), std::max(high.y, where[person].y)};
  }
  const double side = std::max({high.x - low.x, high.y - low.y, 1e-9}) / grid_side;
  std::map<std::pair<int, int>, Weighted> cells;
  for (const std::size_t person : members) {
    const Position& at = where[person];
    Weighted& cell = cells
                         .try_emplace({static_cast<int>((at.x - low.x) / side),
                                       static_cast<int>((at.y - low.y) / side)},
                                      Weighted{{}, 0})
                         .first->second;
    cell.at.x += at.x;
    cell.at.y += at.y;
    cell.weight += 1;
  }
  std::vector<Weighted> points;
  for (const auto& [key, cell] : cells) {
    points.push_back({{cell.at.x / cell.weight, cell.at.y / cell.weight}, cell.weight});
  }
  return points;
}

std::size_t distinct(std::span<const Weighted> points, std::size_t enough) {
  std::vector<Position> seen;
  for (const Weighted& point : points) {
    if (std::ranges::find(seen, point.at) == seen.end()) seen.push_back(point.at);
    if (seen.size() == enough) break;
  }
  return seen.size();
}

std::vector<Group> groups_of(std::span<const Position> where, std::span<const std::size_t> members,
                             const std::vector<Position>& centers) {
  std::vector<Group> groups(centers.size());
  for (const std::size_t person : members) {
    Group& group = groups[nearest(centers, where[person])];
    group.members.push_back(person);
    group.center.x += where[person].x;
    group.center.y += where[person].y;
  }
  for (Group& group : groups) {
    const auto count = std::max(1.0, static_cast<double>(group.members.size()));
    group.center = {group.center.x / count, group.center.y / count};
  }
  return groups;
}

}  // namespace

double silhouette(std::span<const Position> where, std::span<const Group> groups) {
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> group_of(where.size(), none);
  std::size_t people = 0;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    for (const std::size_t person : groups[k].members) group_of[person] = k;
    people += groups[k].members.size();
  }
  // One of every so many, not always at the same place: people may come in a rhythm.
  const std::size_t step = std::max<std::size_t>(1, (people + judged_max - 1) / judged_max);
  Dice dice;
  std::vector<Position> points;
  std::vector<std::size_t> of;
  std::size_t seen = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < where.size(); ++i) {
    if (group_of[i] == none) continue;
    if (seen % step == 0)
      next = seen + static_cast<std::size_t>(dice.roll() * static_cast<double>(step));
    if (seen++ != next) continue;
    points.push_back(where[i]);
    of.push_back(group_of[i]);
  }
  return silhouette(points, of, groups.size());
}

Grouping opinion_groups(std::span<const Position> where, std::span<const std::size_t> members,
                        const GroupRules& rules) {
  Grouping best;
  if (members.size() < 2 * rules.people_min) return best;
  std::vector<Weighted> points;
  if (members.size() > points_max) {
    points = gridded(where, members);
  } else {
    for (const std::size_t person : members) points.push_back({where[person], 1});
  }
  const std::size_t most = std::min(groups_max, 2 + members.size() / people_per_group);
  const std::size_t count_max = std::min(most, distinct(points, most));
  for (std::size_t count = 2; count <= count_max; ++count) {
    Clusters tightest;
    tightest.spread = std::numeric_limits<double>::infinity();
    Dice dice;
    for (int i = 0; i < starts; ++i) {
      Clusters found = k_means(points, {.centers = spread_out(points, count, dice)});
      if (found.spread < tightest.spread) tightest = std::move(found);
    }
    std::vector<Group> groups = groups_of(where, members, tightest.centers);
    const bool is_small = std::ranges::any_of(
        groups, [&](const Group& group) { return group.members.size() < rules.people_min; });
    if (is_small) continue;
    const double apart = silhouette(where, groups);
    if (!best.groups.empty() && apart <= best.silhouette) continue;
    best = {.groups = std::move(groups), .silhouette = apart, .is_clear = false};
  }
  best.is_clear = best.silhouette >= rules.silhouette_min;
  if (!best.is_clear) best.groups.clear();
  std::ranges::sort(best.groups, [](const Group& a, const Group& b) {
    if (a.members.size() != b.members.size()) return a.members.size() > b.members.size();
    return a.members < b.members;
  });
  return best;
}

}  // namespace enig::analysis

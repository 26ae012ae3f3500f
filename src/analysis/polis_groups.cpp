#include "analysis/polis_groups.h"

#include <algorithm>
#include <utility>

namespace enig::analysis {
namespace {

constexpr std::size_t bases_max = 100;
constexpr int base_rounds = 100;
constexpr int group_rounds = 20;
constexpr double stillness = 0.01;
constexpr std::size_t groups_max = 5;
constexpr std::size_t bases_per_group = 12;

// The first `count` different places.
std::vector<Position> first_distinct(std::span<const Weighted> points, std::size_t count) {
  std::vector<Position> found;
  for (const Weighted& point : points) {
    if (found.size() == count) break;
    if (std::ranges::find(found, point.at) == found.end()) found.push_back(point.at);
  }
  return found;
}

// Clusters without points are gone.
std::vector<Weighted> bases_of(std::span<const Weighted> people, Clusters& bases) {
  std::vector<double> weights(bases.centers.size());
  for (const std::size_t k : bases.of) weights[k] += 1;
  std::vector<std::size_t> place(weights.size());
  std::vector<Weighted> points;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    place[k] = points.size();
    if (weights[k] > 0) points.push_back({bases.centers[k], weights[k]});
  }
  for (std::size_t i = 0; i < people.size(); ++i) bases.of[i] = place[bases.of[i]];
  return points;
}

}  // namespace

Grouping polis_groups(std::span<const Position> where, std::span<const std::size_t> members) {
  std::vector<Weighted> people;
  for (const std::size_t person : members) people.push_back({where[person], 1});
  Grouping best;
  best.is_clear = true;
  if (people.empty()) return best;
  Clusters bases = k_means(people, {.centers = first_distinct(people, bases_max),
                                    .rounds_max = base_rounds,
                                    .stillness = stillness});
  const std::vector<Weighted> points = bases_of(people, bases);
  std::vector<Position> places;
  for (const Weighted& point : points) places.push_back(point.at);

  const std::size_t count_max = std::min(groups_max, 2 + points.size() / bases_per_group);
  for (std::size_t count = 2; count <= count_max; ++count) {
    const Clusters found = k_means(points, {.centers = first_distinct(points, count),
                                            .rounds_max = group_rounds,
                                            .stillness = stillness});
    const double apart = silhouette(places, found.of, found.centers.size());
    if (!best.groups.empty() && apart < best.silhouette) continue;
    best.silhouette = apart;
    best.groups.assign(found.centers.size(), {});
    for (std::size_t k = 0; k < found.centers.size(); ++k) {
      best.groups[k].center = found.centers[k];
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      best.groups[found.of[bases.of[i]]].members.push_back(members[i]);
    }
  }
  std::erase_if(best.groups, [](const Group& group) { return group.members.empty(); });
  for (Group& group : best.groups) std::ranges::sort(group.members);
  return best;
}

}  // namespace enig::analysis

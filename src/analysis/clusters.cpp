#include "analysis/clusters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace enig::analysis {

double squared_distance(Position a, Position b) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  return x * x + y * y;
}

std::size_t nearest(std::span<const Position> centers, Position at) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < centers.size(); ++k) {
    if (squared_distance(centers[k], at) < squared_distance(centers[best], at)) best = k;
  }
  return best;
}

Clusters k_means(std::span<const Weighted> points, KMeans how) {
  Clusters found{.centers = std::move(how.centers), .of = {}, .spread = 0};
  found.of.assign(points.size(), std::numeric_limits<std::size_t>::max());
  for (int round = 0; round < how.rounds_max; ++round) {
    bool has_changed = false;
    std::vector<Position> sums(found.centers.size());
    std::vector<double> weights(found.centers.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      const std::size_t k = nearest(found.centers, points[i].at);
      has_changed = has_changed || k != found.of[i];
      found.of[i] = k;
      sums[k].x += points[i].weight * points[i].at.x;
      sums[k].y += points[i].weight * points[i].at.y;
      weights[k] += points[i].weight;
    }
    double moved = 0;
    for (std::size_t k = 0; k < sums.size(); ++k) {
      if (weights[k] <= 0) continue;
      const Position mean{sums[k].x / weights[k], sums[k].y / weights[k]};
      moved = std::max(moved, distance(mean, found.centers[k]));
      found.centers[k] = mean;
    }
    if (!has_changed || moved < how.stillness) break;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    found.spread += points[i].weight * squared_distance(found.centers[found.of[i]], points[i].at);
  }
  return found;
}

double silhouette(std::span<const Position> points, std::span<const std::size_t> of,
                  std::size_t clusters) {
  if (points.empty()) return 0;
  std::vector<std::size_t> sizes(clusters);
  for (const std::size_t cluster : of) ++sizes[cluster];
  // Each point's distances to all points of each cluster, added up.
  std::vector<double> sums(points.size() * clusters);
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double apart = std::sqrt(squared_distance(points[i], points[j]));
      sums[i * clusters + of[j]] += apart;
      sums[j * clusters + of[i]] += apart;
    }
  }
  double total = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (sizes[of[i]] < 2) continue;
    const double own = sums[i * clusters + of[i]] / static_cast<double>(sizes[of[i]] - 1);
    double other = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < clusters; ++k) {
      if (k == of[i] || sizes[k] == 0) continue;
      other = std::min(other, sums[i * clusters + k] / static_cast<double>(sizes[k]));
    }
    const double most = std::max(own, other);
    if (most > 0 && other < std::numeric_limits<double>::infinity()) total += (other - own) / most;
  }
  return total / static_cast<double>(points.size());
}

}  // namespace enig::analysis

// k-means on weighted points of the plane, and how well the clusters stand apart.
//
//     Clusters found = k_means(points, {.centers = start, .rounds_max = 100});
//     double apart = silhouette(points, found);
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/principal.h"

namespace enig::analysis {

struct Weighted {
  Position at;
  double weight = 1;
};

struct Clusters {
  std::vector<Position> centers;
  std::vector<std::size_t> of;  // the cluster of each point
  double spread = 0;            // Σ weight · distance² to the own centre
};

struct KMeans {
  std::vector<Position> centers;  // to start from
  int rounds_max = 100;
  double stillness = 0;  // ends where no centre moves as far; 0: where no point changes its cluster
};

[[nodiscard]] double squared_distance(Position a, Position b);

// The nearest centre; the first of them where two are as near.
[[nodiscard]] std::size_t nearest(std::span<const Position> centers, Position at);

// Each point belongs to its nearest centre; each centre is the mean of its points, and stays where
// it is while it has none.
[[nodiscard]] Clusters k_means(std::span<const Weighted> points, KMeans how);

// The mean of (b - a) / max(a, b) over the points, whatever they weigh: a is a point's mean
// distance to the others of its cluster, b that to the nearest other cluster. 0 for a point that is
// alone in its cluster. (Rousseeuw, J. Comput. Appl. Math. 20, 1987.) Time grows with points².
[[nodiscard]] double silhouette(std::span<const Position> points, std::span<const std::size_t> of,
                                std::size_t clusters);

}  // namespace enig::analysis

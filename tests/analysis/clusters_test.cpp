#include "analysis/clusters.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace enig::analysis;
using Catch::Matchers::WithinAbs;

TEST_CASE("k-means puts each point to its nearest centre, and each centre amid its points") {
  const std::vector<Weighted> points = {{{0, 0}, 1}, {{1, 0}, 3}, {{10, 0}, 1}, {{12, 0}, 1}};
  const Clusters found = k_means(points, {.centers = {{0, 0}, {12, 0}}});
  CHECK(found.of == std::vector<std::size_t>{0, 0, 1, 1});
  CHECK(found.centers == std::vector<Position>{{0.75, 0}, {11, 0}});
  CHECK_THAT(found.spread, WithinAbs(0.5625 + 3 * 0.0625 + 2, 1e-12));
}

TEST_CASE("a centre without points stays where it is") {
  const std::vector<Weighted> points = {{{0, 0}, 1}, {{1, 0}, 1}};
  const Clusters found = k_means(points, {.centers = {{0, 0}, {100, 0}}});
  CHECK(found.centers[1] == Position{100, 0});
  CHECK(found.of == std::vector<std::size_t>{0, 0});
}

TEST_CASE("k-means ends after its rounds, and where nothing moves as far") {
  const std::vector<Weighted> points = {{{0, 0}, 1}, {{2, 0}, 1}, {{5, 0}, 1}, {{8, 0}, 1}};
  const Clusters once = k_means(points, {.centers = {{0, 0}, {1, 0}}, .rounds_max = 1});
  CHECK(once.centers[1] == Position{5, 0});
  const Clusters soon = k_means(points, {.centers = {{0, 0}, {1, 0}}, .stillness = 100});
  CHECK(soon.centers == once.centers);
  const Clusters whole = k_means(points, {.centers = {{0, 0}, {1, 0}}});
  CHECK(whole.centers != once.centers);
}

TEST_CASE("the silhouette is that of the definition") {
  // a and b of each point by hand: (1, 5.5), (1, 4.5), (1, 4.5), (1, 5.5).
  const std::vector<Position> points = {{0, 0}, {1, 0}, {5, 0}, {6, 0}};
  CHECK_THAT(silhouette(points, std::vector<std::size_t>{0, 0, 1, 1}, 2),
             WithinAbs((2 * (4.5 / 5.5) + 2 * (3.5 / 4.5)) / 4, 1e-12));
  // Who is alone adds 0; one cluster has no other.
  CHECK_THAT(silhouette(points, std::vector<std::size_t>{0, 0, 0, 1}, 2),
             WithinAbs(((6 - 3.0) / 6 + (5 - 2.5) / 5 + (1 - 4.5) / 4.5) / 4, 1e-12));
  CHECK(silhouette(points, std::vector<std::size_t>{0, 0, 0, 0}, 1) == 0);
  CHECK(silhouette(std::vector<Position>{}, std::vector<std::size_t>{}, 0) == 0);
}

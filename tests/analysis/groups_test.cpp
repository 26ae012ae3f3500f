#include "analysis/groups.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <numeric>
#include <random>

#include "analysis/polis_groups.h"

using namespace enig::analysis;

namespace {

std::vector<std::size_t> all_of(const std::vector<Position>& where) {
  std::vector<std::size_t> people(where.size());
  std::iota(people.begin(), people.end(), std::size_t{0});
  return people;
}

// People around each of some places.
std::vector<Position> crowds(const std::vector<Position>& places, std::size_t each, double width) {
  std::mt19937 dice(11);
  std::normal_distribution<double> bell(0, width);
  std::vector<Position> where;
  for (std::size_t i = 0; i < each; ++i) {
    for (const Position& place : places) {
      where.push_back({place.x + bell(dice), place.y + bell(dice)});
    }
  }
  return where;
}

Grouping grouped(const std::vector<Position>& where) {
  return opinion_groups(where, all_of(where), {});
}

}  // namespace

TEST_CASE("crowds that stand apart are found, as many as there are") {
  const std::vector<std::vector<Position>> places = {{{0, 0}, {10, 0}},
                                                     {{0, 0}, {10, 0}, {5, 9}},
                                                     {{0, 0}, {10, 0}, {0, 10}, {10, 10}},
                                                     {{0, 0}, {10, 0}, {0, 10}, {10, 10}, {5, 5}}};
  for (const std::vector<Position>& each : places) {
    const std::vector<Position> where = crowds(each, 60, 0.7);
    const Grouping found = grouped(where);
    REQUIRE(found.is_clear);
    REQUIRE(found.groups.size() == each.size());
    for (const Group& group : found.groups) {
      CHECK(group.members.size() == 60);
      // All of one crowd.
      for (const std::size_t person : group.members) {
        CHECK(person % each.size() == group.members.front() % each.size());
      }
    }
  }
}

TEST_CASE("one cloud, whatever its form, has no groups") {
  std::mt19937 dice(5);
  std::uniform_real_distribution<double> any(-1, 1);
  for (const std::size_t count : {60U, 300U, 1500U}) {
    CAPTURE(count);
    const Grouping bell = grouped(crowds({{0, 0}}, count, 1));
    CHECK_FALSE(bell.is_clear);
    CHECK(bell.groups.empty());
    CHECK(bell.silhouette > 0.3);
    std::vector<Position> square;
    std::vector<Position> disc;
    while (square.size() < count) square.push_back({any(dice), any(dice)});
    while (disc.size() < count) {
      const Position at{any(dice), any(dice)};
      if (distance(at, {}) < 1) disc.push_back(at);
    }
    CHECK_FALSE(grouped(square).is_clear);
    CHECK_FALSE(grouped(disc).is_clear);
  }
}

TEST_CASE("a group of few people is not shown, nor what would give it by subtraction") {
  std::vector<Position> where = crowds({{0, 0}}, 40, 0.5);
  for (int i = 0; i < 4; ++i) where.push_back({50, 50.0 + i});
  const Grouping found = grouped(where);
  for (const Group& group : found.groups) CHECK(group.members.size() >= 5);
  CHECK_FALSE(found.is_clear);
  where.push_back({50, 55});
  const Grouping five = grouped(where);
  REQUIRE(five.is_clear);
  CHECK(five.groups.at(1).members.size() == 5);
}

TEST_CASE("people who vote alike, or nobody, are no groups") {
  CHECK_FALSE(grouped({}).is_clear);
  CHECK_FALSE(grouped(std::vector<Position>(100, Position{1, 1})).is_clear);
  CHECK(polis_groups({}, {}).groups.empty());
}

TEST_CASE("a hundred thousand and one people go by a grid, and come out alike") {
  const std::vector<Position> places = {{0, 0}, {10, 0}, {5, 9}};
  const std::vector<Position> where = crowds(places, 33'400, 1);
  REQUIRE(where.size() > 100'000);
  const Grouping found = grouped(where);
  REQUIRE(found.groups.size() == 3);
  for (const Group& group : found.groups) {
    CHECK(group.members.size() == 33'400);
    const bool is_near = std::ranges::any_of(
        places, [&](const Position& place) { return distance(place, group.center) < 0.05; });
    CHECK(is_near);
  }
}

TEST_CASE("Polis's rules find clear crowds too, and show groups even where there are none") {
  const std::vector<Position> apart = crowds({{0, 0}, {10, 0}, {5, 9}}, 60, 0.7);
  CHECK(polis_groups(apart, all_of(apart)).groups.size() == 3);
  const std::vector<Position> cloud = crowds({{0, 0}}, 200, 1);
  const Grouping forced = polis_groups(cloud, all_of(cloud));
  CHECK(forced.groups.size() >= 2);
  CHECK(forced.is_clear);
}

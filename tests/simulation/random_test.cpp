#include "simulation/random.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

using enig::simulation::Random;

TEST_CASE("a seed gives the numbers that the algorithm's authors give") {
  Random random(1234567, {});
  CHECK(random.next() == 6457827717110365317U);
  CHECK(random.next() == 3203168211198807973U);
}

TEST_CASE("what is drawn for one thing says nothing of what is drawn for another") {
  Random one(7, {1, 2});
  Random same(7, {1, 2});
  Random other(7, {2, 1});
  const auto first = one.next();
  CHECK(first == same.next());
  CHECK(first != other.next());
}

TEST_CASE("shares are even, and normal numbers are around 0 with a deviation of 1") {
  Random random(3, {});
  double sum = 0;
  double squares = 0;
  int below = 0;
  constexpr int draws = 100'000;
  for (int i = 0; i < draws; ++i) {
    below += random.happens(0.3) ? 1 : 0;
    const double value = random.normal();
    sum += value;
    squares += value * value;
  }
  CHECK(std::abs(below - 30'000) < 600);  // four deviations
  CHECK(std::abs(sum / draws) < 0.013);
  CHECK(std::abs(squares / draws - 1) < 0.02);
}

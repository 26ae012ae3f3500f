#include "opinion/majority.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig::opinion;

TEST_CASE("most say it when the whole interval lies above one half") {
  CHECK(majority({.agree = 154, .disagree = 40, .unsure = 20}) == Majority::agree);
  CHECK(majority({.agree = 40, .disagree = 154, .unsure = 20}) == Majority::disagree);
}

TEST_CASE("what could be chance is no majority") {
  CHECK(majority({}) == Majority::none);
  CHECK(majority({.agree = 1, .disagree = 0, .unsure = 0}) == Majority::none);
  CHECK(majority({.agree = 11, .disagree = 9, .unsure = 0}) == Majority::none);
  CHECK(majority({.agree = 100, .disagree = 100, .unsure = 0}) == Majority::none);
}

TEST_CASE("the unsure are among those who answered") {
  CHECK(majority({.agree = 60, .disagree = 30, .unsure = 0}) == Majority::agree);
  CHECK(majority({.agree = 60, .disagree = 30, .unsure = 40}) == Majority::none);
  CHECK(majority({.agree = 10, .disagree = 10, .unsure = 200}) == Majority::none);
}

TEST_CASE("of 20 answers 15 are a majority, and 14 are not") {
  // Wilson's lower limits, 15 of 20: 0.531; 14 of 20: 0.481.
  CHECK(majority({.agree = 15, .disagree = 5, .unsure = 0}) == Majority::agree);
  CHECK(majority({.agree = 14, .disagree = 6, .unsure = 0}) == Majority::none);
}

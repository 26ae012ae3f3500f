#include "analysis/principal.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <random>

using namespace enig::analysis;
using Catch::Matchers::WithinAbs;

namespace {

std::vector<bool> none(std::size_t count) { return std::vector<bool>(count); }

VoteMatrix random_votes(std::size_t people, std::size_t statements, unsigned seed) {
  std::mt19937 dice(seed);
  VoteMatrix votes(people, statements);
  for (std::size_t i = 0; i < people; ++i) {
    for (std::size_t j = 0; j < statements; ++j) {
      const auto roll = dice() % 4;
      if (roll < 3) votes.set(i, j, static_cast<Vote>(static_cast<int>(roll) - 1));
    }
  }
  return votes;
}

}  // namespace

TEST_CASE("two statements that everybody answers alike lie in one direction") {
  VoteMatrix votes;
  for (std::size_t i = 0; i < 4; ++i) {
    const Vote vote = i < 2 ? Vote::agree : Vote::disagree;
    votes.set(i, 0, vote);
    votes.set(i, 1, vote);
  }
  const Axes axes = principal_axes(votes, none(2), Hidden::left_out);
  CHECK(axes.center == std::vector<double>{0, 0});
  CHECK_THAT(axes.components[0][0], WithinAbs(std::sqrt(0.5), 1e-15));
  CHECK_THAT(axes.components[0][1], WithinAbs(std::sqrt(0.5), 1e-15));
  const std::vector<Position> where = positions(votes, axes);
  // sqrt(2 / 2) · (-1 - 0) · sqrt(1/2), twice; who disagrees lies opposite.
  CHECK_THAT(where[0].x, WithinAbs(-std::sqrt(2), 1e-14));
  CHECK_THAT(where[3].x, WithinAbs(std::sqrt(2), 1e-14));
  const std::vector<Position> statements = statement_positions(axes);
  CHECK_THAT(statements[0].x, WithinAbs(-1, 1e-14));
}

TEST_CASE("a mean is of those who have voted, and agree is -1") {
  VoteMatrix votes;
  votes.set(0, 0, Vote::agree);
  votes.set(1, 0, Vote::agree);
  votes.set(2, 0, Vote::pass);
  votes.set(3, 1, Vote::disagree);
  const Axes axes = principal_axes(votes, none(2), Hidden::left_out);
  CHECK(axes.center == std::vector<double>{-2.0 / 3, 1});
}

TEST_CASE("the components are those of the covariance of the filled-in votes") {
  const VoteMatrix votes = random_votes(300, 9, 7);
  const Axes axes = principal_axes(votes, none(9), Hidden::left_out);
  // By the definition: what is missing is the mean, and so 0 after it is taken away.
  std::vector<std::vector<double>> rows(300, std::vector<double>(9));
  for (std::size_t i = 0; i < 300; ++i) {
    for (std::size_t j = 0; j < 9; ++j) {
      if (const auto vote = votes.at(i, j)) rows[i][j] = -static_cast<int>(*vote) - axes.center[j];
    }
  }
  for (const std::vector<double>& component : axes.components) {
    std::vector<double> image(9);
    double length = 0;
    for (const std::vector<double>& row : rows) {
      double product = 0;
      for (std::size_t j = 0; j < 9; ++j) product += row[j] * component[j];
      for (std::size_t j = 0; j < 9; ++j) image[j] += row[j] * product;
    }
    for (const double entry : image) length += entry * entry;
    length = std::sqrt(length);
    for (std::size_t j = 0; j < 9; ++j)
      CHECK_THAT(image[j] / length, WithinAbs(component[j], 1e-9));
  }
}

TEST_CASE("a hidden statement is left out, or counts as if all had passed") {
  VoteMatrix votes = random_votes(50, 5, 3);
  std::vector<bool> hidden = none(5);
  hidden[2] = true;
  const Axes ours = principal_axes(votes, hidden, Hidden::left_out);
  const Axes theirs = principal_axes(votes, hidden, Hidden::as_zeros);
  CHECK(ours.components == theirs.components);
  CHECK(ours.components[0][2] == 0);
  CHECK(ours.center[2] == 0);
  CHECK(ours.scale == 4);
  CHECK(theirs.scale == 5);
  CHECK(theirs.votes_of_all == 1);
}

TEST_CASE("where nobody has voted, or all alike, there is no direction") {
  VoteMatrix votes(3, 2);
  for (const bool has_votes : {false, true}) {
    if (has_votes) votes.set(0, 1, Vote::agree);
    const Axes axes = principal_axes(votes, none(2), Hidden::left_out);
    CHECK(axes.components[0] == std::vector<double>{0, 0});
    CHECK(positions(votes, axes)[0] == Position{});
  }
  CHECK(principal_axes(VoteMatrix(), {}, Hidden::left_out).center.empty());
}

// The two directions in which people differ most: principal components of the votes.
//
//     Axes axes = principal_axes(votes, hidden);
//     std::vector<Position> where = positions(votes, axes);
//
// All numbers have the sign of the published mathematics (compdemocracy/polis, math/src): agree is
// -1, disagree 1. Who has not voted on a statement counts as the mean of those who have.
#pragma once

#include <array>
#include <vector>

#include "analysis/votes.h"

namespace enig::analysis {

// A point of the plane that the two components span.
struct Position {
  double x = 0;
  double y = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

[[nodiscard]] double distance(Position a, Position b);

struct Axes {
  std::vector<double> center;                     // each statement's mean; 0 where nobody has voted
  std::array<std::vector<double>, 2> components;  // of length 1; the largest entry is positive
  std::vector<bool> is_hidden;
  // How many columns a position is scaled by, and how many each person counts as having voted on
  // beside their own votes.
  double scale = 0;
  double votes_of_all = 0;
};

// How hidden statements (moderated out, or about the conversation itself) count.
enum class Hidden {
  left_out,  // not at all
  as_zeros,  // as if everybody had passed on them: what Polis does ("zero-out-columns")
};

// `hidden` has a value for each statement. The covariance is summed up in whole numbers, and so
// comes out the same in whatever order the people are. Time grows with statements² · people.
[[nodiscard]] Axes principal_axes(const VoteMatrix& votes, const std::vector<bool>& hidden,
                                  Hidden how);

// sqrt(C / votes) · Σ over the votes of (x_j - mean_j) · component[j], for each person.
[[nodiscard]] std::vector<Position> positions(const VoteMatrix& votes, const Axes& axes);

// Where somebody would be who had agreed with one statement and voted on no other: sqrt(C) · (-1 -
// mean_j) · component[j].
[[nodiscard]] std::vector<Position> statement_positions(const Axes& axes);

}  // namespace enig::analysis

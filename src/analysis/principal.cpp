#include "analysis/principal.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <bit>
#include <cmath>

namespace enig::analysis {
namespace {

// Sums over the people who have voted on both of two statements, of the votes a and b (agree 1).
struct Together {
  std::int64_t people = 0;
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t products = 0;
};

Together together(std::span<const Cells> a, std::span<const Cells> b) {
  Together sums;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const Cells& x = a[i];
    const Cells& y = b[i];
    const std::uint64_t voted = x.voted & y.voted;
    if (voted == 0) continue;
    sums.people += std::popcount(voted);
    sums.a += std::popcount(x.agreed & voted) - std::popcount(x.disagreed & voted);
    sums.b += std::popcount(y.agreed & voted) - std::popcount(y.disagreed & voted);
    sums.products += std::popcount((x.agreed & y.agreed) | (x.disagreed & y.disagreed)) -
                     std::popcount((x.agreed & y.disagreed) | (x.disagreed & y.agreed));
  }
  return sums;
}

// Σ (a - mean_a)(b - mean_b): whoever has not voted on one of both adds 0.
double covariance(const Together& sums, double mean_a, double mean_b) {
  return static_cast<double>(sums.products) - mean_b * static_cast<double>(sums.a) -
         mean_a * static_cast<double>(sums.b) + mean_a * mean_b * static_cast<double>(sums.people);
}

std::vector<double> unit(const Eigen::VectorXd& vector) {
  Eigen::Index largest = 0;
  vector.cwiseAbs().maxCoeff(&largest);
  const double sign = vector[largest] < 0 ? -1 : 1;
  std::vector<double> entries(static_cast<std::size_t>(vector.size()));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i] = sign * vector[static_cast<Eigen::Index>(i)];
  }
  return entries;
}

}  // namespace

double distance(Position a, Position b) { return std::hypot(a.x - b.x, a.y - b.y); }

Axes principal_axes(const VoteMatrix& votes, const std::vector<bool>& hidden, Hidden how) {
  const std::size_t count = votes.statements();
  const auto zeros = static_cast<double>(std::ranges::count(hidden, true));
  Axes axes;
  axes.center.resize(count);
  axes.is_hidden = hidden;
  for (std::vector<double>& component : axes.components) component.assign(count, 0);
  axes.scale = static_cast<double>(count) - (how == Hidden::left_out ? zeros : 0);
  axes.votes_of_all = how == Hidden::as_zeros ? zeros : 0;

  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < count; ++i) {
    if (hidden[i]) continue;
    seen.push_back(i);
    const opinion::Counts sums = votes.sums(i);
    const std::int64_t all = sums.answers();
    if (all > 0) {
      axes.center[i] = static_cast<double>(sums.disagree - sums.agree) / static_cast<double>(all);
    }
  }
  if (seen.empty()) return axes;

  const auto size = static_cast<Eigen::Index>(seen.size());
  Eigen::MatrixXd matrix(size, size);
  for (Eigen::Index a = 0; a < size; ++a) {
    for (Eigen::Index b = 0; b <= a; ++b) {
      const std::size_t first = seen[static_cast<std::size_t>(a)];
      const std::size_t second = seen[static_cast<std::size_t>(b)];
      const Together sums = together(votes.column(first), votes.column(second));
      matrix(a, b) = covariance(sums, -axes.center[first], -axes.center[second]);
    }
  }
  // Reads the lower triangle; the largest values come last.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
  for (std::size_t k = 0; k < axes.components.size() && k < seen.size(); ++k) {
    const auto place = size - 1 - static_cast<Eigen::Index>(k);
    if (solver.eigenvalues()[place] <= 0) continue;  // all have voted alike
    const std::vector<double> entries = unit(solver.eigenvectors().col(place));
    for (std::size_t i = 0; i < seen.size(); ++i) axes.components[k][seen[i]] = entries[i];
  }
  return axes;
}

std::vector<Position> positions(const VoteMatrix& votes, const Axes& axes) {
  std::vector<Position> where(votes.people());
  std::vector<std::uint32_t> counts(votes.people());
  const auto& [first, second] = axes.components;
  for (std::size_t j = 0; j < votes.statements(); ++j) {
    // A hidden statement: what is counted of it is in votes_of_all.
    if (axes.is_hidden[j]) continue;
    for (std::size_t word = 0; word < votes.column(j).size(); ++word) {
      const Cells& cells = votes.column(j)[word];
      for (std::uint64_t left = cells.voted; left != 0; left &= left - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(left));
        const std::uint64_t one = left & -left;
        const double vote = (cells.agreed & one) != 0 ? -1 : (cells.disagreed & one) != 0 ? 1 : 0;
        const double apart = vote - axes.center[j];
        Position& position = where[word * 64 + bit];
        position.x += apart * first[j];
        position.y += apart * second[j];
        ++counts[word * 64 + bit];
      }
    }
  }
  for (std::size_t i = 0; i < where.size(); ++i) {
    const double given = std::max(static_cast<double>(counts[i]) + axes.votes_of_all, 1.0);
    const double factor = std::sqrt(axes.scale / given);
    where[i].x *= factor;
    where[i].y *= factor;
  }
  return where;
}

std::vector<Position> statement_positions(const Axes& axes) {
  std::vector<Position> where(axes.center.size());
  const double factor = std::sqrt(axes.scale);
  for (std::size_t j = 0; j < where.size(); ++j) {
    const double apart = factor * (-1 - axes.center[j]);
    where[j] = {apart * axes.components[0][j], apart * axes.components[1][j]};
  }
  return where;
}

}  // namespace enig::analysis

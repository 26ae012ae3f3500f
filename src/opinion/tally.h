// The only counting code. Everything that Enig shows has passed through Tally::replace.
//
//     Tally tally(point_count);
//     tally.replace(std::nullopt, sheet);   // a new ballot
//     tally.replace(sheet, changed_sheet);  // the same person thinks again
//     tally.replace(changed_sheet, std::nullopt);  // the same person withdraws
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "opinion/ballot.h"

namespace enig::opinion {

// How many said what.
struct Counts {
  std::int64_t agree = 0;
  std::int64_t disagree = 0;
  std::int64_t unsure = 0;

  [[nodiscard]] std::int64_t answers() const { return agree + disagree + unsure; }
  friend bool operator==(const Counts&, const Counts&) = default;
};

struct PointCounts {
  Counts stances;
  std::int64_t important = 0;

  friend bool operator==(const PointCounts&, const PointCounts&) = default;
};

// Sums over ballots, one entry per point of the policy in document order.
struct Sums {
  std::int64_t ballots = 0;
  Counts topic;
  std::vector<PointCounts> points;

  friend bool operator==(const Sums&, const Sums&) = default;
};

class Tally {
 public:
  explicit Tally(std::size_t point_count);

  // Takes `before` out and puts `after` in: COUNTING.md, step 3. Nothing, or an empty sheet, is no
  // ballot.
  void replace(const std::optional<Sheet>& before, const std::optional<Sheet>& after);

  [[nodiscard]] const Sums& sums() const { return sums_; }

 private:
  Sums sums_;
};

}  // namespace enig::opinion

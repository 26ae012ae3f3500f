#include "opinion/priority.h"

#include <algorithm>

namespace enig::opinion {
namespace {

// 2^(-answers / 5) by multiplying, which spares the download a function for powers. After so many
// answers it is nothing beside 1.
double newness(std::int64_t answers) {
  constexpr double fifth_root_of_half = 0.8705505632961241;
  constexpr std::int64_t answers_max = 500;
  double value = 1;
  for (std::int64_t i = 0; i < std::min(answers, answers_max); ++i) value *= fifth_root_of_half;
  return value;
}

}  // namespace

double importance(const Counts& counts, double extremity) {
  const double answers = static_cast<double>(counts.answers());
  const double unsure = static_cast<double>(counts.unsure);
  const double agree = static_cast<double>(counts.agree);
  return (1 - (unsure + 1) / (answers + 2)) * (extremity + 1) * (agree + 1) / (answers + 2);
}

double priority(const Counts& counts, double extremity) {
  const double root = importance(counts, extremity) * (1 + 8 * newness(counts.answers()));
  return root * root;
}

}  // namespace enig::opinion

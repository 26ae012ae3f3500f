#include "page/bar.h"

#include <algorithm>

namespace enig::page {
namespace {

// All answers on one side fill that half of the bar.
constexpr double half = 0.5;

double share(std::int64_t count, std::int64_t answers) {
  return answers == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(answers);
}

double middle(const Span& span) { return (span.from + span.to) / 2; }

}  // namespace

BarGeometry bar_geometry(const Shares& shares) {
  const std::int64_t answers = shares.counts.answers();
  const double agree = share(shares.counts.agree, answers) * half;
  const double disagree = share(shares.counts.disagree, answers) * half;
  const double unsure = share(shares.counts.unsure, answers) * half;
  BarGeometry bar;
  bar.unsure = {half - unsure / 2, half + unsure / 2};
  bar.disagree = {bar.unsure.from - disagree, bar.unsure.from};
  bar.agree = {bar.unsure.to, bar.unsure.to + agree};
  bar.interval = {std::min(1.0, bar.unsure.to + shares.agree_interval.low * half),
                  std::min(1.0, bar.unsure.to + shares.agree_interval.high * half)};
  if (shares.own == opinion::Stance::agree) bar.own = middle(bar.agree);
  if (shares.own == opinion::Stance::disagree) bar.own = middle(bar.disagree);
  if (shares.own == opinion::Stance::unsure) bar.own = middle(bar.unsure);
  return bar;
}

}  // namespace enig::page

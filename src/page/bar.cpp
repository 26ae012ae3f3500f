#include "page/bar.h"

namespace enig::page {
namespace {

// Where all answers are on one side, they take this share of the bar's width. It is as large as it
// can be for every interval to lie within the bar: one single answer, unsure, needs (1/2 + 0.7935)
// of it to the right of the middle.
constexpr double scale = 0.38;
constexpr double middle_of_bar = 0.5;

double share(std::int64_t count, std::int64_t answers) {
  return answers == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(answers);
}

double middle(const Span& span) { return (span.from + span.to) / 2; }

}  // namespace

BarGeometry bar_geometry(const Shares& shares) {
  const std::int64_t answers = shares.counts.answers();
  const double agree = share(shares.counts.agree, answers) * scale;
  const double disagree = share(shares.counts.disagree, answers) * scale;
  const double unsure = share(shares.counts.unsure, answers) * scale;
  BarGeometry bar;
  bar.unsure = {middle_of_bar - unsure / 2, middle_of_bar + unsure / 2};
  bar.disagree = {bar.unsure.from - disagree, bar.unsure.from};
  bar.agree = {bar.unsure.to, bar.unsure.to + agree};
  bar.interval = {bar.unsure.to + shares.agree_interval.low * scale,
                  bar.unsure.to + shares.agree_interval.high * scale};
  if (shares.own == opinion::Stance::agree) bar.own = middle(bar.agree);
  if (shares.own == opinion::Stance::disagree) bar.own = middle(bar.disagree);
  if (shares.own == opinion::Stance::unsure) bar.own = middle(bar.unsure);
  return bar;
}

}  // namespace enig::page

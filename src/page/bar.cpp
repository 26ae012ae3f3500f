#include "page/bar.h"

namespace enig::page {
namespace {

// Where all answers are on one side, they take this share of the bar's width: all that there is to
// that side of the middle.
constexpr double scale = 0.5;
constexpr double middle_of_bar = 0.5;

double share(std::int64_t count, std::int64_t answers) {
  return answers == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(answers);
}

// Where the agree part would end if this share agreed, and the others were disagree and unsure in
// the proportion in which they are (COUNTING.md, step 5).
double end_of_agree(double agree_share, const opinion::Counts& counts) {
  const double unsure_of_others = share(counts.unsure, counts.unsure + counts.disagree);
  const double unsure = (1 - agree_share) * unsure_of_others;
  return middle_of_bar + (unsure / 2 + agree_share) * scale;
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
  bar.interval = {end_of_agree(shares.agree_interval.low, shares.counts),
                  end_of_agree(shares.agree_interval.high, shares.counts)};
  if (shares.own == opinion::Stance::agree) bar.own = middle(bar.agree);
  if (shares.own == opinion::Stance::disagree) bar.own = middle(bar.disagree);
  if (shares.own == opinion::Stance::unsure) bar.own = middle(bar.unsure);
  return bar;
}

}  // namespace enig::page

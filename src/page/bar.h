// Where the parts of a diverging bar lie: disagree to the left of the middle, agree to the right,
// unsure split around it. All values are shares of the bar's width, 0 at its left end and 1 at its
// right.
//
//     const BarGeometry bar = bar_geometry(shares);
//     fill(bar.disagree.from * width_px, bar.disagree.to * width_px);
#pragma once

#include "page/node.h"

namespace enig::page {

struct Span {
  double from = 0.5;
  double to = 0.5;
  friend bool operator==(const Span&, const Span&) = default;
};

struct BarGeometry {
  Span disagree;
  Span unsure;
  Span agree;
  Span interval;     // the 95 % interval of agree's right end, which is in it
  double own = 0.5;  // the middle of the part that the person's own answer is in
};

[[nodiscard]] BarGeometry bar_geometry(const Shares& shares);

}  // namespace enig::page

// What the page has to know of every point, looked up once, and added up by section. Internal to
// the room.
//
//     std::vector<Sum> sums = …;   // "Du er enig i 34 av 41"
#pragma once

#include <cstdint>

#include "opinion/tally.h"
#include "page/card.h"

namespace enig::page {

struct Facts {
  Own own;
  const opinion::Counts* counts = nullptr;  // of the newest release, where they may be shown
};

// Of some points, the answered ones among them, and those where there is a majority to compare
// with.
struct Sum {
  std::int32_t points = 0;
  std::int32_t answered = 0;
  std::int32_t agreed = 0;
  std::int32_t same = 0;   // as the majority
  std::int32_t other = 0;  // the majority is on the other side

  Sum& operator+=(const Sum& more) {
    points += more.points;
    answered += more.answered;
    agreed += more.agreed;
    same += more.same;
    other += more.other;
    return *this;
  }
  friend bool operator==(const Sum&, const Sum&) = default;
};

}  // namespace enig::page

// What else one may agree on: the points and topics that come next, chosen and not drawn.
//
//     const Suggestions next = suggestions(publication, state);
//     for (const PointId& point : next.points) …   // 3 at most, the most telling first
//
// Unanswered ones by opinion/priority.h on the released numbers; ties stay in document order, so
// with nothing released they are simply the first.
#pragma once

#include <vector>

#include "app/state.h"
#include "base/ids.h"
#include "policy/publication.h"

namespace enig::app {

struct Suggestions {
  std::vector<PointId> points;   // limits::suggested_points_max at most
  std::vector<PolicyId> topics;  // limits::suggested_topics_max at most; never the page's own

  friend bool operator==(const Suggestions&, const Suggestions&) = default;
};

[[nodiscard]] Suggestions suggestions(const policy::Publication& publication, const State& state);

}  // namespace enig::app

#include "app/shown.h"

#include <algorithm>

namespace enig::app {

const opinion::Counts* ReleasedCounts::of(const Target& target) {
  if (release_ == nullptr) return nullptr;
  if (!target.point) return &release_->sums.topic;
  const auto& points = release_->points;
  if (next_ >= points.size() || points[next_] != *target.point) {
    next_ = static_cast<std::size_t>(std::ranges::find(points, *target.point) - points.begin());
  }
  if (next_ >= points.size()) return nullptr;
  return &release_->sums.points[next_++].stances;
}

bool may_show(const policy::Publication& publication, const State& state, const Target& target) {
  switch (publication.site.show) {
    case policy::Show::always:
      return true;
    case policy::Show::after_answer:
      return stance_on(state, target).has_value();
    case policy::Show::closed:
      return false;
  }
  return false;
}

}  // namespace enig::app

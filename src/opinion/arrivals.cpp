#include "opinion/arrivals.h"

#include <cstdlib>

namespace enig::opinion {

void Arrivals::add(const ReleaseCount& release) {
  if (release.number <= last_.number) return;
  more_[release.day] += release.ballots - last_.ballots;
  last_ = release;
}

std::vector<DayCount> Arrivals::shown(std::int64_t ballots_min) const {
  std::vector<DayCount> days;
  for (const auto& [day, more] : more_) {
    const bool is_shown = std::abs(more) >= ballots_min;
    days.push_back({day, is_shown ? std::optional(more) : std::nullopt});
  }
  return days;
}

}  // namespace enig::opinion

#include "app/suggestions.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "app/shown.h"
#include "base/limits.h"
#include "opinion/priority.h"

namespace enig::app {
namespace {

// The places of the highest priorities, the highest first; of equal ones the first.
std::vector<std::size_t> best_places(std::span<const double> priorities, std::size_t count_max) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < priorities.size(); ++i) {
    const auto lower = std::ranges::find_if(
        places, [&](std::size_t place) { return priorities[place] < priorities[i]; });
    places.insert(lower, i);
    if (places.size() > count_max) places.pop_back();
  }
  return places;
}

std::vector<PointId> suggested_points(const policy::Publication& publication, const State& state) {
  ReleasedCounts released(state.release);
  std::vector<PointId> ids = policy::point_ids(publication.policy);
  std::erase_if(ids, [&](const PointId& id) { return state.answers.contains(id); });
  std::vector<double> priorities;
  for (const PointId& id : ids) {
    const opinion::Counts* const counts = released.of({id});
    priorities.push_back(opinion::priority(counts ? *counts : opinion::Counts{}));
  }
  std::vector<PointId> best;
  for (const std::size_t place : best_places(priorities, limits::suggested_points_max)) {
    best.push_back(ids[place]);
  }
  return best;
}

std::vector<PolicyId> suggested_topics(const policy::Publication& publication, const State& state) {
  std::vector<PolicyId> ids;
  std::vector<double> priorities;
  for (const policy::Topic& topic : publication.topics) {
    if (topic.id == publication.policy.id || state.answered_topics.contains(topic.id)) continue;
    const auto sums = state.topic_sums.find(topic.id);
    const bool known = sums != state.topic_sums.end();
    ids.push_back(topic.id);
    priorities.push_back(opinion::priority(known ? sums->second : opinion::Counts{}));
  }
  std::vector<PolicyId> best;
  for (const std::size_t place : best_places(priorities, limits::suggested_topics_max)) {
    best.push_back(ids[place]);
  }
  return best;
}

}  // namespace

Suggestions suggestions(const policy::Publication& publication, const State& state) {
  return {suggested_points(publication, state), suggested_topics(publication, state)};
}

}  // namespace enig::app

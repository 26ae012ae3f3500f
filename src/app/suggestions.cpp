#include "app/suggestions.h"

#include <algorithm>
#include <utility>

#include "app/shown.h"
#include "base/limits.h"
#include "opinion/priority.h"

namespace enig::app {
namespace {

template <class Id>
struct Candidate {
  Id id;
  double priority;
};

template <class Id>
std::vector<Id> best(std::vector<Candidate<Id>> candidates, std::size_t count_max) {
  std::ranges::stable_sort(candidates, std::ranges::greater(), &Candidate<Id>::priority);
  std::vector<Id> ids;
  for (Candidate<Id>& candidate : candidates) {
    if (ids.size() == count_max) break;
    ids.push_back(std::move(candidate.id));
  }
  return ids;
}

std::vector<PointId> suggested_points(const policy::Publication& publication, const State& state) {
  ReleasedCounts released(state.release);
  std::vector<Candidate<PointId>> candidates;
  for (PointId& id : policy::point_ids(publication.policy)) {
    if (state.answers.contains(id)) continue;
    const opinion::Counts* const counts = released.of({id});
    const double priority = opinion::priority(counts ? *counts : opinion::Counts{});
    candidates.push_back({std::move(id), priority});
  }
  return best(std::move(candidates), limits::suggested_points_max);
}

std::vector<PolicyId> suggested_topics(const policy::Publication& publication, const State& state) {
  std::vector<Candidate<PolicyId>> candidates;
  for (const policy::Topic& topic : publication.topics) {
    if (topic.id == publication.policy.id || state.answered_topics.contains(topic.id)) continue;
    const auto sums = state.topic_sums.find(topic.id);
    const bool known = sums != state.topic_sums.end();
    candidates.push_back({topic.id, opinion::priority(known ? sums->second : opinion::Counts{})});
  }
  return best(std::move(candidates), limits::suggested_topics_max);
}

}  // namespace

Suggestions suggestions(const policy::Publication& publication, const State& state) {
  return {suggested_points(publication, state), suggested_topics(publication, state)};
}

}  // namespace enig::app

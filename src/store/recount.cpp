#include "store/recount.h"

#include <map>
#include <utility>

namespace enig::store {

using opinion::PointCounts;
using opinion::Release;
using opinion::Sheet;
using opinion::Standing;

Standing Recount::standing() const {
  Standing standing;
  standing.ballots = tally.sums().ballots;
  standing.changes = changes;
  if (last) {
    standing.last_number = last->number;
    standing.last_released_at = last->released_at;
  }
  return standing;
}

std::expected<Recount, Error> recount(Store& store, const policy::Policy& policy) {
  if (auto opened = store.open_policy(policy); !opened) return std::unexpected(opened.error());
  return recount_opened(store, policy);
}

std::expected<Recount, Error> recount_opened(Store& store, const policy::Policy& policy) {
  Recount count(policy::point_ids(policy).size());
  auto replayed = store.replay(
      policy.id, [&count](const Sheet& sheet) { count.tally.replace(std::nullopt, sheet); });
  if (!replayed) return std::unexpected(replayed.error());
  const auto changes = store.changes_since_release(policy.id);
  if (!changes) return std::unexpected(changes.error());
  count.changes = *changes;
  auto last = store.last_release(policy.id);
  if (!last) return std::unexpected(last.error());
  count.last = std::move(*last);
  return count;
}

Release fitted(const std::optional<Release>& release, const policy::Policy& policy) {
  Release shown;
  shown.policy = policy.id;
  shown.revision = policy.revision;
  shown.points = policy::point_ids(policy);
  shown.sums.points.resize(shown.points.size());
  if (!release) return shown;
  shown.number = release->number;
  shown.released_at = release->released_at;
  shown.sums.ballots = release->sums.ballots;
  shown.sums.topic = release->sums.topic;
  std::map<PointId, PointCounts> counts;
  for (std::size_t i = 0; i < release->points.size(); ++i) {
    counts.emplace(release->points[i], release->sums.points[i]);
  }
  for (std::size_t i = 0; i < shown.points.size(); ++i) {
    if (const auto known = counts.find(shown.points[i]); known != counts.end()) {
      shown.sums.points[i] = known->second;
    }
  }
  return shown;
}

bool is_comparable(const Recount& count, const policy::Policy& policy) {
  return count.last && count.changes == 0 && count.last->revision == policy.revision &&
         count.last->points == policy::point_ids(policy);
}

std::expected<opinion::Arrivals, Error> arrivals(Store& store, const PolicyId& policy) {
  const auto releases = store.release_counts(policy, 0);
  if (!releases) return std::unexpected(releases.error());
  opinion::Arrivals days;
  for (const opinion::ReleaseCount& release : *releases) days.add(release);
  return days;
}

}  // namespace enig::store

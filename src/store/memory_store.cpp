#include "store/memory_store.h"

#include "base/check.h"

namespace enig::store {

using opinion::Release;
using opinion::Sheet;

MemoryStore::Known& MemoryStore::known(const PolicyId& policy) {
  const auto found = policies_.find(policy);
  ENIG_CHECK(found != policies_.end());
  return found->second;
}

std::expected<void, Error> MemoryStore::open_policy(const policy::Policy& policy) {
  Known& known = policies_[policy.id];
  known.slots.clear();
  for (const PointId& point : policy::point_ids(policy)) {
    const auto next = static_cast<Slot>(known.slot_of.size());
    known.slots.push_back(known.slot_of.try_emplace(point, next).first->second);
  }
  known.open = true;
  return {};
}

std::expected<std::vector<PolicyId>, Error> MemoryStore::policies() {
  std::vector<PolicyId> ids;
  for (const auto& [id, known] : policies_) ids.push_back(id);
  return ids;
}

std::expected<std::vector<std::optional<Sheet>>, Error> MemoryStore::commit(
    std::span<const Change> changes) {
  std::vector<std::optional<Sheet>> befores;
  for (const Change& change : changes) {
    Known& policy = known(change.policy);
    const auto row = policy.ballots.find(change.ballot);
    std::optional<std::vector<std::uint8_t>> before;
    if (row != policy.ballots.end()) before = row->second;
    std::optional<std::vector<std::uint8_t>> after;
    if (change.after && !opinion::is_empty(*change.after)) {
      ENIG_CHECK(policy.open);
      after = pack(*change.after, policy.slots);
    }
    auto& known_before = befores.emplace_back();
    if (before && policy.open) {
      auto sheet = unpack(*before, policy.slots);
      if (!sheet) return std::unexpected(sheet.error());
      known_before = std::move(*sheet);
    }
    if (before == after) continue;
    policy.changed.insert(change.ballot);
    if (after) {
      policy.ballots.insert_or_assign(change.ballot, std::move(*after));
    } else {
      policy.ballots.erase(row);
    }
  }
  return befores;
}

std::expected<bool, Error> MemoryStore::holds(const PolicyId& policy,
                                              const opinion::BallotId& ballot) {
  return known(policy).ballots.contains(ballot);
}

std::expected<std::int64_t, Error> MemoryStore::changes_since_release(const PolicyId& policy) {
  return static_cast<std::int64_t>(known(policy).changed.size());
}

std::expected<void, Error> MemoryStore::replay(const PolicyId& policy,
                                               const std::function<void(const Sheet&)>& each) {
  const Known& found = known(policy);
  ENIG_CHECK(found.open);
  for (const auto& [ballot, bytes] : found.ballots) {
    const auto sheet = unpack(bytes, found.slots);
    if (!sheet) return std::unexpected(sheet.error());
    each(*sheet);
  }
  return {};
}

std::expected<void, Error> MemoryStore::save_release(const Release& release) {
  Known& policy = known(release.policy);
  policy.releases.push_back(release);
  policy.changed.clear();
  return {};
}

std::expected<std::optional<Release>, Error> MemoryStore::last_release(const PolicyId& policy) {
  const std::vector<Release>& releases = known(policy).releases;
  return releases.empty() ? std::nullopt : std::optional(releases.back());
}

std::expected<std::vector<opinion::ReleaseCount>, Error> MemoryStore::release_counts(
    const PolicyId& policy, std::int64_t after) {
  std::vector<opinion::ReleaseCount> counts;
  for (const Release& release : known(policy).releases) {
    if (release.number <= after) continue;
    counts.push_back({release.number, opinion::day_of(release.released_at), release.sums.ballots});
  }
  return counts;
}

}  // namespace enig::store

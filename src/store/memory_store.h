// A store that forgets everything when the program ends: for tests, and the reference for the
// others.
//
//     MemoryStore store;
//     store.open_policy(policy);
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/packed_sheet.h"
#include "store/store.h"

namespace enig::store {

class MemoryStore final : public Store {
 public:
  std::expected<void, Error> open_policy(const policy::Policy& policy) override;
  std::expected<std::vector<PolicyId>, Error> policies() override;
  std::expected<std::vector<std::optional<opinion::Sheet>>, Error> commit(
      std::span<const Change> changes) override;
  std::expected<bool, Error> holds(const PolicyId& policy,
                                   const opinion::BallotId& ballot) override;
  std::expected<std::int64_t, Error> changes_since_release(const PolicyId& policy) override;
  std::expected<void, Error> replay(
      const PolicyId& policy, const std::function<void(const opinion::Sheet&)>& each) override;
  std::expected<void, Error> save_release(const opinion::Release& release) override;
  std::expected<void, Error> tidy() override { return {}; }
  std::expected<std::optional<opinion::Release>, Error> last_release(
      const PolicyId& policy) override;
  std::expected<std::vector<opinion::ReleaseCount>, Error> release_counts(
      const PolicyId& policy, std::int64_t after) override;

 private:
  struct Known {
    std::map<PointId, Slot> slot_of;  // every point that there has ever been
    std::vector<Slot> slots;          // of the points that there are now; empty until opened
    bool open = false;
    std::map<opinion::BallotId, std::vector<std::uint8_t>> ballots;
    std::set<opinion::BallotId> changed;  // since the last release
    std::vector<opinion::Release> releases;
  };

  Known& known(const PolicyId& policy);

  std::map<PolicyId, Known> policies_;
};

}  // namespace enig::store

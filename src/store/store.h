// Where ballots lie: one row for each, and the releases that were published.
//
//     auto befores = store.commit(changes);   // durable when it returns
//     for (…) tally.replace((*befores)[i], changes[i].after);
//
// A store knows no time, no address and no order of arrival. One thread uses it at a time.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "opinion/arrivals.h"
#include "opinion/ballot.h"
#include "opinion/release.h"
#include "policy/policy.h"

namespace enig::store {

// One ballot becomes `after`; nothing, or a sheet without any answer, withdraws it.
struct Change {
  PolicyId policy;
  opinion::BallotId ballot;
  std::optional<opinion::Sheet> after;
};

// Who changes a store. Where several processes do, a sum that one of them keeps of its own ballots
// is not the sum of all: what is released is counted anew, in one moment of the store.
enum class Writers { this_alone, several };

// Every error is Fault::unavailable (the disk failed: nothing more can be trusted to be kept), but
// for Fault::busy: there is no room just now, or the database cannot be reached; the store can be
// used on. Nothing was changed then, or where several write: it is not known whether it was, and
// the same change may be made again.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  [[nodiscard]] virtual Writers writers() const { return Writers::this_alone; }

  // Makes the policy as it is now known to the store; its new points get slots. Comes before
  // everything else about a policy.
  virtual std::expected<void, Error> open_policy(const policy::Policy& policy) = 0;

  // Every policy that the store has ever known, also those that are published no more.
  virtual std::expected<std::vector<PolicyId>, Error> policies() = 0;

  // Does all changes or none, in order, durably. Gives what each ballot was before its change, as a
  // sheet of the policy as it is now; where several write, gives no sheets at all. A sheet
  // (`after`) needs an opened policy; a withdrawal does not, and gives nothing for a policy that is
  // not open.
  virtual std::expected<std::vector<std::optional<opinion::Sheet>>, Error> commit(
      std::span<const Change> changes) = 0;

  // Whether a ballot with an answer lies under this id. The policy is known to the store.
  virtual std::expected<bool, Error> holds(const PolicyId& policy,
                                           const opinion::BallotId& ballot) = 0;

  // How many different ballots were put, changed or withdrawn since the last release. A ballot that
  // was changed twenty times is one; putting the same once more is none.
  virtual std::expected<std::int64_t, Error> changes_since_release(const PolicyId& policy) = 0;

  // Gives every ballot of the policy, in no order that tells anything.
  virtual std::expected<void, Error> replay(
      const PolicyId& policy, const std::function<void(const opinion::Sheet&)>& each) = 0;

  // From here to end_moment() all that is read belongs to one moment; only reading is allowed. With
  // one writer every moment between two commits is one.
  virtual std::expected<void, Error> begin_moment() { return {}; }
  virtual void end_moment() {}

  // Adds a release, durably, and forgets which ballots have changed: those of the last moment, if
  // changes_since_release() was asked in it, else all. Releases are never changed. Where several
  // write: stale, if another has added this number before.
  virtual std::expected<void, Error> save_release(const opinion::Release& release) = 0;

  // Erases what was replaced or withdrawn, and in which order, from wherever the store still has it
  // (a log). What somebody else reads just now is left for the next time.
  virtual std::expected<void, Error> tidy() = 0;

  // As it was saved: with the revision and the points of its time.
  virtual std::expected<std::optional<opinion::Release>, Error> last_release(
      const PolicyId& policy) = 0;

  // Of the releases with a greater number than `after`, in order.
  virtual std::expected<std::vector<opinion::ReleaseCount>, Error> release_counts(
      const PolicyId& policy, std::int64_t after) = 0;

  // Looks at everything that is kept, as far as it can be looked at without knowing what it means.
  // Error: what is damaged.
  virtual std::expected<void, Error> check() { return {}; }

  // The last release's number of every policy that has one: what another writer has released is
  // found so. With one writer there is nothing to find.
  virtual std::expected<std::map<PolicyId, std::int64_t>, Error> release_numbers() {
    return std::map<PolicyId, std::int64_t>{};
  }
};

}  // namespace enig::store

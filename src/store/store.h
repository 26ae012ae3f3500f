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
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
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

// Every error is Fault::unavailable (the disk failed: nothing more can be trusted to be kept), but
// for Fault::busy of commit() and save_release(): there is no room just now, nothing was changed,
// and the store can be used on.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Makes the policy as it is now known to the store; its new points get slots. Comes before
  // everything else about a policy.
  virtual std::expected<void, Error> open_policy(const policy::Policy& policy) = 0;

  // Every policy that the store has ever known, also those that are published no more.
  virtual std::expected<std::vector<PolicyId>, Error> policies() = 0;

  // Does all changes or none, in order, durably. Gives what each ballot was before its change, as a
  // sheet of the policy as it is now. A sheet (`after`) needs an opened policy; a withdrawal does
  // not, and gives nothing for a policy that is not open.
  virtual std::expected<std::vector<std::optional<opinion::Sheet>>, Error> commit(
      std::span<const Change> changes) = 0;

  // How many different ballots were put, changed or withdrawn since the last release. A ballot that
  // was changed twenty times is one; putting the same once more is none.
  virtual std::expected<std::int64_t, Error> changes_since_release(const PolicyId& policy) = 0;

  // Gives every ballot of the policy, in no order that tells anything.
  virtual std::expected<void, Error> replay(
      const PolicyId& policy, const std::function<void(const opinion::Sheet&)>& each) = 0;

  // Adds a release, durably, and forgets which ballots have changed. Releases are never changed.
  virtual std::expected<void, Error> save_release(const opinion::Release& release) = 0;

  // Erases what was replaced or withdrawn, and in which order, from wherever the store still has it
  // (a log). What somebody else reads just now is left for the next time.
  virtual std::expected<void, Error> tidy() = 0;

  // As it was saved: with the revision and the points of its time.
  virtual std::expected<std::optional<opinion::Release>, Error> last_release(
      const PolicyId& policy) = 0;
};

}  // namespace enig::store

// One policy counted from what a store holds: how a server begins, and what `enig recount` prints.
//
//     std::expected<Recount, Error> count = recount(store, policy);   // opens the policy
//     const opinion::Release shown = fitted(*count->last, policy);
#pragma once

#include <expected>
#include <optional>

#include "base/error.h"
#include "opinion/arrivals.h"
#include "opinion/release.h"
#include "opinion/tally.h"
#include "policy/policy.h"
#include "store/store.h"

namespace enig::store {

struct Recount {
  explicit Recount(std::size_t point_count) : tally(point_count) {}

  opinion::Tally tally;                  // of every ballot that there is
  std::int64_t changes = 0;              // different ballots changed since the last release
  std::optional<opinion::Release> last;  // as it was saved

  [[nodiscard]] opinion::Standing standing() const;
};

[[nodiscard]] std::expected<Recount, Error> recount(Store& store, const policy::Policy& policy);

// The same of a policy that is open already.
[[nodiscard]] std::expected<Recount, Error> recount_opened(Store& store,
                                                           const policy::Policy& policy);

// The days of everything that has been released.
[[nodiscard]] std::expected<opinion::Arrivals, Error> arrivals(Store& store,
                                                               const PolicyId& policy);

// A release as it is shown under the policy as it is now: points that are gone are left out, new
// ones have zeros, and the revision is the policy's. Without a release: number 0, all zero.
[[nodiscard]] opinion::Release fitted(const std::optional<opinion::Release>& release,
                                      const policy::Policy& policy);

// Whether nothing has happened since the last release that could make its numbers differ from the
// ballots': then they must be equal.
[[nodiscard]] bool is_comparable(const Recount& count, const policy::Policy& policy);

}  // namespace enig::store

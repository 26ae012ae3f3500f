#include "store/recount.h"

#include <catch2/catch_test_macros.hpp>

#include "store/memory_store.h"
#include "tests/store/sheets.h"

using namespace enig;
using support::policy_of;
using support::sheet;

namespace {

opinion::Release release_of(const policy::Policy& policy) {
  opinion::Release release = store::fitted(std::nullopt, policy);
  release.number = 4;
  release.released_at = {600};
  release.sums.ballots = 9;
  release.sums.topic.unsure = 2;
  for (std::size_t i = 0; i < release.points.size(); ++i) {
    release.sums.points[i].stances.agree = static_cast<std::int64_t>(i) + 1;
  }
  return release;
}

}  // namespace

TEST_CASE("without a release, number 0 with a zero for every point is shown") {
  const opinion::Release shown = store::fitted(std::nullopt, policy_of("parks", {"a", "b"}));
  CHECK(shown.number == 0);
  CHECK(shown.points == std::vector{PointId("a"), PointId("b")});
  CHECK(shown.sums == opinion::Tally(2).sums());
}

TEST_CASE("a release is shown under the points that there are now") {
  const policy::Policy then = policy_of("parks", {"a", "b", "c"});
  policy::Policy now = policy_of("parks", {"new", "c", "a"});
  now.revision = Revision("ffff");
  const opinion::Release shown = store::fitted(release_of(then), now);
  CHECK(shown.revision == now.revision);
  CHECK(shown.number == 4);
  CHECK(shown.released_at == opinion::Minute{600});
  CHECK(shown.sums.ballots == 9);
  CHECK(shown.sums.topic.unsure == 2);
  CHECK(shown.sums.points[0] == opinion::PointCounts{});
  CHECK(shown.sums.points[1].stances.agree == 3);
  CHECK(shown.sums.points[2].stances.agree == 1);
}

TEST_CASE("numbers are compared only where nothing can have made them differ") {
  store::MemoryStore store;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  REQUIRE(store.open_policy(policy).has_value());
  CHECK_FALSE(store::is_comparable(*store::recount(store, policy), policy));

  const std::vector<store::Change> one = {{policy.id, support::ballot(1), sheet("a-")}};
  REQUIRE(store.commit(one).has_value());
  opinion::Release release = store::fitted(std::nullopt, policy);
  release.number = 1;
  REQUIRE(store.save_release(release).has_value());
  CHECK(store::is_comparable(*store::recount(store, policy), policy));

  policy::Policy changed = policy;
  changed.revision = Revision("ffff");
  CHECK_FALSE(store::is_comparable(*store::recount(store, changed), changed));

  const std::vector<store::Change> two = {{policy.id, support::ballot(2), sheet("a-")}};
  REQUIRE(store.commit(two).has_value());
  CHECK_FALSE(store::is_comparable(*store::recount(store, policy), policy));
}

TEST_CASE("a server's standing follows from the store") {
  store::MemoryStore store;
  const policy::Policy policy = policy_of("parks", {"a"});
  REQUIRE(store.open_policy(policy).has_value());
  opinion::Release release = store::fitted(std::nullopt, policy);
  release.number = 2;
  release.released_at = {120};
  REQUIRE(store.save_release(release).has_value());
  const std::vector<store::Change> one = {{policy.id, support::ballot(1), sheet("a")}};
  REQUIRE(store.commit(one).has_value());
  const opinion::Standing standing = store::recount(store, policy)->standing();
  CHECK(standing.ballots == 1);
  CHECK(standing.changes == 1);
  CHECK(standing.last_number == 2);
  CHECK(standing.last_released_at == opinion::Minute{120});
}

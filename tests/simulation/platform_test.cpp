#include "simulation/platform.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "policy/parse.h"

using namespace enig;
using simulation::platform_of;

TEST_CASE("a platform has as many topics and points as are asked for, each with its own id") {
  for (const simulation::Size& size :
       {simulation::Size{30, 1'000, 7}, simulation::Size{3, 3, 1}, simulation::Size{1, 250, 9}}) {
    const simulation::Platform platform = platform_of(size);
    REQUIRE(platform.policies.size() == size.topics);
    std::set<PointId> ids;
    for (const policy::Policy& each : platform.policies) {
      const auto own = policy::point_ids(each);
      CHECK_FALSE(own.empty());
      ids.insert(own.begin(), own.end());
    }
    CHECK(ids.size() == size.points);
  }
}

TEST_CASE("the same seed is the same platform, another is another") {
  CHECK(platform_of({5, 100, 7}).policies == platform_of({5, 100, 7}).policies);
  CHECK(platform_of({5, 100, 7}).policies != platform_of({5, 100, 8}).policies);
}

TEST_CASE("a platform is one that Enig takes") {
  const simulation::Platform platform = platform_of({40, 600, 2});
  const auto site = policy::parse_site("site.json", policy::to_json(platform.site));
  CHECK(site.has_value());
  for (const policy::Policy& each : platform.policies) {
    CHECK(policy::parse("policy.json", policy::to_json(each), policy::Origin::file) == each);
  }
}

// A platform of a party that is not there: as many topics and points as are asked for, in sections
// of a few points each, with some points under points.
//
//     const Platform platform = platform_of({.topics = 30, .points = 1'000, .seed = 7});
//     policy::to_json(platform.site);
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "policy/policy.h"
#include "policy/site.h"

namespace enig::simulation {

struct Size {
  std::size_t topics = 0;
  std::size_t points = 0;  // in all; at least one a topic
  std::uint64_t seed = 0;
};

struct Platform {
  policy::Site site;
  std::vector<policy::Policy> policies;  // in the order of site.topics, without revisions
};

// The same for the same size.
[[nodiscard]] Platform platform_of(const Size& size);

}  // namespace enig::simulation

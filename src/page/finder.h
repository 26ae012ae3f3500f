// Search and filter, and what they have found. Internal to the room.
//
//     Node node = finder(setting, {.is_narrowed = true, .points = 69, .points_found = 12});
#pragma once

#include <string>

#include "page/build.h"
#include "page/setting.h"

namespace enig::page {

struct FinderScene {
  app::Filter filter = app::Filter::all;
  std::string query;
  bool is_narrowed = false;  // something is searched for, or filtered
  std::int64_t points = 0;   // of the policy
  std::size_t points_found = 0;
  std::size_t sections_found = 0;

  friend bool operator==(const FinderScene&, const FinderScene&) = default;
};

[[nodiscard]] Node finder(const Setting& setting, const FinderScene& scene);

// How many points are shown, or a sentence where there are none; nothing where all are.
[[nodiscard]] std::string hits_words(const Words& words, const FinderScene& scene);

}  // namespace enig::page

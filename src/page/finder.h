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
  std::size_t hidden_by_filter = 0;  // found by the search alone
  bool is_query_short = false;       // too short to be looked for

  friend bool operator==(const FinderScene&, const FinderScene&) = default;
};

[[nodiscard]] Node finder(const Setting& setting, const FinderScene& scene);

// How many points are shown and hidden, or a sentence where there are none or too little was typed;
// nothing where all are shown.
[[nodiscard]] std::string hits_words(const Words& words, const FinderScene& scene);

}  // namespace enig::page

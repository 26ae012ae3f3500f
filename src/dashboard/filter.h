// What of the numbers one looks at, and in which order: as it stands in the page's address, and as
// it applies to every table and export.
//
//     const Filter filter = filter_from("topic=naering&order=divided&least=50");
//     to_query(filter);      // "topic=naering&least=50&order=divided"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace enig::dashboard {

enum class Order { document, agree, disagree, unsure, important, divided, answers, change };
enum class Direction { falling, rising };

struct Filter {
  std::optional<PolicyId> topic;
  std::optional<SectionId> section;
  std::string words;             // all of them stand in a point's text, as a search folds it
  std::int64_t answers_min = 0;  // points with fewer are left out
  Order order = Order::document;
  Direction direction = Direction::falling;  // of any order but the document's

  friend bool operator==(const Filter&, const Filter&) = default;
};

// A query of an address (application/x-www-form-urlencoded), only with what differs from
// Filter(): empty where nothing does.
[[nodiscard]] std::string to_query(const Filter& filter);

// What is not known, or no filter could have written, is passed over: an address that somebody has
// mended by hand shows too much rather than nothing. filter_from(to_query(f)) equals f.
[[nodiscard]] Filter filter_from(std::string_view query);

}  // namespace enig::dashboard

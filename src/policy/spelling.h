// "Did you mean …?" for a name that is almost right.
//
//     nearest("titel", std::array<std::string_view, 2>{"title", "intro"});  // "title"
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace enig::policy {

// The known name that is the fewest single-letter slips away from `written` (optimal string
// alignment distance: insert, remove, replace, swap two neighbours; case does not count, and '-'
// equals '_'): at most 2, and fewer than half of its letters. The first of equals.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view written,
                                                      std::span<const std::string_view> known);

}  // namespace enig::policy

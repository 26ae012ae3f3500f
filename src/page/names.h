// The names of kinds and looks, for tests to read and for HTML classes.
//
//     name_of(Look::nested_card)   // "nested-card"
#pragma once

#include <string_view>

#include "page/node.h"

namespace enig::page {

[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::string_view name_of(Look look);

// Every look, for printing the style sheet.
inline constexpr int look_count = static_cast<int>(Look::hidden) + 1;

}  // namespace enig::page

// The names of kinds, looks and colours, for tests to read, HTML classes and the style sheet.
//
//     name_of(Look::nested_card)   // "nested-card"
#pragma once

#include <string_view>

#include "page/node.h"
#include "page/theme.h"

namespace enig::page {

[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::string_view name_of(Look look);
[[nodiscard]] std::string_view name_of(Paint paint);

// Every look, for printing the style sheet.
inline constexpr int look_count = static_cast<int>(Look::hidden) + 1;

}  // namespace enig::page

// Is a colour readable on another one?
//
//     contrast("#c8102e", "#ffffff");                        // 5.88
//     nearest_readable("#ff8080", "#ffffff", 4.5);           // "#b75c5c"
#pragma once

#include <string>
#include <string_view>

namespace enig::policy {

// True for "#rrggbb", hexadecimal digits in either case.
[[nodiscard]] bool is_colour(std::string_view text);

// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance"). Both are colours.
[[nodiscard]] double contrast(std::string_view a, std::string_view b);

// `colour` mixed with just so much black or white (whichever leads away from `background`) that it
// reaches `ratio`, in steps of a hundredth.
[[nodiscard]] std::string nearest_readable(std::string_view colour, std::string_view background,
                                           double ratio);

}  // namespace enig::policy

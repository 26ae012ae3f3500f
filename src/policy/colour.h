// Is a colour readable on another one, and on all that words of a page lie on?
//
//     contrast("#c8102e", "#ffffff");                     // 5.88
//     harder_ground("#c8102e", light_grounds);            // "#f5f4f1": that of the cards
//     nearest_readable("#ff8080", light_grounds, 4.5);    // "#ab5656"
#pragma once

#include <string>
#include <string_view>

namespace enig::policy {

// True for "#rrggbb", hexadecimal digits in either case.
[[nodiscard]] bool is_colour(std::string_view text);

// What words of a page lie on, in one colour scheme.
struct Grounds {
  std::string_view paper;    // of the page
  std::string_view surface;  // of its cards
};
inline constexpr Grounds light_grounds{.paper = "#ffffff", .surface = "#f5f4f1"};
inline constexpr Grounds dark_grounds{.paper = "#16181b", .surface = "#202327"};

// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance"). Both are colours.
[[nodiscard]] double contrast(std::string_view a, std::string_view b);

// The ground that `colour` is harder to read on.
[[nodiscard]] std::string_view harder_ground(std::string_view colour, const Grounds& grounds);

// `colour` mixed with just so much black or white (whichever leads away from the grounds) that it
// reaches `ratio` on both, in steps of a hundredth.
[[nodiscard]] std::string nearest_readable(std::string_view colour, const Grounds& grounds,
                                           double ratio);

}  // namespace enig::policy

// Which colours of the theme meet, and whether they can be told apart.
//
//     for (const policy::Problem& problem : contrast_problems(light_palette(accent), "light")) …
//     // In the light scheme quiet-ink (#999999) on paper (#ffffff) has a contrast of 2.84 …
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "page/theme.h"
#include "policy/problem.h"

namespace enig::page {

struct ColourPair {
  Paint shown;
  Paint ground;
  double contrast_min;  // WCAG 2.2: 4.5 for words (1.4.3), 3 for marks and edges (1.4.11)
};

// Every pair of a palette that a page shows, edges that only decorate aside.
[[nodiscard]] std::span<const ColourPair> colour_pairs();

// One error for each pair of `palette` that cannot be told apart well enough, with the nearest
// colour that can. `scheme` is its name in the messages.
[[nodiscard]] std::vector<policy::Problem> contrast_problems(const Palette& palette,
                                                             std::string_view scheme);

}  // namespace enig::page

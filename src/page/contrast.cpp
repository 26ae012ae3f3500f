#include "page/contrast.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "page/names.h"
#include "policy/colour.h"

namespace enig::page {
namespace {

constexpr double words = 4.5;
constexpr double marks = 3;

constexpr ColourPair pairs[] = {
    {Paint::ink, Paint::paper, words},          {Paint::ink, Paint::surface, words},
    {Paint::quiet_ink, Paint::paper, words},    {Paint::quiet_ink, Paint::surface, words},
    {Paint::accent, Paint::paper, words},       {Paint::accent, Paint::surface, words},
    {Paint::disagree, Paint::paper, words},  // what is wrong with a field
    {Paint::disagree, Paint::surface, words},   {Paint::on_stance, Paint::agree, words},
    {Paint::on_stance, Paint::disagree, words}, {Paint::on_stance, Paint::unsure, words},
    {Paint::paper, Paint::ink, words},  // a filter that is pressed
    {Paint::ink, Paint::mark, words},   // what the search has found
    {Paint::agree, Paint::paper, marks},        {Paint::agree, Paint::surface, marks},
    {Paint::unsure, Paint::paper, marks},  // also the edges of buttons and fields
    {Paint::unsure, Paint::surface, marks},
};

std::string text_of(Colour colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.r, colour.g, colour.b);
}

}  // namespace

std::span<const ColourPair> colour_pairs() { return pairs; }

std::vector<policy::Problem> contrast_problems(const Palette& palette, std::string_view scheme) {
  std::vector<policy::Problem> problems;
  for (const ColourPair& pair : pairs) {
    const std::string shown = text_of(palette.of(pair.shown));
    const std::string ground = text_of(palette.of(pair.ground));
    const double ratio = policy::contrast(shown, ground);
    if (ratio >= pair.contrast_min) continue;
    const int hundredths = static_cast<int>(std::floor(ratio * 100));
    const std::string nearest =
        policy::nearest_readable(shown, {.paper = ground, .surface = ground}, pair.contrast_min);
    problems.push_back(
        {.file = "src/page/theme.cpp",
         .what = fmt::format("In the {} scheme {} ({}) on {} ({}) has a contrast of {}.{:02}; it "
                             "must be at least {}.",
                             scheme, name_of(pair.shown), shown, name_of(pair.ground), ground,
                             hundredths / 100, hundredths % 100, pair.contrast_min),
         .remedy = fmt::format("The nearest {} that can be told from it is {}.",
                               name_of(pair.shown), nearest)});
  }
  return problems;
}

}  // namespace enig::page

#include "page/contrast.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "page/names.h"
#include "policy/site.h"

using namespace enig;
using page::Colour;
using page::Paint;
using page::Palette;

namespace {

Palette light() { return page::light_palette(page::colour_from(policy::Theme{}.accent)); }
Palette dark() { return page::dark_palette(page::colour_from(policy::Theme{}.accent_dark)); }

Palette with(Palette palette, Paint paint, Colour colour) {
  palette.colours[static_cast<std::size_t>(paint)] = colour;
  return palette;
}

bool meet(Paint shown, Paint ground) {
  return std::ranges::any_of(page::colour_pairs(), [&](const page::ColourPair& pair) {
    return pair.shown == shown && pair.ground == ground;
  });
}

}  // namespace

TEST_CASE("every pair of the theme's colours can be told apart in both schemes") {
  CHECK(policy::to_text(page::contrast_problems(light(), "light")) == "");
  CHECK(policy::to_text(page::contrast_problems(dark(), "dark")) == "");
}

TEST_CASE("a pair that cannot be told apart is named, with the nearest colour that can") {
  const Palette pale = with(light(), Paint::mark, {0x50, 0x50, 0x50});
  CHECK(policy::to_text(page::contrast_problems(pale, "light")) ==
        "src/page/theme.cpp:1:1: error: In the light scheme ink (#1b1f24) on mark (#505050) has a "
        "contrast of 2.05; it must be at least 4.5. The nearest ink that can be told from it is "
        "#c1c2c3.\n");
  const Palette grey = with(dark(), Paint::unsure, {0x40, 0x40, 0x40});
  CHECK(page::contrast_problems(grey, "dark").size() == 3);
}

TEST_CASE("what a look says is shown on is one of the pairs that are checked") {
  for (int i = 0; i < page::look_count; ++i) {
    const page::Style& style = page::style_of(static_cast<page::Look>(i));
    CAPTURE(page::name_of(static_cast<page::Look>(i)));
    // Without a ground of its own a look lies on the page, or on a card.
    for (const Paint ground : {Paint::paper, Paint::surface}) {
      if (style.ground == Paint::none || style.ground == ground) CHECK(meet(style.ink, ground));
      // Edges of cards only decorate; those of buttons and fields say what they are.
      if (style.border != Paint::none && style.border != Paint::hairline)
        CHECK(meet(style.border, ground));
    }
  }
  std::set<Paint> checked;
  for (const page::ColourPair& pair : page::colour_pairs()) {
    checked.insert(pair.shown);
    checked.insert(pair.ground);
  }
  for (std::size_t i = 1; i < page::paint_count; ++i) {
    const Paint paint = static_cast<Paint>(i);
    CAPTURE(page::name_of(paint));
    CHECK(checked.contains(paint) == (paint != Paint::hairline));
  }
}

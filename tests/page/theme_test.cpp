#include "page/theme.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "page/names.h"
#include "policy/site.h"

using namespace enig;
using page::Colour;
using page::Paint;

namespace {

// WCAG 2.2, "relative luminance" and "contrast ratio".
double channel(std::uint8_t value) {
  const double share = value / 255.0;
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
  return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
}

double contrast(Colour a, Colour b) {
  const double high = std::max(luminance(a), luminance(b));
  const double low = std::min(luminance(a), luminance(b));
  return (high + 0.05) / (low + 0.05);
}

}  // namespace

TEST_CASE("words can be read on every ground of both schemes") {
  const policy::Theme theme;
  for (const page::Palette& palette : {page::light_palette(page::colour_from(theme.accent)),
                                       page::dark_palette(page::colour_from(theme.accent_dark))}) {
    for (const Paint ground : {Paint::paper, Paint::surface}) {
      for (const Paint words : {Paint::ink, Paint::quiet_ink, Paint::accent}) {
        CHECK(contrast(palette.of(words), palette.of(ground)) >= 4.5);
      }
      // Marks that carry meaning: WCAG 1.4.11.
      for (const Paint mark : {Paint::agree, Paint::disagree, Paint::unsure}) {
        CHECK(contrast(palette.of(mark), palette.of(ground)) >= 3.0);
      }
    }
    for (const Paint filled : {Paint::agree, Paint::disagree, Paint::unsure}) {
      CHECK(contrast(palette.of(Paint::on_stance), palette.of(filled)) >= 4.5);
    }
  }
}

TEST_CASE("what can be pressed is at least 44 pixels high") {
  using page::Look;
  for (const Look look : {Look::agree, Look::disagree, Look::unsure, Look::accept, Look::decline,
                          Look::undo, Look::topic_link, Look::brand, Look::language}) {
    CAPTURE(page::name_of(look));
    CHECK(page::style_of(look).min_height_px >= 44);
  }
}

TEST_CASE("a colour is read from its hexadecimal form") {
  CHECK(page::colour_from("#c8102e") == Colour{0xC8, 0x10, 0x2E});
  CHECK(page::colour_from("#FFA000") == Colour{0xFF, 0xA0, 0x00});
}

TEST_CASE("a leaf of one line is lifted to its least height in whole pixels") {
  const page::Style& button = page::style_of(page::Look::agree);
  CHECK(page::padding_block_px(button, 8, 20) == 14);
  CHECK(page::padding_block_px(button, 8, 21) == 14);
  CHECK(page::padding_block_px(button, 8, 60) == 8);
}

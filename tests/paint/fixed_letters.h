// Letters for tests: every one is half its font's size wide, wide letters (from U+3000) as wide as
// it, and their pictures are filled boxes. Counts what is asked for.
//
//     FixedLetters letters;
//     const Layout layout = lay_out(page.root, letters, {.width_px = 360});
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "paint/glyphs.h"
#include "paint/text_measure.h"

namespace enig::paint {

class FixedLetters final : public TextMeasure, public PictureSource {
 public:
  [[nodiscard]] float advance_px(char32_t letter, Font font) const override {
    return letter >= 0x3000 ? font.size_px : font.size_px / 2;
  }

  [[nodiscard]] float baseline_px(Font font, float line_height_px) const override {
    return std::round((line_height_px + font.size_px) / 2 - font.size_px / 5);
  }

  [[nodiscard]] Extent extent_px(Font font, float line_height_px) const override {
    const float above = std::round((line_height_px - font.size_px) / 2);
    return {above, above + font.size_px};
  }

  [[nodiscard]] Picture picture(char32_t letter, const Drawn& how) override {
    ++pictures_drawn;
    const int width = static_cast<int>(std::ceil(how.font.size_px * how.pixel_ratio / 2)) + 1;
    const int height = static_cast<int>(std::ceil(how.font.size_px * how.pixel_ratio));
    const bool is_coloured = letter >= 0x1F300;
    pixels_.assign(static_cast<std::size_t>(width * height * (is_coloured ? 4 : 1)), 255);
    return {.left = 0,
            .top = -height,
            .width = width,
            .height = height,
            .is_coloured = is_coloured,
            .pixels = pixels_};
  }

  int pictures_drawn = 0;

 private:
  std::vector<std::uint8_t> pixels_;
};

}  // namespace enig::paint

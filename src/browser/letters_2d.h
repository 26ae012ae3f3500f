// Letters as the browser itself draws them, in the page's own font.
//
//     WebLetters letters(Ink::dark);
//     Painter painter(letters, letters, pixel_ratio);
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "paint/glyphs.h"
#include "paint/text_measure.h"

namespace enig::browser {

// Browsers draw dark letters on light ground a little differently from light ones on dark.
enum class Ink { dark, light };

class WebLetters final : public paint::TextMeasure, public paint::PictureSource {
 public:
  // Reads the page's font family; another family needs new letters.
  explicit WebLetters(Ink ink);

  // False where the browser hides a canvas's pixels from the page, as some do against tracking:
  // they are then blank, full, noise, or another picture each time.
  [[nodiscard]] bool can_be_read();

  [[nodiscard]] float advance_px(char32_t letter, paint::Font font) const override;
  [[nodiscard]] float baseline_px(paint::Font font, float line_height_px) const override;
  [[nodiscard]] paint::Extent extent_px(paint::Font font, float line_height_px) const override;
  [[nodiscard]] paint::Picture picture(char32_t letter, const paint::Drawn& how) override;

 private:
  // Where letters stand in a line.
  struct InLine {
    float baseline = 0;
    paint::Extent extent;
  };
  const InLine& in_line(paint::Font font, float line_height_px) const;
  // Advances of one font: the common letters by index, the others by search.
  struct Widths {
    paint::Font font;
    std::vector<float> common;
    std::map<char32_t, float> others;
  };
  Widths& widths_of(paint::Font font) const;

  Ink ink_;
  mutable std::vector<Widths> widths_;
  mutable std::size_t last_ = 0;  // of widths_, that was asked for
  mutable std::map<std::tuple<float, int, float>, InLine> in_lines_;
  std::vector<std::uint8_t> pixels_;
};

}  // namespace enig::browser

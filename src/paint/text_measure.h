// How wide letters are. Paint asks this interface, so that the browser answers with its own fonts
// and a test with a fixed width.
//
//     float x_px = 0;
//     for (char32_t letter : U"Enig") x_px += measure.advance_px(letter, {.size_px = 18, .weight =
//     400});
#pragma once

namespace enig::paint {

// A font at a size, in CSS px. The family is the page's own and never changes within a page.
struct Font {
  float size_px = 18;
  int weight = 400;  // 400 or 600

  friend bool operator==(const Font&, const Font&) = default;
};

// From the top of a line.
struct Extent {
  float top = 0;
  float bottom = 0;
};

class TextMeasure {
 public:
  virtual ~TextMeasure() = default;

  // From one letter's origin to the next one's, in CSS px. Never negative.
  [[nodiscard]] virtual float advance_px(char32_t letter, Font font) const = 0;

  // From the top of a line of this height to its baseline, in CSS px.
  [[nodiscard]] virtual float baseline_px(Font font, float line_height_px) const = 0;

  // Where the box of the font's letters lies in a line of this height, in CSS px.
  [[nodiscard]] virtual Extent extent_px(Font font, float line_height_px) const = 0;

 protected:
  TextMeasure() = default;
  TextMeasure(const TextMeasure&) = default;
  TextMeasure& operator=(const TextMeasure&) = default;
};

}  // namespace enig::paint

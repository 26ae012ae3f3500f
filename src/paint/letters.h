// Text, letter by letter, as CSS sees it: a run of white space is one space.
//
//     for (std::size_t at = 0; at < text.size();) {
//       const Letter letter = letter_at(text, at);
//       at = letter.end;
//     }
#pragma once

#include <cstddef>
#include <string_view>

#include "paint/text_measure.h"

namespace enig::paint {

struct Letter {
  char32_t code_point;  // U+0020 for a run of white space
  std::size_t end;      // byte after it
};

// The letter that starts at byte `at` (at < text.size()). `text` is valid UTF-8.
[[nodiscard]] Letter letter_at(std::string_view text, std::size_t at);

// Marks that sit on the letter before them and are never separated from it: combining marks,
// variation selectors, joiners, skin tones.
[[nodiscard]] bool is_mark(char32_t code_point);

// Letters without ink or width: soft hyphen, zero-width space, direction marks.
[[nodiscard]] bool is_invisible(char32_t code_point);

// True for text whose letters change with their neighbours or run from right to left (Arabic,
// Hebrew, the Indic and South-East Asian scripts), and for emoji that are joined of several: set
// side by side they would be wrong.
[[nodiscard]] bool needs_shaping(std::string_view text);

// The advance of a letter as it is laid out: 0 for marks and invisible letters.
[[nodiscard]] float advance_px(const TextMeasure& measure, char32_t code_point, Font font);

// Width of `text` on one line.
[[nodiscard]] float width_px(const TextMeasure& measure, std::string_view text, Font font);

}  // namespace enig::paint

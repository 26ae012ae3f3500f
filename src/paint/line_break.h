// Where lines break: rule 7 of page/theme.h. Greedy, as a browser breaks left-aligned text.
//
//     for (const TextLine& line : break_lines(text, 640, measure, font)) {
//       draw(text.substr(line.begin, line.end - line.begin));
//     }
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "paint/text_measure.h"

namespace enig::paint {

struct TextLine {
  std::size_t begin;  // bytes; without the spaces at either end
  std::size_t end;
  float width_px;
  bool is_hyphenated = false;  // it ends within a word; the width has a hyphen in it

  friend bool operator==(const TextLine&, const TextLine&) = default;
};

// The lines of `text` (valid UTF-8) in `width_max_px`; none for text without words. Every letter
// but the spaces between the lines is on exactly one line. A line holds at least one letter, even
// where that is wider than the room.
[[nodiscard]] std::vector<TextLine> break_lines(std::string_view text, float width_max_px,
                                                const TextMeasure& measure, Font font);

}  // namespace enig::paint

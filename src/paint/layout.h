// Where everything on a page lies: the boxes and lines that the theme's rules give, in CSS px from
// the page's top left corner. The style sheet gives the HTML page the same boxes.
//
//     const Layout layout = lay_out(page.root, measure, {.width_px = 360, .root_px = 16});
//     for (const Box& box : layout.boxes) …  // parents come before their children
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "page/node.h"
#include "paint/text_measure.h"

namespace enig::paint {

struct Rect {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;

  friend bool operator==(const Rect&, const Rect&) = default;
};

// One painted line: bytes [begin, end) of its node's text, and the room of the line.
struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;
  Rect rect;  // as wide as the words, as high as the line

  friend bool operator==(const Line&, const Line&) = default;
};

struct Box {
  const page::Node* node = nullptr;  // lives as long as the page that was laid out
  Rect rect;                         // border box
  std::vector<Line> lines;
  Font font;  // of the lines
};

// Whether the window is at least page::wide_rem wide, by the browser's own measure (a media query).
enum class Breadth { narrow, wide };

struct Window {
  float width_px = 360;
  float root_px = 16;  // 1rem: the person's own text size
  Breadth breadth = Breadth::narrow;
};

struct Layout {
  std::vector<Box> boxes;  // in document order; hidden nodes have none
  float height_px = 0;
};

[[nodiscard]] Layout lay_out(const page::Node& root, const TextMeasure& measure,
                             const Window& window);

// The font and line height of a look at a root size.
[[nodiscard]] Font font_of(page::Look look, float root_px);
[[nodiscard]] float line_height_px(page::Look look, float root_px);

// The layout as indented text, one box or line a line: what tests compare.
[[nodiscard]] std::string to_text(const Layout& layout);

}  // namespace enig::paint

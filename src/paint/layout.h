// Where everything on a page lies: the boxes and lines that the theme's rules give, in CSS px. The
// style sheet gives the HTML page the same boxes.
//
//     Layout layout = lay_out(page.root, measure, {.width_px = 360, .root_px = 16});
//     layout = lay_out(next_page.root, measure, window, {.last = layout});   // what is the same is
//     kept for (const Box& box : boxes_of(layout)) …                    // parents before their
//     children
//
// A block knows nothing of where it lies; its parent does. So a card that grows moves what is below
// it by one number each, and a node that two pages share is laid out once.
#pragma once

#include <cstddef>
#include <memory>
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
  Rect rect;                   // as wide as the words, as high as the line
  bool is_hyphenated = false;  // it ends within a word: a hyphen is painted

  friend bool operator==(const Line&, const Line&) = default;
};

struct Block;

// A child's upper left corner, from that of its parent.
struct Placed {
  float x = 0;
  float y = 0;
  std::shared_ptr<const Block> block;
};

// A node as it is laid out in a given width.
struct Block {
  // Of the root: lives as long as the page that was laid out.
  std::shared_ptr<const page::Node> node;
  float width_given = 0;  // from which the others follow
  float width = 0;        // of the border box
  float height = 0;
  Font font;                // of the lines
  std::vector<Line> lines;  // from the upper left corner
  std::vector<Placed> children;
  bool is_stack = false;  // no child begins or ends above the one before it
  // It, or a node below it, has a line that paint alone ends within a word: at no soft hyphen.
  bool is_hyphenated = false;
  bool needs_shaping = false;  // it, or a node below it, has text that paint cannot set
  // The overlay's note to itself: the document's words break where these do.
  mutable bool is_overlaid = false;
};

// What the browser's own media queries say of the window's width: at least page::wide_rem, at least
// page::railed_rem.
enum class Breadth { narrow, wide, railed };

struct Window {
  float width_px = 360;
  float root_px = 16;  // 1rem: the person's own text size
  Breadth breadth = Breadth::narrow;
};

struct Layout {
  Placed root;
  float height_px = 0;
};

// Layouts of other pages by the same measure and in the same window, or empty: nodes that a page
// shares with one of them keep their blocks.
struct Earlier {
  Layout last;
  Layout whole;  // where the last was of a part only, the one that holds the rest
};

[[nodiscard]] Layout lay_out(const page::Node& root, const TextMeasure& measure,
                             const Window& window, const Earlier& earlier = {});

// True for a node that paint leaves out, and so has no block: for the ear alone, or plain HTML.
[[nodiscard]] bool is_left_out(const page::Node& node, Breadth breadth);

// The font and line height of a look at a root size.
[[nodiscard]] Font font_of(page::Look look, float root_px);
[[nodiscard]] float line_height_px(page::Look look, float root_px);

// A block where it lies on its page.
struct Box {
  const page::Node* node = nullptr;
  Rect rect;  // border box
  std::vector<Line> lines;
  Font font;
  int depth = 0;
};

// In document order.
[[nodiscard]] std::vector<Box> boxes_of(const Layout& layout);

// The layout as indented text, one box or line a line: what tests compare.
[[nodiscard]] std::string to_text(const Layout& layout);

}  // namespace enig::paint

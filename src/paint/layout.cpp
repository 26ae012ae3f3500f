#include "paint/layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "page/theme.h"
#include "paint/line_break.h"

namespace enig::paint {
namespace {

using page::Kind;
using page::Look;
using page::Node;
using page::Style;

bool is_leaf(const Node& node) { return node.kind >= Kind::heading; }

// A box's place before its own height is known.
struct Place {
  float x;
  float y;
  float width;
};

class Stacker {
 public:
  Stacker(Layout& layout, const TextMeasure& measure, const Window& window)
      : layout_(layout), measure_(measure), window_(window) {}

  // Lays out a node and all below it at `place`; returns its height.
  float put(const Node& node, Place place) {
    const std::size_t at = layout_.boxes.size();
    layout_.boxes.push_back({&node, {place.x, place.y, place.width, 0}, {}, {}});
    if (node.kind == Kind::bar) return finish(at, page::bar_height_px);
    if (is_leaf(node)) return put_words(at);
    const float inset = inset_px(page::style_of(node.look));
    const Place content{place.x + inset, place.y + inset, std::max(0.0F, place.width - 2 * inset)};
    const float height = put_children(node, content);
    return finish(at, height + 2 * inset);
  }

 private:
  // Rule 6.
  float padding_px(const Style& style) const {
    return window_.breadth == Breadth::wide ? style.padding_wide_px : style.padding_px;
  }
  static float border_of(const Style& style) {
    return style.border == page::Paint::none ? 0 : page::border_px;
  }
  float inset_px(const Style& style) const { return padding_px(style) + border_of(style); }

  float finish(std::size_t at, float height) {
    layout_.boxes[at].rect.height = height;
    return height;
  }

  float put_children(const Node& node, Place content) {
    if (node.kind == Kind::row) return put_row(node, content);
    if (node.kind == Kind::split && node.children.size() == 2) return put_split(node, content);
    return put_stack(node, content);
  }

  // Rule 2.
  float put_stack(const Node& node, Place content) {
    float height = 0;
    bool is_first = true;
    for (const Node& child : node.children) {
      if (child.look == Look::hidden) continue;
      if (!is_first) height += page::style_of(child.look).above_px;
      is_first = false;
      height += put(child, {content.x, content.y + height, content.width});
    }
    return height;
  }

  // Rule 3.
  float put_row(const Node& node, Place content) {
    const auto shown = std::ranges::count_if(
        node.children, [](const Node& child) { return child.look != Look::hidden; });
    if (shown == 0) return 0;
    if (content.width < page::row_rem * window_.root_px) return put_narrow_row(node, content);
    const auto count = static_cast<float>(shown);
    const float width = std::max(0.0F, (content.width - page::row_gap_px * (count - 1)) / count);
    float height = 0;
    float x = content.x;
    std::vector<std::size_t> cells;
    for (const Node& child : node.children) {
      if (child.look == Look::hidden) continue;
      cells.push_back(layout_.boxes.size());
      height = std::max(height, put(child, {x, content.y, width}));
      x += width + page::row_gap_px;
    }
    for (const std::size_t cell : cells) grow(layout_.boxes[cell], height);
    return height;
  }

  // Rule 3, of a row that is too narrow for its children beside each other.
  float put_narrow_row(const Node& node, Place content) {
    float height = 0;
    for (const Node& child : node.children) {
      if (child.look == Look::hidden) continue;
      if (height > 0) height += page::row_gap_px;
      height += put(child, {content.x, content.y + height, content.width});
    }
    return height;
  }

  // Rule 3, of a split.
  float put_split(const Node& node, Place content) {
    const float last_width = std::min(content.width, words_width(node.children[1]));
    const float first_width = std::max(0.0F, content.width - last_width - page::row_gap_px);
    const std::size_t first = layout_.boxes.size();
    const float first_height = put(node.children[0], {content.x, content.y, first_width});
    const std::size_t last = layout_.boxes.size();
    const float last_x = content.x + content.width - last_width;
    const float last_height = put(node.children[1], {last_x, content.y, last_width});
    const float height = std::max(first_height, last_height);
    move_down(first, last, (height - first_height) / 2);
    move_down(last, layout_.boxes.size(), (height - last_height) / 2);
    return height;
  }

  void move_down(std::size_t begin, std::size_t end, float down) {
    for (std::size_t i = begin; i < end; ++i) {
      layout_.boxes[i].rect.y += down;
      for (Line& line : layout_.boxes[i].lines) line.rect.y += down;
    }
  }

  // How wide a node is with all its words on one line.
  float words_width(const Node& node) const {
    const Style& style = page::style_of(node.look);
    float width = 0;
    if (is_leaf(node)) {
      const float endless = std::numeric_limits<float>::max();
      const Font font = font_of(node.look, window_.root_px);
      for (const TextLine& line : break_lines(node.text, endless, measure_, font)) {
        width = std::max(width, line.width_px);
      }
    }
    for (const Node& child : node.children) width = std::max(width, words_width(child));
    return width + 2 * inset_px(style);
  }

  // A cell of a row becomes as high as its tallest; a button's words stay in its middle.
  static void grow(Box& box, float height) {
    const float down = (height - box.rect.height) / 2;
    box.rect.height = height;
    if (box.node->kind != Kind::button) return;
    for (Line& line : box.lines) line.rect.y += down;
  }

  // Rules 4, 5, 7 and 8.
  float put_words(std::size_t at) {
    Box& box = layout_.boxes[at];
    const Node& node = *box.node;
    const Style& style = page::style_of(node.look);
    box.font = font_of(node.look, window_.root_px);
    const float line_height = line_height_px(node.look, window_.root_px);
    const float inset = inset_px(style);
    const float above =
        border_of(style) + page::padding_block_px(style, padding_px(style), line_height);
    float room = std::max(0.0F, box.rect.width - 2 * inset);
    const std::vector<TextLine> lines = break_lines(node.text, room, measure_, box.font);
    if (style.fits_words && lines.size() <= 1) {
      const float all = box.rect.width;
      room = lines.empty() ? 0 : lines.front().width_px;
      box.rect.width = room + 2 * inset;
      if (style.at_end) box.rect.x += all - box.rect.width;
    }
    const bool is_centred = node.kind == Kind::button && !style.fits_words;
    float y = box.rect.y + above;
    for (const TextLine& line : lines) {
      // A line that is too wide starts at the left, as in CSS.
      const float before = is_centred ? std::max(0.0F, (room - line.width_px) / 2) : 0;
      box.lines.push_back(
          {line.begin, line.end, {box.rect.x + inset + before, y, line.width_px, line_height}});
      y += line_height;
    }
    return finish(at, y - box.rect.y + above);
  }

  Layout& layout_;
  const TextMeasure& measure_;
  const Window& window_;
};

}  // namespace

Font font_of(Look look, float root_px) {
  const Style& style = page::style_of(look);
  return {style.size_rem * root_px, style.weight};
}

float line_height_px(Look look, float root_px) {
  const Style& style = page::style_of(look);
  return std::round(style.size_rem * root_px * style.line_height);
}

Layout lay_out(const Node& root, const TextMeasure& measure, const Window& window) {
  Layout layout;
  const float width = std::max(
      0.0F, std::min(window.width_px - 2 * page::side_px, page::column_rem * window.root_px));
  const float left = std::floor((window.width_px - width) / 2);  // rule 1
  const float height = Stacker(layout, measure, window).put(root, {left, page::top_px, width});
  layout.height_px = page::top_px + height + page::bottom_px;
  return layout;
}

}  // namespace enig::paint

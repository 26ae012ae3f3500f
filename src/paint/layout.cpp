#include "paint/layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "page/theme.h"
#include "paint/former.h"
#include "paint/letters.h"
#include "paint/line_break.h"

namespace enig::paint {
namespace {

using page::Kind;
using page::Look;
using page::Node;
using page::Style;

// Sums of advances are not exact: what fits by this little fits.
constexpr float slack_px = 1.0F / 64;

using SharedNode = std::shared_ptr<const Node>;
using SharedBlock = std::shared_ptr<const Block>;

bool is_leaf(const Node& node) { return node.kind >= Kind::heading; }

class Setter {
 public:
  Setter(const TextMeasure& measure, const Window& window) : measure_(measure), window_(window) {}

  std::shared_ptr<Block> set(SharedNode node, float width, const Formerly& before) const {
    auto block = std::make_shared<Block>();
    block->node = std::move(node);
    block->width_given = block->width = width;
    const Node& shown = *block->node;
    if (shown.kind == Kind::bar) {
      block->height = page::bar_height_px;
    } else if (is_leaf(shown)) {
      set_words(*block);
    } else {
      set_children(*block, before);
    }
    return block;
  }

 private:
  // Rule 6.
  float padding_px(const Style& style) const {
    return window_.breadth == Breadth::narrow ? style.padding_px : style.padding_wide_px;
  }
  static float border_of(const Style& style) {
    return style.border == page::Paint::none ? 0 : page::border_px;
  }
  float inset_px(const Style& style) const { return padding_px(style) + border_of(style); }

  bool is_shown(const Node& node) const { return !is_left_out(node, window_.breadth); }

  SharedBlock child(const SharedNode& node, float width, Formers& formers) const {
    Formers::Found found = formers.of(*node);
    for (SharedBlock* const block : {&found.last, &found.whole}) {
      if (*block && (*block)->node == node && (*block)->width_given == width) return *block;
    }
    return set(node, width, {found.last.get(), found.whole.get()});
  }

  static void place(Block& parent, float x, float y, SharedBlock block) {
    parent.needs_shaping = parent.needs_shaping || block->needs_shaping;
    parent.is_hyphenated = parent.is_hyphenated || block->is_hyphenated;
    parent.children.push_back({x, y, std::move(block)});
  }

  void set_children(Block& block, const Formerly& before) const {
    const Node& node = *block.node;
    const float inset = inset_px(page::style_of(node.look));
    const float room = std::max(0.0F, block.width - 2 * inset);
    float height = 0;
    switch (node.kind) {
      case Kind::row:
        height = set_row(block, inset, room);
        break;
      case Kind::flow:
        height = set_flow(block, inset, room, before);
        break;
      case Kind::split:
        height = set_split(block, inset, room, before);
        break;
      default:
        height = set_stack(block, inset, room, before);
    }
    block.height = height + 2 * inset;
  }

  // Rule 2. Of a folded details only its summary is there.
  float set_stack(Block& block, float inset, float room, const Formerly& before) const {
    block.is_stack = true;
    const Node& node = *block.node;
    const bool is_folded = node.kind == Kind::details && node.pressed != page::Pressed::yes;
    Formers formers(before);
    float height = 0;
    bool is_first = true;
    if (!is_folded) block.children.reserve(node.children.size());
    for (const page::Child& below : node.children) {
      if (is_folded && below->kind != Kind::summary) continue;
      const Style& style = page::style_of(below->look);
      const bool was_first = std::exchange(is_first, false);
      if (!is_shown(below)) continue;
      if (!was_first) height += style.above_px;
      SharedBlock set_below = child(below.shared(), room, formers);
      const float x = style.at_end ? room - set_below->width : 0;
      const float below_height = set_below->height;
      place(block, inset + x, inset + height, std::move(set_below));
      height += below_height + style.below_px;
    }
    return height;
  }

  // Rule 3. Its few cells are set anew, because they grow to the height of the tallest.
  float set_row(Block& block, float inset, float room) const {
    std::vector<SharedNode> shown;
    for (const page::Child& below : block.node->children) {
      if (is_shown(below)) shown.push_back(below.shared());
    }
    const bool is_narrow = room < page::row_rem * window_.root_px;
    const auto count = static_cast<float>(is_narrow ? 1 : shown.size());
    const float width = std::max(0.0F, (room - page::row_gap_px * (count - 1)) / count);
    std::vector<std::shared_ptr<Block>> cells;
    float tallest = 0;
    for (const SharedNode& node : shown) {
      cells.push_back(set(node, width, {}));
      tallest = std::max(tallest, cells.back()->height);
    }
    float x = 0;
    float y = 0;
    for (std::shared_ptr<Block>& cell : cells) {
      if (!is_narrow) grow(*cell, tallest);
      const float height = cell->height;
      place(block, inset + x, inset + y, std::move(cell));
      if (is_narrow) {
        y += height + page::row_gap_px;
      } else {
        x += width + page::row_gap_px;
      }
    }
    return is_narrow ? std::max(0.0F, y - page::row_gap_px) : tallest;
  }

  // A cell of a row becomes as high as its tallest; a button's words stay in its middle.
  static void grow(Block& block, float height) {
    const float down = (height - block.height) / 2;
    block.height = height;
    if (block.node->kind != Kind::button) return;
    for (Line& line : block.lines) line.rect.y += down;
  }

  // Rule 3, of a split.
  float set_split(Block& block, float inset, float room, const Formerly& before) const {
    const std::vector<page::Child>& both = block.node->children;
    Formers formers(before);
    const float last_width = std::min(room, words_width(both[1]));
    const float first_width = std::max(0.0F, room - last_width - page::row_gap_px);
    SharedBlock first = child(both[0].shared(), first_width, formers);
    SharedBlock last = child(both[1].shared(), last_width, formers);
    const float height = std::max(first->height, last->height);
    const float first_y = inset + (height - first->height) / 2;
    const float last_y = inset + (height - last->height) / 2;
    place(block, inset, first_y, std::move(first));
    place(block, inset + room - last_width, last_y, std::move(last));
    return height;
  }

  // Rule 3, of a flow.
  float set_flow(Block& block, float inset, float room, const Formerly& before) const {
    const float gap = page::style_of(block.node->look).gap_px;
    Formers formers(before);
    std::vector<Placed> line;
    float height = 0;
    float end = 0;  // of the line, where the next child may start
    const auto finish_line = [&] {
      float tallest = 0;
      for (const Placed& placed : line) tallest = std::max(tallest, placed.block->height);
      for (Placed& placed : line) {
        const float y = inset + height + (tallest - placed.block->height) / 2;
        place(block, inset + placed.x, y, std::move(placed.block));
      }
      height += tallest;
      line.clear();
      end = 0;
    };
    for (const page::Child& below : block.node->children) {
      if (!is_shown(below)) continue;
      const float width = std::min(room, words_width(below));
      if (!line.empty() && end + width > room + slack_px) {
        finish_line();
        height += page::flow_line_gap_px;
      }
      SharedBlock set_below = child(below.shared(), width, formers);
      const float x = page::style_of(below->look).at_end ? room - width : end;
      line.push_back({x, 0, std::move(set_below)});
      end += width + gap;
    }
    if (!line.empty()) finish_line();
    return height;
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
      if (node.kind == Kind::summary) width += page::marker_room_px;
    }
    const bool is_beside = node.kind == Kind::flow;
    for (const Node& below : node.children) {
      if (!is_shown(below)) continue;
      const float each = words_width(below);
      width = is_beside ? width + (width > 0 ? style.gap_px : 0) + each : std::max(width, each);
    }
    return std::max(style.min_width_px, width + 2 * inset_px(style));
  }

  // Rules 4, 5, 7 and 8.
  void set_words(Block& block) const {
    const Node& node = *block.node;
    const Style& style = page::style_of(node.look);
    block.needs_shaping = needs_shaping(node.text);
    block.font = font_of(node.look, window_.root_px);
    const float line_height = line_height_px(node.look, window_.root_px);
    const float inset = inset_px(style);
    const float above =
        border_of(style) + page::padding_block_px(style, padding_px(style), line_height);
    const float marker = node.kind == Kind::summary ? page::marker_room_px : 0;
    float room = std::max(0.0F, block.width - 2 * inset - marker);
    const std::vector<TextLine> lines = break_lines(node.text, room, measure_, block.font);
    if (style.fits_words && lines.size() <= 1) {
      const float words = lines.empty() ? 0 : lines.front().width_px;
      const float width = std::max(style.min_width_px, words + marker + 2 * inset);
      block.width = std::min(block.width, width);
      room = block.width - 2 * inset - marker;
    }
    const bool is_centred = node.kind == Kind::button && !style.underlined;
    float y = above;
    for (const TextLine& line : lines) {
      // A line that is too wide starts at the left, as in CSS.
      const float before = is_centred ? std::max(0.0F, (room - line.width_px) / 2) : 0;
      block.lines.push_back({line.begin,
                             line.end,
                             {inset + before, y, line.width_px, line_height},
                             line.is_hyphenated});
      const std::string_view words(node.text.data() + line.begin, line.end - line.begin);
      const bool is_guess = line.is_hyphenated && !words.ends_with("\u00AD");
      block.is_hyphenated = block.is_hyphenated || is_guess;
      y += line_height;
    }
    const int least_lines = node.kind == Kind::field ? 1 : min_lines(style);
    const bool has_least = least_lines > 1 || node.kind == Kind::field;
    const float least = has_least ? above + static_cast<float>(least_lines) * line_height : 0;
    block.height = std::max(y, least) + above;
  }

  int min_lines(const Style& style) const {
    return window_.breadth == Breadth::narrow ? style.min_lines : style.min_lines_wide;
  }

  const TextMeasure& measure_;
  const Window& window_;
};

void append_boxes(const Placed& placed, float x, float y, int depth, std::vector<Box>& boxes) {
  const Block& block = *placed.block;
  x += placed.x;
  y += placed.y;
  Box box{block.node.get(), {x, y, block.width, block.height}, block.lines, block.font, depth};
  for (Line& line : box.lines) {
    line.rect.x += x;
    line.rect.y += y;
  }
  boxes.push_back(std::move(box));
  for (const Placed& below : block.children) append_boxes(below, x, y, depth + 1, boxes);
}

// Rule 1.
Placed column_of(const Window& window) {
  const bool is_railed = window.breadth == Breadth::railed;
  const float rail = is_railed ? (page::rail_rem + page::rail_gap_rem) * window.root_px : 0;
  const float width = std::max(0.0F, std::min(window.width_px - 2 * page::side_px - rail,
                                              page::column_rem * window.root_px));
  const float left = std::floor((window.width_px - rail - width) / 2 + rail);
  auto block = std::make_shared<Block>();
  block->width = width;
  return {left, page::top_px, std::move(block)};
}

}  // namespace

bool is_left_out(const Node& node, Breadth breadth) {
  if (node.look == Look::hidden || node.look == Look::skip) return true;
  return breadth == Breadth::railed && page::style_of(node.look).is_rail;
}

Font font_of(Look look, float root_px) {
  const Style& style = page::style_of(look);
  return {style.size_rem * root_px, style.weight};
}

float line_height_px(Look look, float root_px) {
  const Style& style = page::style_of(look);
  return std::round(style.size_rem * root_px * style.line_height);
}

Layout lay_out(const Node& root, const TextMeasure& measure, const Window& window,
               const Earlier& earlier) {
  Layout layout;
  layout.root = column_of(window);
  const float width = layout.root.block->width;
  // The page keeps its root; the other nodes are kept by their blocks.
  const SharedNode unowned(SharedNode(), &root);
  layout.root.block =
      Setter(measure, window)
          .set(unowned, width, {earlier.last.root.block.get(), earlier.whole.root.block.get()});
  layout.height_px = page::top_px + layout.root.block->height + page::bottom_px;
  return layout;
}

std::vector<Box> boxes_of(const Layout& layout) {
  std::vector<Box> boxes;
  if (layout.root.block) append_boxes(layout.root, 0, 0, 0, boxes);
  return boxes;
}

}  // namespace enig::paint

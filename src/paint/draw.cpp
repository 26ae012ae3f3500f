#include "paint/draw.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "page/bar.h"

namespace enig::paint {
namespace {

using page::Colour;
using page::Kind;
using page::Look;
using page::Node;
using page::Paint;
using page::Style;

// How much ink a button takes on while it is pointed at, and while it is held down.
constexpr float hover_share = 0.06F;
constexpr float held_share = 0.16F;

// A box's colours: under its words, around it, and the words.
struct Coat {
  std::optional<Colour> ground;
  std::optional<Colour> border;
  Colour ink;
  Colour mark;  // behind what the search has found, and the words on it
  Colour marked_ink;
};

std::optional<Paint> stance_paint(Look look) {
  switch (look) {
    case Look::agree:
      return Paint::agree;
    case Look::disagree:
      return Paint::disagree;
    case Look::unsure:
      return Paint::unsure;
    default:
      return std::nullopt;
  }
}

float touch_share(const Node& node, const Pointing& pointing) {
  if (node.id == pointing.held_id) return held_share;
  return node.id == pointing.hovered_id ? hover_share : 0;
}

// 1 where the node does not move.
float progress_of(const Node& node, const Motion& motion) {
  return std::ranges::find(motion.ids, node.id) == motion.ids.end() ? 1 : motion.progress;
}

Coat coat_when(std::optional<page::Pressed> pressed, const Node& node, const Scene& scene) {
  const page::Palette& palette = scene.palette;
  const Style& style = page::style_of(node.look);
  Coat coat{std::nullopt, std::nullopt, palette.of(style.ink), palette.of(Paint::mark),
            palette.of(Paint::ink)};
  if (style.ground != Paint::none) coat.ground = palette.of(style.ground);
  if (style.border != Paint::none) coat.border = palette.of(style.border);
  const std::optional<Paint> stance = stance_paint(node.look);
  const float share = touch_share(node, scene.pointing);
  if (stance && pressed == page::Pressed::yes) {
    const Colour filled = mix(palette.of(*stance), palette.of(Paint::ink), share);
    return {filled, filled, palette.of(Paint::on_stance), coat.mark, coat.marked_ink};
  }
  if (node.look == Look::filter && pressed == page::Pressed::yes) {
    const Colour filled = mix(palette.of(Paint::ink), palette.of(Paint::paper), share);
    return {filled, filled, palette.of(Paint::paper), coat.mark, coat.marked_ink};
  }
  if (node.look == Look::tool && pressed == page::Pressed::yes) coat.ink = palette.of(Paint::ink);
  if (share > 0 && node.kind == Kind::button && coat.ground) {
    const Colour tint = palette.of(stance.value_or(Paint::ink));
    coat.ground = mix(*coat.ground, tint, share);
    if (stance) coat.border = tint;
  }
  return coat;
}

std::optional<Colour> mix_some(std::optional<Colour> from, std::optional<Colour> to, float share) {
  if (!from || !to) return to;
  return mix(*from, *to, share);
}

Coat coat_of(const Node& node, const Scene& scene) {
  const Coat now = coat_when(node.pressed, node, scene);
  const float progress = progress_of(node, scene.motion);
  if (progress >= 1 || !node.pressed) return now;
  const bool is_down = *node.pressed == page::Pressed::yes;
  const Coat then = coat_when(is_down ? page::Pressed::no : page::Pressed::yes, node, scene);
  return {mix_some(then.ground, now.ground, progress), mix_some(then.border, now.border, progress),
          mix(then.ink, now.ink, progress), now.mark, now.marked_ink};
}

// Bytes [begin, end) of a line's text, which the search has found or which lie between.
struct Run {
  std::size_t begin;
  std::size_t end;
  bool is_marked;
};

std::vector<Run> runs_of(const Line& line, const std::vector<page::Mark>& marks) {
  std::vector<Run> runs;
  std::size_t at = line.begin;
  for (const page::Mark& mark : marks) {
    const std::size_t begin = std::max(mark.begin, at);
    const std::size_t end = std::min(mark.end, line.end);
    if (begin >= end) continue;
    if (begin > at) runs.push_back({at, begin, false});
    runs.push_back({begin, end, true});
    at = end;
  }
  if (at < line.end) runs.push_back({at, line.end, false});
  return runs;
}

// A line in which something is marked.
void draw_runs(Pen& pen, const Node& node, const Line& line, const Font& font, const Coat& coat) {
  const std::string_view text = node.text;
  Rect rest = line.rect;
  for (const Run& run : runs_of(line, node.marks)) {
    const std::string_view words = text.substr(run.begin, run.end - run.begin);
    const float width = pen.width_px(words, font);
    if (run.is_marked) pen.mark({rest.x, rest.y, width, rest.height}, font, coat.mark);
    pen.text(words, rest, font, run.is_marked ? coat.marked_ink : coat.ink);
    rest.x += width;
  }
  if (line.is_hyphenated) pen.text("-", rest, font, coat.ink);
}

void draw_words(Pen& pen, const Block& block, float x, float y, const Coat& coat, bool is_touched) {
  const Node& node = *block.node;
  const Style& style = page::style_of(node.look);
  const std::string_view text = node.text;
  for (Line line : block.lines) {
    line.rect.x += x;
    line.rect.y += y;
    if (!node.marks.empty()) {
      draw_runs(pen, node, line, block.font, coat);
    } else {
      const float end =
          pen.text(text.substr(line.begin, line.end - line.begin), line.rect, block.font, coat.ink);
      if (line.is_hyphenated) {
        pen.text("-", {end, line.rect.y, 0, line.rect.height}, block.font, coat.ink);
      }
    }
    if (style.underlined)
      pen.underline(line.rect, block.font, coat.ink,
                    is_touched ? 2 * page::underline_px : page::underline_px);
  }
}

// The marker of a summary: an angle at its right end.
void draw_marker(Pen& pen, const Rect& rect, page::Pressed is_open, Colour ink) {
  const float half = page::marker_side_px / 2;
  const float right = rect.x + rect.width - page::marker_line_px;
  const float middle = rect.y + rect.height / 2;
  const float tip = is_open == page::Pressed::yes ? -half / 2 : half / 2;
  pen.angle({right - 2 * half, middle - tip}, {right - half, middle + tip}, {right, middle - tip},
            ink, page::marker_line_px);
}

// A place on the bar, while the bar grows from its middle.
float grown(double at, float progress) {
  constexpr float middle = 0.5F;
  return middle + (static_cast<float>(at) - middle) * progress;
}

Rect part_of(const Rect& bar, page::Span span, float progress) {
  const float from = grown(span.from, progress) * bar.width;
  const float to = grown(span.to, progress) * bar.width;
  return {bar.x + from, bar.y, to - from, page::bar_parts_height_px};
}

// A line from end to end of the interval, and a tick at each end.
void draw_interval(Pen& pen, const Rect& span, Colour ink) {
  const float end = span.x + span.width;
  const Rect tick{span.x, span.y + page::bar_tick_top_px, page::bar_tick_width_px,
                  page::bar_tick_height_px};
  pen.fill({span.x, span.y + page::bar_interval_top_px, span.width, page::bar_interval_height_px},
           ink);
  pen.fill(tick, ink);
  pen.fill({end - tick.width, tick.y, tick.width, tick.height}, ink);
}

void draw_bar(Pen& pen, const Node& node, const Rect& rect, const page::Palette& palette,
              float progress) {
  pen.fill({rect.x, rect.y + page::bar_track_top_px, rect.width, page::bar_track_height_px},
           palette.of(Paint::hairline));
  if (!node.shares) return;
  const page::Shares& shares = *node.shares;
  const page::BarGeometry bar = page::bar_geometry(shares);
  pen.fill(part_of(rect, bar.disagree, progress), palette.of(Paint::disagree));
  pen.fill(part_of(rect, bar.unsure, progress), palette.of(Paint::unsure));
  pen.fill(part_of(rect, bar.agree, progress), palette.of(Paint::agree));
  draw_interval(pen, part_of(rect, bar.interval, progress), palette.of(Paint::ink));
  if (!shares.own) return;
  pen.disc(rect.x + grown(bar.own, progress) * rect.width, rect.y + page::bar_parts_height_px / 2,
           page::own_radius_px, palette.of(Paint::on_stance),
           {palette.of(Paint::ink), page::own_rim_px});
}

void draw_box(Pen& pen, const Block& block, float x, float y, const Scene& scene) {
  const Node& node = *block.node;
  const Rect rect{x, y, block.width, block.height};
  if (node.kind == Kind::bar) {
    return draw_bar(pen, node, rect, scene.palette, progress_of(node, scene.motion));
  }
  // A field shows itself: paint has left it its room.
  if (node.kind == Kind::field) return;
  const Coat coat = coat_of(node, scene);
  const float radius = page::style_of(node.look).rounded ? page::radius_px : 0;
  if (coat.ground) pen.fill(rect, *coat.ground, radius);
  if (coat.border && coat.border != coat.ground) {
    pen.outline(rect, *coat.border, page::border_px, radius);
  }
  const bool is_touched = touch_share(node, scene.pointing) > 0;
  draw_words(pen, block, x, y, coat, is_touched);
}

// Higher blocks are drawn by their parts: of a section most lies outside the band.
constexpr float stamp_height_max_px = 600;

class Walk {
 public:
  Walk(Pen& pen, const Scene& scene) : pen_(pen), scene_(scene) {}

  void draw(const Placed& placed, float x, float y) {
    const Block& block = *placed.block;
    x += placed.x;
    y += placed.y;
    if (y + block.height <= scene_.top_px || y >= scene_.bottom_px) return;
    if (block.height > stamp_height_max_px || is_alive(block)) return draw_parts(block, x, y);
    pen_.stamp(placed.block, {x, y}, [&] { draw_whole(block, x, y); });
  }

  int drawn() const { return drawn_; }

  // Returns how many of `blocks_max` are left.
  int draw_ahead(const Placed& placed, float x, float y, int blocks_max) {
    const Block& block = *placed.block;
    x += placed.x;
    y += placed.y;
    if (y + block.height <= scene_.top_px || y >= scene_.bottom_px) return blocks_max;
    if (block.height <= stamp_height_max_px) {
      if (pen_.knows(placed.block, {x, y})) return blocks_max;
      pen_.stamp(placed.block, {x, y}, [&] { draw_whole(block, x, y); });
      return blocks_max - 1;
    }
    for (const Placed& child : block.children) {
      if (blocks_max <= 0) break;
      blocks_max = draw_ahead(child, x, y, blocks_max);
    }
    return blocks_max;
  }

 private:
  // Whether somebody points at something in it, or something in it moves.
  bool is_alive(const Block& block) const {
    const std::string& id = block.node->id;
    if (!id.empty() && (id == scene_.pointing.hovered_id || id == scene_.pointing.held_id ||
                        std::ranges::find(scene_.motion.ids, id) != scene_.motion.ids.end())) {
      return true;
    }
    return std::ranges::any_of(block.children,
                               [this](const Placed& child) { return is_alive(*child.block); });
  }

  // A block and what is in it, also what is outside the band.
  void draw_whole(const Block& block, float x, float y) {
    draw_own(block, x, y);
    for (const Placed& child : block.children) {
      draw_whole(*child.block, x + child.x, y + child.y);
    }
  }

  void draw_parts(const Block& block, float x, float y) {
    draw_own(block, x, y);
    auto child = block.children.begin();
    if (block.is_stack) {
      child = std::ranges::partition_point(block.children, [&](const Placed& below) {
        return y + below.y + below.block->height <= scene_.top_px;
      });
    }
    for (; child != block.children.end(); ++child) {
      if (block.is_stack && y + child->y >= scene_.bottom_px) break;
      draw(*child, x, y);
    }
  }

  void draw_own(const Block& block, float x, float y) {
    draw_box(pen_, block, x, y, scene_);
    ++drawn_;
    if (block.node->kind == Kind::details) draw_marker_of(block, x, y);
  }

  void draw_marker_of(const Block& details, float x, float y) {
    if (details.children.empty()) return;
    const Placed& summary = details.children.front();
    const Rect rect{x + summary.x, y + summary.y, summary.block->width, summary.block->height};
    const Coat coat = coat_of(*summary.block->node, scene_);
    draw_marker(pen_, rect, details.node->pressed.value_or(page::Pressed::no), coat.ink);
  }

  Pen& pen_;
  const Scene& scene_;
  int drawn_ = 0;
};

}  // namespace

int draw(Pen& pen, const Layout& layout, const Scene& scene) {
  if (!layout.root.block) return 0;
  Walk walk(pen, scene);
  walk.draw(layout.root, 0, 0);
  return walk.drawn();
}

bool draw_ahead(Pen& pen, const Layout& layout, const Scene& scene, int blocks_max) {
  return !layout.root.block || Walk(pen, scene).draw_ahead(layout.root, 0, 0, blocks_max) > 0;
}

}  // namespace enig::paint

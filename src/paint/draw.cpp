#include "paint/draw.h"

#include <algorithm>
#include <optional>

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
  Coat coat{std::nullopt, std::nullopt, palette.of(style.ink)};
  if (style.ground != Paint::none) coat.ground = palette.of(style.ground);
  if (style.border != Paint::none) coat.border = palette.of(style.border);
  const std::optional<Paint> stance = stance_paint(node.look);
  const float share = touch_share(node, scene.pointing);
  if (stance && pressed == page::Pressed::yes) {
    const Colour filled = mix(palette.of(*stance), palette.of(Paint::ink), share);
    return {filled, filled, palette.of(Paint::on_stance)};
  }
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
          mix(then.ink, now.ink, progress)};
}

void draw_words(Pen& pen, const Box& box, Colour ink, bool is_touched) {
  const Style& style = page::style_of(box.node->look);
  const std::string_view text = box.node->text;
  for (const Line& line : box.lines) {
    pen.text(text.substr(line.begin, line.end - line.begin), line.rect, box.font, ink);
    if (style.underlined) pen.underline(line.rect, box.font, ink, is_touched ? 2 : 1);
  }
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

void draw_bar(Pen& pen, const Box& box, const page::Palette& palette, float progress) {
  const page::Shares& shares = *box.node->shares;
  const page::BarGeometry bar = page::bar_geometry(shares);
  pen.fill(
      {box.rect.x, box.rect.y + page::bar_track_top_px, box.rect.width, page::bar_track_height_px},
      palette.of(Paint::hairline));
  pen.fill(part_of(box.rect, bar.disagree, progress), palette.of(Paint::disagree));
  pen.fill(part_of(box.rect, bar.unsure, progress), palette.of(Paint::unsure));
  pen.fill(part_of(box.rect, bar.agree, progress), palette.of(Paint::agree));
  draw_interval(pen, part_of(box.rect, bar.interval, progress), palette.of(Paint::ink));
  if (!shares.own) return;
  pen.disc(box.rect.x + grown(bar.own, progress) * box.rect.width,
           box.rect.y + page::bar_parts_height_px / 2, page::own_radius_px,
           palette.of(Paint::on_stance), {palette.of(Paint::ink), page::own_rim_px});
}

void draw_box(Pen& pen, const Box& box, const Scene& scene) {
  const Node& node = *box.node;
  if (node.kind == Kind::bar) {
    return draw_bar(pen, box, scene.palette, progress_of(node, scene.motion));
  }
  const Coat coat = coat_of(node, scene);
  const float radius = page::style_of(node.look).rounded ? page::radius_px : 0;
  if (coat.ground) pen.fill(box.rect, *coat.ground, radius);
  if (coat.border && coat.border != coat.ground) {
    pen.outline(box.rect, *coat.border, page::border_px, radius);
  }
  draw_words(pen, box, coat.ink, touch_share(node, scene.pointing) > 0);
}

}  // namespace

int draw(Pen& pen, const Layout& layout, const Scene& scene) {
  int drawn = 0;
  for (const Box& box : layout.boxes) {
    if (box.rect.y + box.rect.height <= scene.top_px || box.rect.y >= scene.bottom_px) continue;
    draw_box(pen, box, scene);
    ++drawn;
  }
  return drawn;
}

}  // namespace enig::paint

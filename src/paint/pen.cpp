#include "paint/pen.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>

#include "paint/letters.h"

namespace enig::paint {
namespace {

constexpr std::uint32_t white = IM_COL32(255, 255, 255, 255);

// Half a pixel goes down, also above the canvas's edge: so a picture a whole pixel further up is
// the same picture.
float rounded(float device_px) { return std::floor(device_px + 0.5F); }

std::uint32_t pack(page::Colour colour) { return IM_COL32(colour.r, colour.g, colour.b, 255); }

}  // namespace

int phases(float pixel_ratio) {
  if (pixel_ratio >= 3) return 1;
  return pixel_ratio >= 2 ? 2 : phase_count;
}

page::Colour mix(page::Colour under, page::Colour over, float share) {
  const auto channel = [share](std::uint8_t a, std::uint8_t b) {
    const auto from = static_cast<float>(a);
    return static_cast<std::uint8_t>(std::lround(from + (static_cast<float>(b) - from) * share));
  };
  return {channel(under.r, over.r), channel(under.g, over.g), channel(under.b, over.b)};
}

Pen::Edges Pen::to_device(const Rect& rect) const {
  const float ratio = view_.pixel_ratio;
  const float y = rect.y - view_.top_px;
  return {rounded(rect.x * ratio), rounded(y * ratio), rounded((rect.x + rect.width) * ratio),
          rounded((y + rect.height) * ratio)};
}

void Pen::fill(const Rect& rect, page::Colour colour, float radius_px) {
  const Edges edges = to_device(rect);
  if (edges.right <= edges.left || edges.bottom <= edges.top) return;
  list_.AddRectFilled({edges.left, edges.top}, {edges.right, edges.bottom}, pack(colour),
                      radius_px * view_.pixel_ratio);
}

void Pen::outline(const Rect& rect, page::Colour colour, float width_px, float radius_px) {
  const Edges edges = to_device(rect);
  const float width = std::max(1.0F, std::floor(width_px * view_.pixel_ratio));
  // AddRect strokes half a pixel inside what it is given; the stroke's own middle lies half its
  // width further in.
  const float inset = (width - 1) / 2;
  const float radius = std::max(0.0F, radius_px * view_.pixel_ratio - width / 2);
  list_.AddRect({edges.left + inset, edges.top + inset},
                {edges.right - inset, edges.bottom - inset}, pack(colour), radius, 0, width);
}

void Pen::disc(float x, float y, float radius_px, page::Colour colour, Rim rim) {
  const float ratio = view_.pixel_ratio;
  const ImVec2 middle{x * ratio, (y - view_.top_px) * ratio};
  list_.AddCircleFilled(middle, radius_px * ratio, pack(colour));
  list_.AddCircle(middle, radius_px * ratio, pack(rim.colour), 0, rim.width_px * ratio);
}

void Pen::angle(Place from, Place by, Place to, page::Colour colour, float width_px) {
  const float ratio = view_.pixel_ratio;
  const auto device = [&](Place place) {
    return ImVec2{place.x * ratio, (place.y - view_.top_px) * ratio};
  };
  const ImVec2 places[] = {device(from), device(by), device(to)};
  list_.AddPolyline(places, 3, pack(colour), 0, width_px * ratio);
}

float Pen::width_px(std::string_view words, Font font) const {
  return paint::width_px(measure_, words, font);
}

float Pen::text(std::string_view words, const Rect& line, Font font, page::Colour colour) {
  const float baseline_px = line.y - view_.top_px + measure_.baseline_px(font, line.height);
  const float baseline = rounded(baseline_px * view_.pixel_ratio);
  float x_px = line.x;
  Faces faces{font, {}};
  const std::uint32_t ink = pack(colour);
  for (std::size_t at = 0; at < words.size();) {
    const Letter next = letter_at(words, at);
    at = next.end;
    if (is_invisible(next.code_point)) continue;
    if (next.code_point != U' ') letter(next.code_point, faces, {x_px, baseline}, ink);
    // A mark's own picture reaches back over the letter that it sits on.
    if (!is_mark(next.code_point)) x_px += measure_.advance_px(next.code_point, font);
  }
  return x_px;
}

void Pen::mark(const Rect& line, Font font, page::Colour colour) {
  const Extent extent = measure_.extent_px(font, line.height);
  fill({line.x, line.y + extent.top, line.width, extent.bottom - extent.top}, colour);
}

void Pen::underline(const Rect& line, Font font, page::Colour colour, float thickness_px) {
  const float below_px = font.size_px * page::underline_share;
  const float y = line.y + measure_.baseline_px(font, line.height) + below_px;
  fill({line.x, y, line.width, thickness_px}, colour);
}

void Pen::letter(char32_t letter, Faces& faces, Spot spot, std::uint32_t colour) {
  const auto count = static_cast<float>(phases(view_.pixel_ratio));
  const float steps = std::round(spot.x * view_.pixel_ratio * count);
  const float whole = std::floor(steps / count);
  const int quarters = static_cast<int>((steps - whole * count) * (phase_count / count));
  ImFontBaked*& face = faces.of_phase[static_cast<std::size_t>(quarters)];
  if (face == nullptr) face = glyphs_.face({faces.font, Phase{quarters}, view_.pixel_ratio});
  const ImFontGlyph* const glyph = face != nullptr ? Glyphs::find(*face, letter) : nullptr;
  if (glyph == nullptr) has_missed_ = true;
  if (glyph == nullptr || glyph->Visible == 0) return;
  list_.PrimReserve(6, 4);
  list_.PrimRectUV({whole + glyph->X0, spot.baseline + glyph->Y0},
                   {whole + glyph->X1, spot.baseline + glyph->Y1}, {glyph->U0, glyph->V0},
                   {glyph->U1, glyph->V1}, glyph->Colored != 0 ? white : colour);
}

}  // namespace enig::paint

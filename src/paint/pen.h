// Draws in CSS px of the page onto ImGui's draw list, whose unit is the device pixel. Edges and
// letters land on whole device pixels, so that they are sharp at every pixel ratio and zoom.
//
//     Pen pen(list, glyphs, stamps, measure, {.top_px = band_top_px, .pixel_ratio = 2});
//     pen.fill({16, 120, 328, 96}, colour, page::radius_px);
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "page/theme.h"
#include "paint/glyphs.h"
#include "paint/layout.h"
#include "paint/stamps.h"
#include "paint/text_measure.h"

struct ImDrawList;

namespace enig::paint {

// What part of the page the canvas shows.
struct View {
  float top_px = 0;  // page coordinate of the canvas's upper edge
  float pixel_ratio = 1;
};

struct Rim {
  page::Colour colour;
  float width_px;
};

struct Place {
  float x;
  float y;
};

class Pen {
 public:
  Pen(ImDrawList& list, Glyphs& glyphs, Stamps& stamps, const TextMeasure& measure, View view)
      : list_(list), glyphs_(glyphs), stamps_(stamps), measure_(measure), view_(view) {}

  void fill(const Rect& rect, page::Colour colour, float radius_px = 0);
  // A line of `width_px` inside the rectangle's edge.
  void outline(const Rect& rect, page::Colour colour, float width_px, float radius_px = 0);
  // A disc around (x, y); half of the rim lies on it.
  void disc(float x, float y, float radius_px, page::Colour colour, Rim rim);
  // Two strokes, from the first place by the second to the third.
  void angle(Place from, Place by, Place to, page::Colour colour, float width_px);
  // One line of text, whose line box is `line`. Returns where its last letter ends.
  float text(std::string_view words, const Rect& line, Font font, page::Colour colour);
  [[nodiscard]] float width_px(std::string_view words, Font font) const;
  // Behind words of a line: as high as the box of its letters.
  void mark(const Rect& line, Font font, page::Colour colour);
  // A stroke below the words of a line.
  void underline(const Rect& line, Font font, page::Colour colour, float thickness_px);

  // Whether a block at this place has been drawn before.
  [[nodiscard]] bool knows(const std::shared_ptr<const Block>& block, Place at) {
    return stamps_.knows(list_, block, corner_at(at));
  }

  // A whole block whose upper left corner lies at `at`: as it was drawn before, or by `drawing`.
  template <typename Drawing>
  void stamp(const std::shared_ptr<const Block>& block, Place at, const Drawing& drawing) {
    const Stamps::Corner corner = corner_at(at);
    if (stamps_.print(list_, block, corner)) return;
    const Stamps::Cut cut = stamps_.begin(list_);
    has_missed_ = false;
    drawing();
    if (!has_missed_) stamps_.keep(list_, cut, block, corner);
  }

 private:
  struct Edges {
    float left, top, right, bottom;
  };
  [[nodiscard]] Stamps::Corner corner_at(Place at) const {
    return {at.x, (at.y - view_.top_px) * view_.pixel_ratio};
  }
  [[nodiscard]] Edges to_device(const Rect& rect) const;
  // The faces of a font, one for each phase: asked for once a line.
  struct Faces {
    Font font;
    std::array<ImFontBaked*, phase_count> of_phase{};
  };
  struct Spot {
    float x;         // CSS px
    float baseline;  // device pixels
  };
  void letter(char32_t letter, Faces& faces, Spot spot, std::uint32_t colour);

  ImDrawList& list_;
  Glyphs& glyphs_;
  Stamps& stamps_;
  const TextMeasure& measure_;
  View view_;
  bool has_missed_ = false;  // a letter that the atlas had no room for
};

// `share` of `over` on `under`: 0 is all `under`, 1 all `over`.
[[nodiscard]] page::Colour mix(page::Colour under, page::Colour over, float share);

}  // namespace enig::paint

// ImGui, as the painter uses it: one context, one atlas, one frame at a time. Its windows, its keyboard and its own
// text are not used.
//
//     Painter painter(measure, pictures, {.pixel_ratio = 2});
//     ImDrawData* data = painter.frame(layout, scene, {.width_px = 360, .height_px = 1480});
#pragma once

#include <memory>

#include "paint/draw.h"
#include "paint/glyphs.h"
#include "paint/layout.h"
#include "paint/text_measure.h"

struct ImDrawData;
struct ImGuiContext;

namespace enig::paint {

struct Canvas {
  float width_px = 0;
  float height_px = 0;
};

// One at a time in a program: ImGui's current context is the painter's own.
class Painter {
 public:
  // A changed pixel ratio, font or ink needs a new painter.
  Painter(const TextMeasure& measure, PictureSource& pictures, float pixel_ratio);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  // The band of the scene, ready for a renderer, in device pixels; also the textures that must be made or changed
  // first. Valid until the next frame.
  [[nodiscard]] ImDrawData* frame(const Layout& layout, const Scene& scene, Canvas canvas);

  [[nodiscard]] float pixel_ratio() const { return pixel_ratio_; }

 private:
  const TextMeasure& measure_;
  float pixel_ratio_;
  ImGuiContext* context_;
  std::unique_ptr<Glyphs> glyphs_;
};

}  // namespace enig::paint

// Dear ImGui, as the painter uses it: its draw list, its font atlas and its textures. Its windows
// and widgets are not used, and so not downloaded: what can be pressed is the document's own.
//
//     Painter painter(measure, pictures, 2);
//     ImDrawData& data = painter.frame(layout, scene, {.width_px = 360, .height_px = 1480});
#pragma once

#include <memory>
#include <vector>

#include "paint/draw.h"
#include "paint/glyphs.h"
#include "paint/layout.h"
#include "paint/text_measure.h"

struct ImDrawData;

namespace enig::paint {

struct Canvas {
  float width_px = 0;
  float height_px = 0;
};

class Painter {
 public:
  // A changed pixel ratio, font or ink needs a new painter. Keeps references to both.
  Painter(const TextMeasure& measure, PictureSource& pictures, float pixel_ratio);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  // The band of the scene for a renderer, in device pixels: one list of triangles, and the textures
  // that must be made or changed first. Valid until the next frame.
  [[nodiscard]] ImDrawData& frame(const Layout& layout, const Scene& scene, Canvas canvas);

  // Makes pictures of letters that a layout needs, or a press may bring, and no frame has yet
  // drawn, at most so many; after the first frame. So that the scroll or press that brings them
  // into view need not. False where there are more. Their pixels go to `last_frame`'s textures.
  void plan(const Layout& layout, float root_px);
  [[nodiscard]] bool prepare(int letters_max);

  // Draws a little of what lies around the scene, for a frame that shows it. False where there is
  // more.
  [[nodiscard]] bool look_ahead(const Layout& layout, const Scene& scene);

  // What the last frame drew; before the first, nothing.
  [[nodiscard]] ImDrawData& last_frame();
  // How many of its boxes had to be drawn; the others were printed.
  [[nodiscard]] int drawn() const { return drawn_; }

 private:
  struct Easel;

  struct Wanted {
    Font font;
    char32_t letter;
  };

  const TextMeasure& measure_;
  float pixel_ratio_;
  int drawn_ = 0;
  std::vector<Wanted> wanted_;
  std::unique_ptr<Easel> easel_;
};

}  // namespace enig::paint

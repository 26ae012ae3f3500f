// Draws a laid out page.
//
//     draw(pen, layout, {.palette = palette, .top_px = 0, .bottom_px = 1480});
#pragma once

#include <string_view>

#include "page/theme.h"
#include "paint/layout.h"
#include "paint/motion.h"
#include "paint/pen.h"

namespace enig::paint {

// What is being pointed at: ids of nodes, or empty. Only looks change; what a press does is the
// document's business.
struct Pointing {
  std::string_view hovered_id;
  std::string_view held_id;
};

struct Scene {
  const page::Palette& palette;
  float top_px = 0;  // the band of the page that is drawn
  float bottom_px = 0;
  Pointing pointing;
  Motion motion;
};

// Draws every box that touches the band, and what is near it. Returns how many had to be drawn: the
// others were printed as they have been drawn before.
int draw(Pen& pen, const Layout& layout, const Scene& scene);

// Draws what of the band has never been drawn, of at most so many blocks, so that it can be printed
// when it is seen. False where there may be more.
[[nodiscard]] bool draw_ahead(Pen& pen, const Layout& layout, const Scene& scene, int blocks_max);

}  // namespace enig::paint

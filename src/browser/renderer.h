// Brings ImGui's triangles and textures to the canvas.
//
//     if (!create_canvas()) …   // no WebGL2: the document shows itself
//     render(painter.frame(layout, scene, canvas), palette.of(page::Paint::paper));
#pragma once

#include "page/theme.h"

struct ImDrawData;

namespace enig::browser {

[[nodiscard]] bool create_canvas();
// After the browser took the graphics card away and gave it back; every texture is gone.
[[nodiscard]] bool restore_canvas();

// Makes the canvas as large as the drawing, fills it with `ground`, and draws.
void render(const ImDrawData& data, page::Colour ground);

// Brings textures alone, between two frames.
void bring_textures(const ImDrawData& data);

// Forgets a painter's textures; call before the painter goes.
void forget_textures(const ImDrawData& data);

}  // namespace enig::browser

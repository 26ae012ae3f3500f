#include "paint/painter.h"

#include <imgui.h>

namespace enig::paint {
namespace {

// Nothing here moves by itself: ImGui's clock only has to go forward.
constexpr float frame_seconds = 1.0F / 60;
constexpr int texture_side_max = 4096;  // every WebGL2 device has it

}  // namespace

Painter::Painter(const TextMeasure& measure, PictureSource& pictures, float pixel_ratio)
    : measure_(measure), pixel_ratio_(pixel_ratio), context_(ImGui::CreateContext()) {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouse | ImGuiConfigFlags_NoKeyboard |
                    ImGuiConfigFlags_NoMouseCursorChange;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  io.Fonts->Flags |= ImFontAtlasFlags_NoMouseCursors;
  io.Fonts->TexMaxWidth = texture_side_max;
  io.Fonts->TexMaxHeight = texture_side_max;
  glyphs_ = std::make_unique<Glyphs>(*io.Fonts, pictures);
}

Painter::~Painter() {
  ImGui::SetCurrentContext(context_);
  // The renderer's textures go with its own context; ImGui only has to know that they are gone.
  for (ImTextureData* const texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  ImGui::GetIO().BackendFlags &= ~ImGuiBackendFlags_RendererHasTextures;
  ImGui::DestroyContext(context_);
}

ImDrawData* Painter::frame(const Layout& layout, const Scene& scene, Canvas canvas) {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = frame_seconds;
  io.DisplaySize = {canvas.width_px * pixel_ratio_, canvas.height_px * pixel_ratio_};
  ImGui::NewFrame();
  Pen pen(*ImGui::GetBackgroundDrawList(), *glyphs_, measure_,
          {.top_px = scene.top_px, .pixel_ratio = pixel_ratio_});
  draw(pen, layout, scene);
  ImGui::Render();
  return ImGui::GetDrawData();
}

}  // namespace enig::paint

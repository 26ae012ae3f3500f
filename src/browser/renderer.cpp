#include "browser/renderer.h"

#include <imgui.h>

#include "browser/web.h"

namespace enig::browser {
namespace {

int to_int(float device_px) { return static_cast<int>(device_px + 0.5F); }
int id_of(ImTextureID texture) { return static_cast<int>(texture); }

void create_texture(ImTextureData& texture) {
  // ImGui numbers its textures from 1 within a context; an id of 0 would mean none.
  const int id = texture.UniqueID + 1;
  enig_canvas_texture(id, texture.Width, texture.Height, texture.GetPixels());
  texture.SetTexID(static_cast<ImTextureID>(id));
  texture.SetStatus(ImTextureStatus_OK);
}

void update_texture(ImTextureData& texture) {
  const int id = id_of(texture.TexID);
  for (const ImTextureRect& part : texture.Updates) {
    enig_canvas_texture_part(id, part.x, part.y, part.w, part.h,
                             texture.GetPixelsAt(part.x, part.y), texture.Width);
  }
  texture.SetStatus(ImTextureStatus_OK);
}

void destroy_texture(ImTextureData& texture) {
  enig_canvas_texture_end(id_of(texture.TexID));
  texture.SetTexID(ImTextureID_Invalid);
  texture.SetStatus(ImTextureStatus_Destroyed);
}

void follow(ImTextureData& texture) {
  switch (texture.Status) {
    case ImTextureStatus_OK:
    case ImTextureStatus_Destroyed:
      return;
    case ImTextureStatus_WantCreate:
      return create_texture(texture);
    case ImTextureStatus_WantUpdates:
      return update_texture(texture);
    case ImTextureStatus_WantDestroy:
      if (texture.UnusedFrames > 0) destroy_texture(texture);
      return;
  }
}

void draw_list(const ImDrawList& list) {
  enig_canvas_mesh(list.VtxBuffer.Data, list.VtxBuffer.size_in_bytes(), list.IdxBuffer.Data,
                   list.IdxBuffer.size_in_bytes());
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.ElemCount == 0) continue;
    enig_canvas_triangles(id_of(command.GetTexID()), static_cast<int>(command.VtxOffset),
                          static_cast<int>(command.IdxOffset), static_cast<int>(command.ElemCount));
  }
}

}  // namespace

static_assert(sizeof(ImDrawVert) == 20 && sizeof(ImDrawIdx) == 2, "web_canvas.js counts on it");

bool create_canvas() { return enig_canvas_create() != 0; }

bool restore_canvas() { return enig_canvas_restore() != 0; }

void forget_textures(const ImDrawData& data) {
  for (ImTextureData* const texture : *data.Textures) {
    if (texture->TexID != ImTextureID_Invalid) destroy_texture(*texture);
  }
}

void bring_textures(const ImDrawData& data) {
  for (ImTextureData* const texture : *data.Textures) follow(*texture);
}

void render(const ImDrawData& data, page::Colour ground) {
  bring_textures(data);
  enig_canvas_begin(to_int(data.DisplaySize.x), to_int(data.DisplaySize.y), ground.r, ground.g,
                    ground.b);
  for (const ImDrawList* const list : data.CmdLists) draw_list(*list);
}

}  // namespace enig::browser

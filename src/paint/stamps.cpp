#include "paint/stamps.h"

#include <cmath>

#include <imgui_internal.h>

namespace enig::paint {
namespace {

constexpr int frames_kept = 16;  // the movement after a press takes some ten

// Between two places that differ by whole device pixels, so does everything that is drawn there.
constexpr float same_fraction = 1.0F / 1024;

}  // namespace

// Where the atlas has grown, its letters lie elsewhere.
void Stamps::follow_atlas(const ImDrawList& list) {
  const ImTextureData* const now = list._Data->FontAtlas->TexData;
  if (now == atlas_) return;
  stamps_.clear();
  atlas_ = now;
}

Stamps::Stamp* Stamps::find(const Block* block, Corner corner) {
  const auto found = stamps_.find(block);
  if (found == stamps_.end()) return nullptr;
  const Corner& own = found->second.corner;
  const float apart = corner.y - own.y;
  const bool is_alike = own.x == corner.x && std::abs(apart - std::round(apart)) <= same_fraction;
  return is_alike ? &found->second : nullptr;
}

bool Stamps::knows(const ImDrawList& list, const std::shared_ptr<const Block>& block,
                   Corner corner) {
  follow_atlas(list);
  Stamp* const stamp = find(block.get(), corner);
  if (stamp != nullptr) stamp->last_frame = frame_;
  return stamp != nullptr;
}

bool Stamps::print(ImDrawList& list, const std::shared_ptr<const Block>& block, Corner corner) {
  follow_atlas(list);
  Stamp* const found = find(block.get(), corner);
  if (found == nullptr) return false;
  Stamp& stamp = *found;
  const float down = std::round(corner.y - stamp.corner.y);
  stamp.last_frame = frame_;
  const auto vertex_count = static_cast<int>(stamp.vertices.size());
  const auto index_count = static_cast<int>(stamp.indices.size());
  list.PrimReserve(index_count, vertex_count);
  const auto first = static_cast<ImDrawIdx>(list._VtxCurrentIdx);
  for (const ImDrawVert& vertex : stamp.vertices) {
    *list._VtxWritePtr = vertex;
    list._VtxWritePtr->pos.y += down;
    ++list._VtxWritePtr;
  }
  for (const ImDrawIdx index : stamp.indices) {
    *list._IdxWritePtr++ = static_cast<ImDrawIdx>(first + index);
  }
  list._VtxCurrentIdx += static_cast<unsigned int>(vertex_count);
  return true;
}

Stamps::Cut Stamps::begin(const ImDrawList& list) {
  follow_atlas(list);
  return {.vertex = list.VtxBuffer.Size,
          .index = list.IdxBuffer.Size,
          .next = list._VtxCurrentIdx,
          .offset = list._CmdHeader.VtxOffset};
}

void Stamps::keep(const ImDrawList& list, const Cut& cut, const std::shared_ptr<const Block>& block,
                  Corner corner) {
  if (list._Data->FontAtlas->TexData != atlas_ || list._CmdHeader.VtxOffset != cut.offset) return;
  const float up = std::floor(corner.y);
  Stamp stamp{.block = block,
              .corner = {corner.x, corner.y - up},
              .vertices = {list.VtxBuffer.begin() + cut.vertex, list.VtxBuffer.end()},
              .indices = {list.IdxBuffer.begin() + cut.index, list.IdxBuffer.end()},
              .last_frame = frame_};
  for (ImDrawVert& vertex : stamp.vertices) vertex.pos.y -= up;
  for (ImDrawIdx& index : stamp.indices) index = static_cast<ImDrawIdx>(index - cut.next);
  stamps_.insert_or_assign(block.get(), std::move(stamp));
}

void Stamps::end_frame() {
  ++frame_;
  std::erase_if(stamps_, [this](const auto& stamp) {
    return stamp.second.last_frame + frames_kept < frame_;
  });
}

}  // namespace enig::paint

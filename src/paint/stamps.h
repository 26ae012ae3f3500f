// The triangles of blocks, kept from frame to frame: a block that nobody points at and in which
// nothing moves looks the same wherever it lies, and is printed instead of drawn.
//
//     if (!stamps.print(list, block, corner)) {
//       const Stamps::Cut cut = stamps.begin(list);
//       …                                        // draw the block into `list`
//       stamps.keep(list, cut, block, corner);
//     }
//     stamps.end_frame();
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <imgui.h>

#include "paint/layout.h"

namespace enig::paint {

class Stamps {
 public:
  // Where a block's upper left corner lies: x in CSS px, y in device pixels of the canvas.
  struct Corner {
    float x = 0;
    float y = 0;
  };

  // How far a list had come.
  struct Cut {
    int vertex = 0;
    int index = 0;
    unsigned int next = 0;    // number of the next vertex
    unsigned int offset = 0;  // of the vertices that are numbered
  };

  // Adds the block's triangles. False, and nothing is added, where they are not known.
  [[nodiscard]] bool print(ImDrawList& list, const std::shared_ptr<const Block>& block,
                           Corner corner);

  // Whether `print` would.
  [[nodiscard]] bool knows(const ImDrawList& list, const std::shared_ptr<const Block>& block,
                           Corner corner);

  [[nodiscard]] Cut begin(const ImDrawList& list);
  // Keeps what has been drawn since `cut` as the block's, unless the list began to number anew, or
  // letters moved in the atlas, meanwhile.
  void keep(const ImDrawList& list, const Cut& cut, const std::shared_ptr<const Block>& block,
            Corner corner);

  // Forgets what has been neither printed nor asked for in the last frames.
  void end_frame();

 private:
  struct Stamp {
    std::shared_ptr<const Block> block;  // lives as long: its address is nobody else's
    Corner corner;                       // y: of a device pixel, 0 … 1
    std::vector<ImDrawVert> vertices;    // as if the corner lay there
    std::vector<ImDrawIdx> indices;      // from 0
    int last_frame = 0;
  };

  void follow_atlas(const ImDrawList& list);
  // Null where it is not known, or not at such a place.
  [[nodiscard]] Stamp* find(const Block* block, Corner corner);

  std::map<const Block*, Stamp> stamps_;
  const ImTextureData* atlas_ = nullptr;  // whose letters the stamps show
  int frame_ = 0;
};

}  // namespace enig::paint

// Finds, for the children of a block, what stood in their places in the layout before: asked for in
// the order in which they come, which is nearly always the same as then. Internal to the room.
//
//     Former former(block_before);
//     for (const page::Child& child : node.children) former.of(*child);   // null where it is new
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "paint/layout.h"

namespace enig::paint {

class Former {
 public:
  // Null where there was none.
  explicit Former(const Block* block) : block_(block) {}

  // The block of this node, or of the one with its id; null where there was none.
  [[nodiscard]] std::shared_ptr<const Block> of(const page::Node& node) {
    if (block_ == nullptr) return nullptr;
    const std::vector<Placed>& children = block_->children;
    // What comes next, or a little later where something has gone.
    const std::size_t near_end = std::min(next_ + near_count, children.size());
    for (std::size_t i = next_; i < near_end; ++i) {
      if (children[i].block->node->id != node.id) continue;
      next_ = i + 1;
      return children[i].block;
    }
    if (!places_) {
      places_.emplace();
      for (std::size_t i = 0; i < children.size(); ++i) {
        places_->emplace(children[i].block->node->id, i);
      }
    }
    const auto found = places_->find(node.id);
    if (found == places_->end()) return nullptr;
    next_ = found->second + 1;
    return children[found->second].block;
  }

 private:
  static constexpr std::size_t near_count = 8;

  const Block* block_;
  std::size_t next_ = 0;
  std::optional<std::map<std::string_view, std::size_t>> places_;  // made where it is needed
};

// A block in the two layouts of Earlier; null where there was none.
struct Formerly {
  const Block* last = nullptr;
  const Block* whole = nullptr;
};

// The same for both at once.
class Formers {
 public:
  struct Found {
    std::shared_ptr<const Block> last;
    std::shared_ptr<const Block> whole;
  };

  explicit Formers(const Formerly& block) : last_(block.last), whole_(block.whole) {}

  [[nodiscard]] Found of(const page::Node& node) { return {last_.of(node), whole_.of(node)}; }

 private:
  Former last_;
  Former whole_;
};

}  // namespace enig::paint

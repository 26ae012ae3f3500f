#include "paint/motion.h"

#include <algorithm>
#include <cstddef>

namespace enig::paint {
namespace {

using page::Kind;
using page::Node;

bool moves(const Node& after, const Node* before) {
  if (after.kind == Kind::bar) return before == nullptr && after.shares.has_value();
  return after.kind == Kind::button && before != nullptr && before->pressed != after.pressed;
}

// Nodes that two pages share are passed over: nothing in them moves.
void collect(const Node* before, const Node& after, std::vector<std::string>& ids) {
  if (before == &after) return;
  if (moves(after, before)) ids.push_back(after.id);
  std::size_t next = 0;
  for (const Node& child : after.children) {
    const Node* old = nullptr;
    if (before != nullptr) {
      const std::vector<page::Child>& olds = before->children;
      const auto has_id = [&child](const page::Child& other) { return other->id == child.id; };
      // Most often the one in the same place.
      auto found = olds.begin() + static_cast<std::ptrdiff_t>(std::min(next, olds.size()));
      if (found == olds.end() || !has_id(*found)) found = std::ranges::find_if(olds, has_id);
      if (found != olds.end()) {
        old = &**found;
        next = static_cast<std::size_t>(found - olds.begin()) + 1;
      }
    }
    collect(old, child, ids);
  }
}

}  // namespace

std::vector<std::string> moving_ids(const Node& before, const Node& after) {
  std::vector<std::string> ids;
  collect(&before, after, ids);
  return ids;
}

float progress_after(float elapsed_ms) {
  const float left = 1 - std::clamp(elapsed_ms / motion_ms, 0.0F, 1.0F);
  return 1 - left * left * left;
}

}  // namespace enig::paint

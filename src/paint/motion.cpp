#include "paint/motion.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace enig::paint {
namespace {

using page::Kind;
using page::Node;

using NodesById = std::map<std::string_view, const Node*>;

void collect(const Node& node, NodesById& nodes) {
  if (node.kind == Kind::button || node.kind == Kind::bar) nodes.emplace(node.id, &node);
  for (const Node& child : node.children) collect(child, nodes);
}

}  // namespace

std::vector<std::string> moving_ids(const Node& before, const Node& after) {
  NodesById old_nodes;
  NodesById new_nodes;
  collect(before, old_nodes);
  collect(after, new_nodes);
  std::vector<std::string> ids;
  for (const auto& [id, node] : new_nodes) {
    const auto old = old_nodes.find(id);
    const bool is_new = old == old_nodes.end();
    const bool is_turned = !is_new && old->second->pressed != node->pressed;
    if (node->kind == Kind::bar ? is_new : is_turned) ids.emplace_back(id);
  }
  return ids;
}

float progress_after(float elapsed_ms) {
  const float left = 1 - std::clamp(elapsed_ms / motion_ms, 0.0F, 1.0F);
  return 1 - left * left * left;
}

}  // namespace enig::paint

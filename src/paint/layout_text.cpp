// For tests and for people who look; the web program leaves it out.
#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <map>

#include "page/names.h"
#include "paint/layout.h"

namespace enig::paint {
namespace {

using page::Node;

int depth_of(const Node& root, const Node* node, int depth) {
  if (&root == node) return depth;
  for (const Node& child : root.children) {
    const int found = depth_of(child, node, depth + 1);
    if (found >= 0) return found;
  }
  return -1;
}

std::string to_text(const Rect& rect) {
  return fmt::format("{:g},{:g} {:g}x{:g}", std::round(rect.x * 100) / 100,
                     std::round(rect.y * 100) / 100, std::round(rect.width * 100) / 100,
                     std::round(rect.height * 100) / 100);
}

}  // namespace

std::string to_text(const Layout& layout) {
  std::string text = fmt::format("height {:g}\n", layout.height_px);
  if (layout.boxes.empty()) return text;
  const Node& root = *layout.boxes.front().node;
  for (const Box& box : layout.boxes) {
    const int depth = depth_of(root, box.node, 0);
    fmt::format_to(std::back_inserter(text), "{:{}}{} #{} {}\n", "", depth * 2,
                   page::name_of(box.node->kind), box.node->id, to_text(box.rect));
    for (const Line& line : box.lines) {
      fmt::format_to(std::back_inserter(text), "{:{}}| {} | {}\n", "", depth * 2 + 2,
                     box.node->text.substr(line.begin, line.end - line.begin), to_text(line.rect));
    }
  }
  return text;
}

}  // namespace enig::paint

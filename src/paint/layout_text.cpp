// For tests and for people who look; the web program leaves it out.
#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "page/names.h"
#include "paint/layout.h"

namespace enig::paint {
namespace {

std::string to_text(const Rect& rect) {
  return fmt::format("{:g},{:g} {:g}x{:g}", std::round(rect.x * 100) / 100,
                     std::round(rect.y * 100) / 100, std::round(rect.width * 100) / 100,
                     std::round(rect.height * 100) / 100);
}

}  // namespace

std::string to_text(const Layout& layout) {
  std::string text = fmt::format("height {:g}\n", layout.height_px);
  for (const Box& box : boxes_of(layout)) {
    const int depth = box.depth;
    fmt::format_to(std::back_inserter(text), "{:{}}{} #{} {}\n", "", depth * 2,
                   page::name_of(box.node->kind), box.node->id, to_text(box.rect));
    for (const Line& line : box.lines) {
      fmt::format_to(std::back_inserter(text), "{:{}}| {}{} | {}\n", "", depth * 2 + 2,
                     box.node->text.substr(line.begin, line.end - line.begin),
                     line.is_hyphenated ? "-" : "", to_text(line.rect));
    }
  }
  return text;
}

}  // namespace enig::paint

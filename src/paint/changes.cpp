#include "paint/changes.h"

#include <algorithm>
#include <memory>

#include "paint/former.h"

namespace enig::paint {
namespace {

void collect(const Block& now, const Block* former, std::vector<Change>& changes) {
  if (&now == former) return;
  if (now.node->kind >= page::Kind::heading) {
    changes.push_back({&now, former});
    return;
  }
  Former formers(former);
  for (const Placed& child : now.children) {
    const std::shared_ptr<const Block> before = formers.of(*child.block->node);
    collect(*child.block, before.get(), changes);
  }
}

}  // namespace

std::vector<Change> changed_leaves(const Layout& before, const Layout& after) {
  std::vector<Change> changes;
  if (after.root.block) collect(*after.root.block, before.root.block.get(), changes);
  return changes;
}

bool breaks_alike(const Block& a, const Block& b) {
  return a.node->text == b.node->text && a.node->marks == b.node->marks &&
         std::ranges::equal(a.lines, b.lines, [](const Line& line, const Line& other) {
           return line.begin == other.begin && line.end == other.end &&
                  line.is_hyphenated == other.is_hyphenated;
         });
}

}  // namespace enig::paint

// What differs between two layouts: found in the time that the difference takes, because what two
// pages share is one block.
//
//     for (const Change& change : changed_leaves(before, after)) …
#pragma once

#include <vector>

#include "paint/layout.h"

namespace enig::paint {

struct Change {
  const Block* now = nullptr;
  const Block* former = nullptr;  // of the node with the same id; null where there was none
};

// The leaves of `after` whose blocks are not in `before`, in document order.
[[nodiscard]] std::vector<Change> changed_leaves(const Layout& before, const Layout& after);

// True where both have the same words, broken in the same places.
[[nodiscard]] bool breaks_alike(const Block& a, const Block& b);

}  // namespace enig::paint

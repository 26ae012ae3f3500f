// What of a new page can wait: sections far from the window are shown as they were, or with nothing
// but their headings, until there is time. For pages that are too large to be changed at once.
//
//     const Postponed soon = postpone(shown, after, is_far);
//     for (const Edit& edit : edits(shown, soon.root)) …
//     // And later, until soon.behind is empty: is_far is false for one section more.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "page/node.h"

namespace enig::html {

struct Postponed {
  page::Node root;                  // what is to be shown now
  std::vector<std::string> behind;  // ids of the top-level sections that are not as they should be
  bool is_large = false;            // whether anything may wait
};

// `is_far` tells of a top-level section's id whether it may wait. Where few cards change, nothing
// waits: see limits::cards_at_once_max.
[[nodiscard]] Postponed postpone(const page::Node& shown, const page::Node& after,
                                 const std::function<bool(const std::string& id)>& is_far);

}  // namespace enig::html

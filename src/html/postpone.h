// What of a new page can wait until there is time, because it is far from the window: what follows
// from an answer elsewhere (under the question on the whole topic, in the person's summary), and,
// of a change that is too large to be made at once, sections: they are as they were, or have
// nothing but their headings.
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
  std::vector<std::string> behind;  // ids of the parts that are not as they should be
  bool is_large = false;            // whether sections may wait
};

// The top-level parts of a page: sections, the question, the summary. Where few cards change, no
// section waits: see limits::cards_at_once_max.
[[nodiscard]] bool is_part(const page::Node& node);

// `is_far` tells of a part's id whether it may wait.
[[nodiscard]] Postponed postpone(const page::Node& shown, const page::Node& after,
                                 const std::function<bool(const std::string& id)>& is_far);

}  // namespace enig::html

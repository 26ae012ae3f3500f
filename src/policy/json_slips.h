// Mends the common slips of people who write JSON by hand, and names each of them.
//
//     const MendedJson mended = mend_slips(text, problems);
//     parse(mended.text);                       // with the commas that were forgotten
//     problems.add(mended.original(at), …);     // a place in mended.text, back in the source
//
// It knows: a missing, repeated or trailing comma, a missing or repeated colon, a missing closing
// quotation mark, a quotation mark, line feed, tab or wrong backslash inside a text, curly or
// single quotation marks around it, a name without any, and comments. Anything else is left as it
// is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "policy/problem_list.h"

namespace enig::policy {

struct MendedJson {
  // From `mended` on, text was copied from `source` on.
  struct Anchor {
    std::size_t mended;
    std::size_t source;
  };

  std::string text;
  std::vector<Anchor> anchors;  // by place

  // The byte offset in the source of the byte at `at` in `text`.
  [[nodiscard]] std::size_t original(std::size_t at) const;
};

// `text` is valid UTF-8 without control characters other than tab, line feed and carriage return.
// Linear in its length, unless there are hundreds of slips: then it stops mending.
[[nodiscard]] MendedJson mend_slips(std::string_view text, ProblemList& problems);

}  // namespace enig::policy

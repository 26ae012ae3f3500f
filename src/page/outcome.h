// What others have answered: a bar, the shares in words, and whether there is a majority. Internal
// to the room.
//
//     reply.children.push_back(outcome("sone-1", words, {counts, opinion::Stance::agree}));
#pragma once

#include <optional>
#include <string>

#include "opinion/tally.h"
#include "page/build.h"

namespace enig::page {

struct Answered {
  opinion::Counts counts;  // at least one answer
  std::optional<opinion::Stance> own;
  bool is_own_missing = false;  // the own answer is newer than the counts
};

[[nodiscard]] Node outcome(const std::string& card_id, const Words& words,
                           const Answered& answered);

// The same room, with an empty track, why there is nothing to see, and what is to come.
[[nodiscard]] Node withheld_outcome(const std::string& card_id, const Words& words,
                                    std::string why);

// Where nothing is to come on this page.
[[nodiscard]] Node closed_outcome(const std::string& card_id, const Words& words);

}  // namespace enig::page

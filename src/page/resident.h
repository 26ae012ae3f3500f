// The residents' pages, from what is published and what one resident has done so far.
//
//     Page topic = resident(publication, state);   // one policy, with its points and its question
//     Page home = overview(publication, "nb");     // the list of topics
#pragma once

#include <string_view>

#include "app/state.h"
#include "page/node.h"
#include "policy/publication.h"

namespace enig::page {

[[nodiscard]] Page resident(const policy::Publication& publication, const app::State& state);
[[nodiscard]] Page overview(const policy::Publication& publication, std::string_view language);

}  // namespace enig::page

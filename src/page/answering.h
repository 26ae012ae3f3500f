// What a person meets under a point or under the topic's question: the three buttons, the consent,
// the result. Internal to the room.
//
//     Node card = container("sone-1", Kind::group, Look::card);
//     add_answering(card, publication, state, words, app::Target{PointId("sone-1")});
#pragma once

#include <string>
#include <vector>

#include "page/build.h"

namespace enig::page {

// Adds the nodes for answering `target` to `card`, whose id starts theirs.
void add_answering(Node& card, const policy::Publication& publication, const app::State& state,
                   const Words& words, const app::Target& target);

}  // namespace enig::page

// Looks up, once for each page, what the state says of every point, and adds it up by section.
// Internal to the room.
//
//     gather(setting, parts);   // parts.facts, parts.sums
#pragma once

#include "page/parts.h"

namespace enig::page {

// Fills `parts.facts` and `parts.sums`, and makes room for a part of every point and section.
void gather(const Setting& setting, Memo::Parts& parts);

}  // namespace enig::page

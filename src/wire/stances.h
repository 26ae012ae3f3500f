// How many gave which answer, as members of a JSON object: "agree":80,"disagree":30,"unsure":5
//
//     append_stances(json, counts);
//     opinion::Counts counts = stances_of(reader);
#pragma once

#include <string>

#include "opinion/tally.h"
#include "wire/json_read.h"

namespace enig::wire {

void append_stances(std::string& json, const opinion::Counts& counts);

[[nodiscard]] opinion::Counts stances_of(ObjectReader& reader);

}  // namespace enig::wire

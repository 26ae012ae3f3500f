// A ballot as it travels: {"policy","revision","consent","topic","answers","important"}.
//
//     std::expected<opinion::Ballot, Error> ballot = parse_ballot(request.body);
//     if (!ballot) return std::unexpected(ballot.error());
//     std::string json = to_json(*ballot);   // parse_ballot(json) equals *ballot
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/error.h"
#include "opinion/ballot.h"

namespace enig::wire {

// Strict: a member that is not known, given twice or of another type, an id that is not well
// formed, text that is not UTF-8 and bytes after the end are errors. `policy` and `revision` must
// be there; without `consent` the ballot has none, which opinion::check refuses. `topic` may be
// null. Errors: malformed, unknown (a stance), too_large (more points than a policy can have).
[[nodiscard]] std::expected<opinion::Ballot, Error> parse_ballot(std::string_view json);

// `topic` and `important` are left out where there is nothing to say.
[[nodiscard]] std::string to_json(const opinion::Ballot& ballot);

}  // namespace enig::wire

// What a tab, and where the person asks for it the device, keeps of the answers between two pages:
// {"format":"enig.kept/1","id","turn","unsent","waiting":[…],"policy","revision","topic",
// "answers":{…},"important":[…]}. In "waiting" the topic is "". "unsent" is the sum of 1, where the
// server may not have it as it is, and 2, where it has had it under this id.
//
//     std::string json = to_json(opinion::KeptBallot{.ballot = ballot, .id = id});
//     std::expected<opinion::KeptBallot, Error> kept = parse_kept(json);   // may be anybody's
//
// It is written only after consent, so what is read of it has consent.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/error.h"
#include "opinion/kept_ballot.h"

namespace enig::wire {

[[nodiscard]] std::string to_json(const opinion::KeptBallot& kept);

// Reads what to_json wrote; anything else is refused. Whether policy, revision and points are those
// of today is the reader's to see. Error: malformed.
[[nodiscard]] std::expected<opinion::KeptBallot, Error> parse_kept(std::string_view json);

}  // namespace enig::wire

// What a tab, and where the person asks for it the device, keeps of the answers between two pages:
// {"format":"enig.kept/1","id","turn","unsent","policy","revision","topic","answers":{…},
// "important":[…]}.
//
//     std::string json = to_json(Kept{.ballot = ballot, .id = id});
//     std::expected<Kept, Error> kept = parse_kept(json);   // of an earlier day, or anybody's
//
// It is written only after consent, so what is read of it has consent.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "opinion/ballot.h"

namespace enig::wire {

struct Kept {
  opinion::Ballot ballot;
  std::optional<opinion::BallotId> id;  // under which it lies, or will; none without answers
  std::int64_t turn = 0;   // grows with every press: of the same ballot the greater is the newer
  bool is_unsent = false;  // the server may not have it as it is

  friend bool operator==(const Kept&, const Kept&) = default;
};

[[nodiscard]] std::string to_json(const Kept& kept);

// Reads what to_json wrote; anything else is refused. Whether policy, revision and points are those
// of today is the reader's to see. Error: malformed.
[[nodiscard]] std::expected<Kept, Error> parse_kept(std::string_view json);

}  // namespace enig::wire

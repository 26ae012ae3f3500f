// A ballot as a tab, or the device, keeps it between two pages.
//
//     KeptBallot kept{.ballot = ballot, .id = id, .turn = 3};
#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "opinion/ballot.h"

namespace enig::opinion {

struct KeptBallot {
  Ballot ballot;
  std::optional<BallotId> id;  // under which it lies, or will; none without answers
  std::int64_t turn = 0;     // grows with every press: of the same ballot the greater is the newer
  bool is_unsent = false;    // the server may not have it as it is
  bool has_arrived = false;  // the server has had it under this id, though perhaps otherwise
  // What has been answered, or taken back, since the server had it all; nothing: the topic.
  std::set<std::optional<PointId>> unsent;

  friend bool operator==(const KeptBallot&, const KeptBallot&) = default;
};

}  // namespace enig::opinion

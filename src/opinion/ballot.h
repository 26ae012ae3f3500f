// One person's answers to one policy, as they are sent, and the check that they fit the policy.
//
//     std::expected<Sheet, Error> sheet = check(policy, ballot);
//     if (sheet) tally.replace(before, *sheet);
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "opinion/stance.h"
#include "policy/policy.h"

namespace enig::opinion {

// 128 random bits made on the device. Whoever has them can change or withdraw the ballot; nothing
// else can.
struct BallotId {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const BallotId&, const BallotId&) = default;
};

// 32 hexadecimal digits. Also read: a UUID's hyphens (8-4-4-4-12), and 22 letters of unpadded
// base64url.
[[nodiscard]] std::optional<BallotId> ballot_id_from(std::string_view text);
[[nodiscard]] std::string to_text(const BallotId& id);

// Whether the person has said yes to being counted.
enum class Consented { no, yes };

struct Ballot {
  PolicyId policy;
  Revision revision;  // of the policy as the person read it
  Consented consent = Consented::no;
  std::optional<Stance> topic;  // the policy as a whole
  std::map<PointId, Stance> answers;
  std::set<PointId> important;

  friend bool operator==(const Ballot&, const Ballot&) = default;
};

// What one answered sheet says of one point.
struct Mark {
  std::optional<Stance> stance;
  bool important = false;

  friend bool operator==(const Mark&, const Mark&) = default;
};

// A ballot that has passed the check: one mark for every point of the policy, in document order.
struct Sheet {
  std::optional<Stance> topic;
  std::vector<Mark> marks;

  friend bool operator==(const Sheet&, const Sheet&) = default;
};

// True where nothing at all has been answered. An empty sheet is not a ballot: it counts as a
// withdrawn one.
[[nodiscard]] bool is_empty(const Sheet& sheet);

// What to say to who names a policy that is not published.
[[nodiscard]] Error unknown_policy(std::string_view id);

// The rules of COUNTING.md, step 1. Errors: unknown (a point), stale (the revision), refused (no
// consent).
[[nodiscard]] std::expected<Sheet, Error> check(const policy::Policy& policy, const Ballot& ballot);

}  // namespace enig::opinion

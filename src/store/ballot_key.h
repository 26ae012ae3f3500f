// The name of a ballot's row: a keyed hash, so that the file alone does not tell which ballot id or
// which policy's ballots belong together, and rows lie in no order of arrival.
//
//     std::expected<BallotKeyMaker, Error> keys = BallotKeyMaker::create(folder / "ballot.key", …);
//     const BallotKey key = keys->key_of(policy, ballot);
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/ids.h"
#include "opinion/ballot.h"
#include "store/secret_file.h"

namespace enig::store {

using BallotKey = std::array<std::uint8_t, 16>;
using BallotMark = std::array<std::uint8_t, 8>;

class BallotKeyMaker {
 public:
  // Reads the 32-byte secret, or makes it (mode 0600, durable when this returns). Beside ballots
  // that are already stored it must be there: with another secret none of them could be changed or
  // withdrawn any more.
  [[nodiscard]] static std::expected<BallotKeyMaker, Error> create(
      const std::filesystem::path& file, WhenMissing when_missing);

  // BLAKE2b (RFC 7693) with the secret as its key, 16 bytes, over the ballot id and the policy id.
  [[nodiscard]] BallotKey key_of(const PolicyId& policy, const opinion::BallotId& ballot) const;

  // Another hash of the same, for the list of changed ballots: without the secret nobody can tell
  // which row it belongs to. Of a million ballots, two have the same by a chance of 1 in 37
  // million; they would count as one changed ballot.
  [[nodiscard]] BallotMark mark_of(const PolicyId& policy, const opinion::BallotId& ballot) const;

  // 32 hexadecimal digits that another secret does not have, and that do not tell the secret: kept
  // beside the ballots, they show whether this is the secret that they were written with.
  [[nodiscard]] std::string check() const;

 private:
  explicit BallotKeyMaker(const Secret& secret) : secret_(secret) {}
  [[nodiscard]] BallotKey hash_of(const PolicyId& policy, const opinion::BallotId& ballot,
                                  std::string_view purpose) const;

  Secret secret_;
};

}  // namespace enig::store

// The work that a server may ask for before it takes a new ballot: to find a number whose Argon2id
// tag (8 MiB, one pass) begins with some zero bits. Costly to find, one computation to check.
//
//     const std::optional<Challenge> challenge = challenge_from("29922345.6.5f0c…");
//     std::string proof = *challenge's text + "." + number;     // what is sent back: proof_of()
//
// The tag is of the number in decimal digits as the password, and of the challenge's salt. The salt
// is a keyed hash of the minute, the bits and the ballot that the challenge is for: so it is the
// server's signature too, and what has been computed for one ballot is worth nothing for another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "work/argon2id.h"

namespace enig::work {

struct Challenge {
  std::int64_t minute = 0;  // since 1970: the last one in which it is taken
  int bits = 0;             // that must be zero
  Salt salt{};

  friend bool operator==(const Challenge&, const Challenge&) = default;
};

struct Proof {
  Challenge challenge;
  std::uint32_t number = 0;

  friend bool operator==(const Proof&, const Proof&) = default;
};

// "29922345.6." and the salt as 32 hexadecimal digits in small letters; a proof goes on with "."
// and its number. Nothing for any other text.
[[nodiscard]] std::string to_text(const Challenge& challenge);
[[nodiscard]] std::string to_text(const Proof& proof);
[[nodiscard]] std::optional<Challenge> challenge_from(std::string_view text);
[[nodiscard]] std::optional<Proof> proof_from(std::string_view text);

// Whether the tag begins with that many zero bits, the first byte's highest one first.
[[nodiscard]] bool has_zeros(const Tag& tag, int bits);

}  // namespace enig::work

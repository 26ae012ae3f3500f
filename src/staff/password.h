// Passwords: what is good enough for one, and its hash.
//
//     if (const auto problem = problem_of(typed, {name, party})) …
//     std::expected<std::string, Error> kept = hash_of(typed, cost);
//     matches(kept, typed);
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/limits.h"

namespace enig::staff {

// Argon2id.
struct HashCost {
  unsigned long long passes = limits::staff_hash_passes;
  std::size_t memory_bytes = limits::staff_hash_memory_bytes;
};

// libsodium's crypto_pwhash_str: algorithm, cost, salt and hash in one text. Error: busy, where the
// memory for it is not to be had.
[[nodiscard]] std::expected<std::string, Error> hash_of(std::string_view password,
                                                        const HashCost& cost);
// A hash of the same cost that no password is known for, at no cost.
[[nodiscard]] std::string nobodys_hash(const HashCost& cost);
[[nodiscard]] bool matches(const std::string& hash, std::string_view password);

enum class PasswordProblem {
  too_short,
  too_long,
  unreadable,  // no UTF-8
  common,      // everybody would guess it
  own_name,    // the account's name, or the party's
};

// Length counts more than kinds of letters. `names` are the account's, the site's and the party's:
// with figures and signs around it, a name is still that name, and a common word that word.
[[nodiscard]] std::optional<PasswordProblem> problem_of(std::string_view password,
                                                        std::span<const std::string> names);

}  // namespace enig::staff

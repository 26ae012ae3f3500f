// A secret of 32 random bytes in a file of its own, which only its owner can read.
//
//     auto secret = secret_in(file, {WhenMissing::refuse, "there are ballots", "Restore it."});
//     if (!secret) return std::unexpected(secret.error());
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace enig::store {

using Secret = std::array<std::uint8_t, 32>;

// What to do where there is no such file: refuse where something is kept that cannot be read
// without it.
enum class WhenMissing { make, refuse };

// What a refusal says of a missing file: "… is missing, though <what_is_kept>. <remedy>"
struct Missing {
  WhenMissing then;
  std::string_view what_is_kept;
  std::string_view remedy;
};

// Errors: unavailable.
[[nodiscard]] std::expected<Secret, Error> secret_in(const std::filesystem::path& file,
                                                     const Missing& missing);

// Durable when it returns; a crash never leaves half of it. Errors: unavailable.
[[nodiscard]] std::expected<void, Error> write_secret(const std::filesystem::path& file,
                                                      const Secret& secret);

// Another secret, that is the same wherever the first is and does not tell it. `purpose` is what it
// is for, up to 64 bytes.
[[nodiscard]] Secret derived(const Secret& secret, std::string_view purpose);

}  // namespace enig::store

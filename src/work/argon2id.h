// Argon2id (RFC 9106) with one lane, one pass and a 16-byte tag: what a device is asked to compute.
//
//     const Tag tag = argon2id(password, salt, 8 * 1024);   // KiB, for as long as it takes
//
// By the reference implementation, which can be compiled for the web. The server checks with
// libsodium's; tests hold the two against each other.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace enig::work {

using Salt = std::array<std::uint8_t, 16>;
using Tag = std::array<std::uint8_t, 16>;

// 8 KiB at least. That there is so much memory is the caller's to know.
[[nodiscard]] Tag argon2id(std::string_view password, const Salt& salt, std::uint32_t memory_kib);

}  // namespace enig::work

// Argon2id (RFC 9106) with one lane, one pass and a 16-byte tag: what a device is asked to compute.
//
//     Argon2id argon(8 * 1024);                  // KiB; holds them until it goes
//     const Tag tag = argon.tag_of(password, salt);
//
// The server checks with libsodium's; tests hold the two against each other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace enig::work {

using Salt = std::array<std::uint8_t, 16>;
using Tag = std::array<std::uint8_t, 16>;

class Argon2id {
 public:
  // 8 KiB at least; a multiple of 4.
  explicit Argon2id(std::uint32_t memory_kib);

  [[nodiscard]] Tag tag_of(std::string_view password, const Salt& salt);

 private:
  static constexpr std::size_t words = 128;  // of 64 bits in a block of 1 KiB
  using Block = std::array<std::uint64_t, words>;

  struct Place {
    std::uint32_t segment = 0;  // of the lane's four
    std::uint32_t index = 0;    // in its segment
  };
  void begin(std::string_view password, const Salt& salt);
  void fill_segment(std::uint32_t segment);
  [[nodiscard]] std::uint32_t referred(const Place& place, std::uint64_t random) const;
  void next_addresses(Block& input, Block& addresses) const;
  static void mix(Block& next, const Block& previous, const Block& reference);

  std::uint32_t segment_blocks_;
  std::vector<Block> memory_;
};

}  // namespace enig::work

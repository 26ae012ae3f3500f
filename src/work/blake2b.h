// BLAKE2b without a key (RFC 7693), as Argon2 needs it: whole messages of known length, in parts.
//
//     Blake2b hash(32);
//     hash.take(part).take(other);
//     hash.finish(out);   // 32 bytes
//
// For what runs on the device alone. The server has libsodium's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace enig::work {

class Blake2b {
 public:
  static constexpr std::size_t bytes_max = 64;

  // 1 to 64 bytes come out.
  explicit Blake2b(std::size_t out_bytes);

  Blake2b& take(std::span<const std::uint8_t> bytes);
  // Four bytes, the lowest first.
  Blake2b& take(std::uint32_t number);

  // As many bytes as out_bytes said. Once.
  void finish(std::span<std::uint8_t> out);

 private:
  static constexpr std::size_t block_bytes = 128;
  enum class Block { inner, last };
  void compress(Block block);

  std::array<std::uint64_t, 8> h_;
  std::array<std::uint8_t, block_bytes> block_{};
  std::size_t filled_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace enig::work

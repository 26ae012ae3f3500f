#include "work/blake2b.h"

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace enig::work {
namespace {

using Word = std::uint64_t;

// RFC 7693, section 2.6.
constexpr std::array<Word, 8> iv = {0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B,
                                    0xA54FF53A5F1D36F1, 0x510E527FADE682D1, 0x9B05688C2B3E6C1F,
                                    0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179};

// Section 2.7; rounds 10 and 11 are as 0 and 1.
constexpr std::array<std::array<std::uint8_t, 16>, 10> sigma = {{
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
}};
constexpr std::size_t rounds = 12;

struct Four {
  std::size_t a, b, c, d;
};
// Columns, then diagonals.
constexpr std::array<Four, 8> mixed = {{{0, 4, 8, 12},
                                        {1, 5, 9, 13},
                                        {2, 6, 10, 14},
                                        {3, 7, 11, 15},
                                        {0, 5, 10, 15},
                                        {1, 6, 11, 12},
                                        {2, 7, 8, 13},
                                        {3, 4, 9, 14}}};

Word word_at(const std::uint8_t* bytes) {
  Word word = 0;
  for (unsigned i = 0; i < 8; ++i) word |= Word{bytes[i]} << (8 * i);
  return word;
}

}  // namespace

Blake2b::Blake2b(std::size_t out_bytes) : h_(iv) {
  ENIG_CHECK(out_bytes >= 1 && out_bytes <= bytes_max);
  h_[0] ^= 0x01010000 ^ out_bytes;
}

Blake2b& Blake2b::take(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    // A full block waits until it is known not to be the last.
    if (filled_ == block_bytes) compress(Block::inner);
    const std::size_t count = std::min(bytes.size(), block_bytes - filled_);
    std::ranges::copy(bytes.first(count), block_.data() + filled_);
    filled_ += count;
    bytes = bytes.subspan(count);
  }
  return *this;
}

Blake2b& Blake2b::take(std::uint32_t number) {
  std::array<std::uint8_t, 4> bytes{};
  for (unsigned i = 0; i < 4; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return take(bytes);
}

void Blake2b::finish(std::span<std::uint8_t> out) {
  std::fill(block_.data() + filled_, block_.data() + block_bytes, std::uint8_t{0});
  compress(Block::last);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<std::uint8_t>(h_[i / 8] >> (8 * (i % 8)));
  }
}

// Section 3.2.
void Blake2b::compress(Block block) {
  taken_ += filled_;
  filled_ = 0;
  std::array<Word, 16> m{};
  for (std::size_t i = 0; i < m.size(); ++i) m[i] = word_at(&block_[8 * i]);
  std::array<Word, 16> v{};
  std::ranges::copy(h_, v.begin());
  std::ranges::copy(iv, v.begin() + 8);
  v[12] ^= taken_;
  if (block == Block::last) v[14] = ~v[14];
  for (std::size_t round = 0; round < rounds; ++round) {
    const auto& order = sigma[round % sigma.size()];
    for (std::size_t i = 0; i < mixed.size(); ++i) {
      const auto [a, b, c, d] = mixed[i];
      v[a] += v[b] + m[order[2 * i]];
      v[d] = std::rotr(v[d] ^ v[a], 32);
      v[c] += v[d];
      v[b] = std::rotr(v[b] ^ v[c], 24);
      v[a] += v[b] + m[order[2 * i + 1]];
      v[d] = std::rotr(v[d] ^ v[a], 16);
      v[c] += v[d];
      v[b] = std::rotr(v[b] ^ v[c], 63);
    }
  }
  for (std::size_t i = 0; i < h_.size(); ++i) h_[i] ^= v[i] ^ v[i + 8];
}

}  // namespace enig::work

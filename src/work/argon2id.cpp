#include "work/argon2id.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "work/blake2b.h"

namespace enig::work {
namespace {

using Word = std::uint64_t;

constexpr std::uint32_t lanes = 1;
constexpr std::uint32_t passes = 1;
constexpr std::uint32_t version = 0x13;
constexpr std::uint32_t type_id = 2;
constexpr std::uint32_t segments = 4;
constexpr std::size_t block_bytes = 1'024;

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// H', section 3.3.
void hash_long(std::span<const std::uint8_t> seed, std::span<std::uint8_t> out) {
  const auto length = static_cast<std::uint32_t>(out.size());
  if (out.size() <= Blake2b::bytes_max) {
    Blake2b(out.size()).take(length).take(seed).finish(out);
    return;
  }
  constexpr std::size_t half = Blake2b::bytes_max / 2;
  std::array<std::uint8_t, Blake2b::bytes_max> v{};
  Blake2b(v.size()).take(length).take(seed).finish(v);
  while (out.size() > Blake2b::bytes_max) {
    std::copy_n(v.begin(), half, out.begin());
    out = out.subspan(half);
    const std::array<std::uint8_t, Blake2b::bytes_max> last = v;
    const std::size_t next = out.size() > Blake2b::bytes_max ? v.size() : out.size();
    Blake2b(next).take(last).finish(std::span(v).first(next));
  }
  std::copy_n(v.begin(), out.size(), out.begin());
}

// GB, section 3.6.
inline void mix_four(Word& a, Word& b, Word& c, Word& d) {
  const auto sum = [](Word x, Word y) { return x + y + 2 * (x & 0xFFFFFFFF) * (y & 0xFFFFFFFF); };
  a = sum(a, b);
  d = std::rotr(d ^ a, 32);
  c = sum(c, d);
  b = std::rotr(b ^ c, 24);
  a = sum(a, b);
  d = std::rotr(d ^ a, 16);
  c = sum(c, d);
  b = std::rotr(b ^ c, 63);
}

// P, section 3.6: over sixteen words of `block`, at `first`, and then in pairs that lie `step`
// apart.
void permute(std::array<Word, 128>& block, std::size_t first, std::size_t step) {
  std::array<Word, 16> v;
  for (std::size_t i = 0; i < 8; ++i) {
    v[2 * i] = block[first + i * step];
    v[2 * i + 1] = block[first + i * step + 1];
  }
  mix_four(v[0], v[4], v[8], v[12]);
  mix_four(v[1], v[5], v[9], v[13]);
  mix_four(v[2], v[6], v[10], v[14]);
  mix_four(v[3], v[7], v[11], v[15]);
  mix_four(v[0], v[5], v[10], v[15]);
  mix_four(v[1], v[6], v[11], v[12]);
  mix_four(v[2], v[7], v[8], v[13]);
  mix_four(v[3], v[4], v[9], v[14]);
  for (std::size_t i = 0; i < 8; ++i) {
    block[first + i * step] = v[2 * i];
    block[first + i * step + 1] = v[2 * i + 1];
  }
}

}  // namespace

Argon2id::Argon2id(std::uint32_t memory_kib)
    : segment_blocks_(memory_kib / segments), memory_(memory_kib) {
  ENIG_CHECK(memory_kib >= 8 * lanes && memory_kib % (segments * lanes) == 0);
}

Tag Argon2id::tag_of(std::string_view password, const Salt& salt) {
  begin(password, salt);
  for (std::uint32_t segment = 0; segment < segments; ++segment) fill_segment(segment);
  // Steps 7 and 8, with one lane: the tag is the hash of its last block.
  std::array<std::uint8_t, block_bytes> last{};
  for (std::size_t i = 0; i < last.size(); ++i) {
    last[i] = static_cast<std::uint8_t>(memory_.back()[i / 8] >> (8 * (i % 8)));
  }
  Tag tag{};
  hash_long(last, tag);
  return tag;
}

// Section 3.2, steps 1 to 4: H0, and the first two blocks.
void Argon2id::begin(std::string_view password, const Salt& salt) {
  std::array<std::uint8_t, 64 + 2 * sizeof(std::uint32_t)> seed{};
  Blake2b h0(64);
  h0.take(lanes).take(std::uint32_t{sizeof(Tag)}).take(static_cast<std::uint32_t>(memory_.size()));
  h0.take(passes).take(version).take(type_id);
  h0.take(static_cast<std::uint32_t>(password.size())).take(bytes_of(password));
  h0.take(static_cast<std::uint32_t>(salt.size())).take(salt);
  h0.take(std::uint32_t{0}).take(std::uint32_t{0});  // neither a secret nor associated data
  h0.finish(std::span(seed).first(64));
  for (std::uint8_t column = 0; column < 2; ++column) {
    seed[64] = column;
    std::array<std::uint8_t, block_bytes> bytes{};
    hash_long(seed, bytes);
    for (std::size_t i = 0; i < words; ++i) {
      Word word = 0;
      for (unsigned byte = 0; byte < 8; ++byte) word |= Word{bytes[8 * i + byte]} << (8 * byte);
      memory_[column][i] = word;
    }
  }
}

// Steps 5 and 6. In the first half of the memory, which block is mixed in does not depend on the
// password (Argon2i, section 3.4.1.2); in the second half it does (Argon2d, section 3.4.1.1).
void Argon2id::fill_segment(std::uint32_t segment) {
  const bool is_independent = segment < segments / 2;
  Block input{};
  Block addresses{};
  input[2] = segment;
  input[3] = memory_.size();
  input[4] = passes;
  input[5] = type_id;
  const std::uint32_t begun = segment == 0 ? 2 : 0;
  if (is_independent && begun != 0) next_addresses(input, addresses);
  for (std::uint32_t index = begun; index < segment_blocks_; ++index) {
    if (is_independent && index % words == 0) next_addresses(input, addresses);
    const std::size_t at = std::size_t{segment} * segment_blocks_ + index;
    const Word random = is_independent ? addresses[index % words] : memory_[at - 1][0];
    mix(memory_[at], memory_[at - 1], memory_[referred({segment, index}, random)]);
  }
}

void Argon2id::next_addresses(Block& input, Block& addresses) const {
  static constexpr Block zero{};
  ++input[6];
  Block once{};
  mix(once, zero, input);
  mix(addresses, zero, once);
}

// Section 3.4.2: among the blocks before this one, the nearer ones oftener.
std::uint32_t Argon2id::referred(const Place& place, std::uint64_t random) const {
  const std::uint32_t area = place.segment * segment_blocks_ + place.index - 1;
  const Word j1 = random & 0xFFFFFFFF;
  const Word x = j1 * j1 >> 32;
  const Word y = area * x >> 32;
  return static_cast<std::uint32_t>(area - 1 - y);
}

// G, section 3.5.
void Argon2id::mix(Block& next, const Block& previous, const Block& reference) {
  Block r;
  for (std::size_t i = 0; i < words; ++i) r[i] = previous[i] ^ reference[i];
  next = r;
  for (std::size_t row = 0; row < 8; ++row) permute(r, 16 * row, 2);
  for (std::size_t column = 0; column < 8; ++column) permute(r, 2 * column, 16);
  for (std::size_t i = 0; i < words; ++i) next[i] ^= r[i];
}

}  // namespace enig::work

#include "store/packed_sheet.h"

#include <optional>

#include "base/check.h"

namespace enig::store {
namespace {

using opinion::Mark;
using opinion::Sheet;
using opinion::Stance;
using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// `bits` wide values, side by side, the lowest bits first. `bits` divides 8.
void put(Bytes& bytes, std::size_t index, unsigned bits, std::uint8_t value) {
  const std::size_t at = index * bits / 8;
  if (at >= bytes.size()) bytes.resize(at + 1);
  bytes[at] = static_cast<std::uint8_t>(bytes[at] | (value << (index * bits % 8)));
}

std::uint8_t get(ByteView bytes, std::size_t index, unsigned bits) {
  const std::size_t at = index * bits / 8;
  if (at >= bytes.size()) return 0;
  return static_cast<std::uint8_t>((static_cast<unsigned>(bytes[at]) >> (index * bits % 8)) &
                                   ((1u << bits) - 1));
}

std::uint8_t code_of(Stance stance) {
  switch (stance) {
    case Stance::agree:
      return 1;
    case Stance::disagree:
      return 2;
    case Stance::unsure:
      return 3;
  }
  ENIG_CHECK(false);
}

std::optional<Stance> stance_of(std::uint8_t code) {
  switch (code) {
    case 1:
      return Stance::agree;
    case 2:
      return Stance::disagree;
    case 3:
      return Stance::unsure;
    default:
      return std::nullopt;
  }
}

void append_length(Bytes& bytes, std::size_t length) {
  for (; length >= 0x80; length >>= 7) bytes.push_back(static_cast<std::uint8_t>(length | 0x80));
  bytes.push_back(static_cast<std::uint8_t>(length));
}

// Takes the length off the front, or gives nothing where it is damaged.
std::optional<std::size_t> take_length(ByteView& bytes) {
  std::size_t length = 0;
  for (unsigned shift = 0; shift < 28 && !bytes.empty(); shift += 7) {
    const std::uint8_t byte = bytes.front();
    bytes = bytes.subspan(1);
    length |= static_cast<std::size_t>(byte & 0x7Fu) << shift;
    if (byte < 0x80) return length;
  }
  return std::nullopt;
}

}  // namespace

Bytes pack(const Sheet& sheet, std::span<const Slot> slots) {
  ENIG_CHECK(sheet.marks.size() == slots.size());
  Bytes stances;
  Bytes marks;
  if (sheet.topic) put(stances, 0, 2, code_of(*sheet.topic));
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Mark& mark = sheet.marks[i];
    ENIG_CHECK(slots[i] != no_slot);
    if (mark.stance) put(stances, std::size_t{slots[i]} + 1, 2, code_of(*mark.stance));
    if (mark.important) put(marks, slots[i], 1, 1);
  }
  // put() makes a byte only to set a bit in it, so no part ends in a zero byte.
  Bytes bytes;
  append_length(bytes, stances.size());
  bytes.insert(bytes.end(), stances.begin(), stances.end());
  bytes.insert(bytes.end(), marks.begin(), marks.end());
  return bytes;
}

std::expected<Sheet, Error> unpack(ByteView bytes, std::span<const Slot> slots) {
  const std::optional<std::size_t> length = take_length(bytes);
  if (!length || *length > bytes.size()) {
    return std::unexpected(Error{Fault::unavailable, "A stored ballot is damaged.",
                                 "Restore the data folder from a backup."});
  }
  const ByteView stances = bytes.first(*length);
  const ByteView marks = bytes.subspan(*length);
  Sheet sheet{.topic = stance_of(get(stances, 0, 2)), .marks = std::vector<Mark>(slots.size())};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i] == no_slot) continue;
    sheet.marks[i].stance = stance_of(get(stances, std::size_t{slots[i]} + 1, 2));
    sheet.marks[i].important = get(marks, slots[i], 1) != 0;
  }
  return sheet;
}

}  // namespace enig::store

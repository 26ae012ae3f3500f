// An answered sheet as a few bytes: two bits a point.
//
//     const std::vector<std::uint8_t> bytes = pack(sheet, slots);
//     std::expected<Sheet, Error> again = unpack(bytes, slots);
//
// A point's answer lies at its *slot*, a number that the store gave it once and never gives again.
// So a file with new, removed or moved points never misreads an older row.
//
// Bytes: the number of stance bytes (LEB128), the stance bytes, the mark bytes. A stance is two
// bits (0 none, 1 agree, 2 disagree, 3 unsure), lowest first: the topic's, then slot 0, slot 1, …
// A mark is one bit (1 important), slot 0 first. Zero bytes at the end of either part are cut.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <vector>

#include "base/error.h"
#include "opinion/ballot.h"

namespace enig::store {

using Slot = std::uint32_t;

// For a point that has no slot yet (a store opened for reading only): it has no answers.
inline constexpr Slot no_slot = 0xFFFFFFFF;

// `slots` has one entry for each of sheet.marks, all different and none of them no_slot. Marks at
// other slots are not kept.
[[nodiscard]] std::vector<std::uint8_t> pack(const opinion::Sheet& sheet,
                                             std::span<const Slot> slots);

// One mark for each of `slots`. Error: unavailable (the bytes are damaged).
[[nodiscard]] std::expected<opinion::Sheet, Error> unpack(std::span<const std::uint8_t> bytes,
                                                          std::span<const Slot> slots);

}  // namespace enig::store

// The stored answer column: no bytes in a row make the reader do more than refuse them, and what it
// reads it can write and read again, whatever points have come and gone since.
//
//     build/fuzz/column_fuzz tests/fuzz/column -max_total_time=60
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/check.h"
#include "store/packed_sheet.h"

namespace {

using namespace enig;
using store::Slot;

// The first bytes say which slots the policy's points have now: how many, and which are new to a
// store that is opened for reading.
std::vector<Slot> slots_from(std::span<const std::uint8_t>& bytes) {
  if (bytes.size() < 2) return {};
  const std::size_t count = bytes[0];
  const std::uint8_t step = bytes[1];
  bytes = bytes.subspan(2);
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < count; ++i) {
    slots.push_back(static_cast<Slot>(step % 8 == 0 ? i : i * (step % 8) + step / 8));
  }
  // Points are moved about by whoever edits the file.
  if (step % 2 == 1) std::ranges::reverse(slots);
  return slots;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::span<const std::uint8_t> bytes(data, size);
  const std::vector<Slot> slots = slots_from(bytes);
  const auto sheet = store::unpack(bytes, slots);
  if (!sheet) {
    ENIG_CHECK(sheet.error().fault == Fault::unavailable);
    return 0;
  }
  ENIG_CHECK(sheet->marks.size() == slots.size());
  const std::vector<std::uint8_t> packed = store::pack(*sheet, slots);
  // Bits of points that are gone are not written again; nothing grows but the length before them.
  ENIG_CHECK(packed.size() <= std::max<std::size_t>(bytes.size(), 1));
  const auto again = store::unpack(packed, slots);
  ENIG_CHECK(again.has_value());
  ENIG_CHECK(*again == *sheet);
  // A point that has no slot yet has no answer, and is in nobody's way.
  std::vector<Slot> with_new = slots;
  with_new.push_back(store::no_slot);
  const auto read = store::unpack(bytes, with_new);
  ENIG_CHECK(read.has_value());
  ENIG_CHECK(!read->marks.back().stance && !read->marks.back().important);
  ENIG_CHECK(std::equal(sheet->marks.begin(), sheet->marks.end(), read->marks.begin()));
  return 0;
}

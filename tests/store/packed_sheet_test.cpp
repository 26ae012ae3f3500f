#include "store/packed_sheet.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>
#include <vector>

#include "tests/store/sheets.h"

using namespace enig;
using opinion::Sheet;
using opinion::Stance;
using store::pack;
using store::Slot;
using store::unpack;
using support::sheet;

namespace {

using Bytes = std::vector<std::uint8_t>;

std::vector<Slot> in_order(std::size_t count) {
  std::vector<Slot> slots(count);
  std::iota(slots.begin(), slots.end(), 0);
  return slots;
}

}  // namespace

TEST_CASE("a stance is two bits: the topic's, then each slot's, then one bit for each mark") {
  // topic 01, slots 10 11 01 -> 01|10|11|01 from the lowest bits up; marks on slots 1 and 3.
  const Sheet said = sheet("du!a-!", Stance::agree);
  CHECK(pack(said, in_order(4)) == Bytes{1, 0b01'11'10'01, 0b0000'1010});
}

TEST_CASE("zero bytes at the end are cut") {
  CHECK(pack(sheet("--------------------"), in_order(20)) == Bytes{0});
  CHECK(pack(sheet("a-------------------"), in_order(20)) == Bytes{1, 0b0100});
  CHECK(pack(sheet("-------------------a"), in_order(20)).size() == 1 + 6);
  CHECK(pack(sheet("-!-------------------"), in_order(20)) == Bytes{0, 1});
}

TEST_CASE("what was packed is unpacked, whatever the slots") {
  const Sheet said = sheet("a!-du!--a", Stance::unsure);
  for (const std::vector<Slot>& slots : {in_order(7), std::vector<Slot>{6, 5, 4, 3, 2, 1, 0},
                                         std::vector<Slot>{900, 2, 77, 0, 5, 4, 3}}) {
    CHECK(unpack(pack(said, slots), slots) == said);
  }
}

TEST_CASE("every combination of two points and the topic survives") {
  const std::vector<std::optional<Stance>> all = {std::nullopt, Stance::agree, Stance::disagree,
                                                  Stance::unsure};
  for (const auto& topic : all) {
    for (const auto& first : all) {
      for (const auto& second : all) {
        for (const bool important : {false, true}) {
          const Sheet said{.topic = topic, .marks = {{first, important}, {second, !important}}};
          const std::vector<Slot> slots = {3, 9'999};
          CHECK(unpack(pack(said, slots), slots) == said);
        }
      }
    }
  }
}

TEST_CASE("points that came later have no answers in an older row") {
  const Bytes older = pack(sheet("ad"), in_order(2));
  CHECK(unpack(older, in_order(4)) == sheet("ad--"));
  CHECK(unpack(older, std::vector<Slot>{store::no_slot, 1}) == sheet("-d"));
}

TEST_CASE("points that were moved or removed do not shift the others") {
  const Bytes older = pack(sheet("adu!"), in_order(3));
  CHECK(unpack(older, std::vector<Slot>{2, 0}) == sheet("u!a"));
}

TEST_CASE("ten thousand points with everything marked fit and come back") {
  Sheet said;
  said.marks.assign(10'000, {Stance::unsure, true});
  const Bytes bytes = pack(said, in_order(10'000));
  CHECK(bytes.size() == 2 + 2'501 + 1'250);
  CHECK(unpack(bytes, in_order(10'000)) == said);
}

TEST_CASE("damaged bytes are an error, not an answer") {
  for (const Bytes& bytes :
       {Bytes{}, Bytes{5, 1, 1}, Bytes{0x80}, Bytes{0xFF, 0xFF, 0xFF, 0xFF, 1}}) {
    const auto read = unpack(bytes, in_order(3));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().fault == Fault::unavailable);
  }
}

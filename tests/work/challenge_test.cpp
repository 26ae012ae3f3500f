#include "work/challenge.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig;
using work::Challenge;
using work::challenge_from;
using work::has_zeros;
using work::Proof;
using work::proof_from;
using work::Tag;

namespace {

constexpr const char* text = "29922345.6.000102030405060708090a0b0c0d0e0f";
const Challenge challenge{.minute = 29'922'345,
                          .bits = 6,
                          .salt = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}};

}  // namespace

TEST_CASE("a challenge and a proof are read as they are written") {
  CHECK(work::to_text(challenge) == text);
  CHECK(challenge_from(text) == challenge);
  const Proof proof{challenge, 4'294'967'295U};
  CHECK(work::to_text(proof) == std::string(text) + ".4294967295");
  CHECK(proof_from(work::to_text(proof)) == proof);
  CHECK(proof_from(std::string(text) + ".0") == Proof{challenge, 0});
}

TEST_CASE("what is written otherwise is none") {
  for (const char* const other :
       {"", ".", "..", "...", "29922345.6", "29922345.6.",
        "029922345.6.000102030405060708090a0b0c0d0e0f", "-1.6.000102030405060708090a0b0c0d0e0f",
        "29922345.06.000102030405060708090a0b0c0d0e0f",
        "29922345.25.000102030405060708090a0b0c0d0e0f",
        "29922345.6.000102030405060708090A0b0c0d0e0f", "29922345.6.000102030405060708090a0b0c0d0e",
        "29922345.6.000102030405060708090a0b0c0d0e0f0",
        "99999999999999999999.6.000102030405060708090a0b0c0d0e0f"}) {
    CAPTURE(other);
    CHECK_FALSE(challenge_from(other).has_value());
    CHECK_FALSE(proof_from(std::string(other) + ".1").has_value());
  }
  for (const char* const number : {"", ".", ".x", ".01", ".-1", ".4294967296", ".1 ", ".1.1"}) {
    CAPTURE(number);
    CHECK_FALSE(proof_from(std::string(text) + number).has_value());
  }
}

TEST_CASE("zero bits are counted from the first byte's highest") {
  const Tag tag{0x00, 0x1F, 0xFF};
  CHECK(has_zeros(tag, 0));
  CHECK(has_zeros(tag, 8));
  CHECK(has_zeros(tag, 11));
  CHECK_FALSE(has_zeros(tag, 12));
  CHECK_FALSE(has_zeros({0x80}, 1));
  CHECK(has_zeros({0x7F}, 1));
}

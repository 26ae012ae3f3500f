#include "base/hex.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig;

TEST_CASE("a hexadecimal digit has its value in either case, any other letter has none") {
  CHECK(hex_digit('0') == 0);
  CHECK(hex_digit('9') == 9);
  CHECK(hex_digit('a') == 10);
  CHECK(hex_digit('F') == 15);
  // The neighbours of the three ranges, and bytes beyond ASCII.
  for (const char other : {'/', ':', '@', 'G', '`', 'g', ' ', '\0', '\xE6'}) {
    CAPTURE(static_cast<int>(other));
    CHECK_FALSE(hex_digit(other).has_value());
  }
}

TEST_CASE("two digits make a byte") {
  CHECK(hex_byte('0', '0') == 0x00);
  CHECK(hex_byte('c', '8') == 0xC8);
  CHECK(hex_byte('F', 'f') == 0xFF);
  CHECK_FALSE(hex_byte('c', 'x').has_value());
  CHECK_FALSE(hex_byte('-', '1').has_value());
}

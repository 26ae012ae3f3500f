#include "base/sentence.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig;

TEST_CASE("each place of a sentence is filled with the next filling, whatever that is") {
  CHECK(sentence("Nothing to fill.") == "Nothing to fill.");
  CHECK(sentence("{} has {} of {}", "Kari", 3U, std::string("10")) == "Kari has 3 of 10");
  CHECK(sentence("a {}{}", ']', -2) == "a ]-2");
}

TEST_CASE("what is filled in is not filled again") {
  CHECK(sentence("{}, {}", "{}", "b") == "{}, b");
  CHECK(sentence("{}, { \"a\": … }", "x") == "x, { \"a\": … }");
}

TEST_CASE("hexadecimal numbers have capitals, and as many digits as are asked for") {
  CHECK(sentence("U+{}", Hexadecimal{0x7, 4}) == "U+0007");
  CHECK(sentence("0x{}", Hexadecimal{0xEF, 2}) == "0xEF");
  CHECK(sentence("U+{}", Hexadecimal{0x1F600, 4}) == "U+1F600");
}

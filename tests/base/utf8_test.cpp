#include "base/utf8.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig;

TEST_CASE("letters of one to four bytes are decoded whole") {
  const std::string_view text = "aå€😀";
  const utf8::Step a = utf8::decode(text, 0);
  CHECK((a.code_point == U'a' && a.bytes == 1 && a.valid));
  const utf8::Step ring = utf8::decode(text, 1);
  CHECK((ring.code_point == U'å' && ring.bytes == 2 && ring.valid));
  const utf8::Step euro = utf8::decode(text, 3);
  CHECK((euro.code_point == U'€' && euro.bytes == 3 && euro.valid));
  const utf8::Step face = utf8::decode(text, 6);
  CHECK((face.code_point == U'😀' && face.bytes == 4 && face.valid));
  CHECK(utf8::length(text) == 4);
}

TEST_CASE("the first byte that is not UTF-8 is found") {
  CHECK_FALSE(utf8::first_invalid("Bærum – «sånn»").has_value());
  CHECK(utf8::first_invalid("ab\xC3") == 2);                // cut short
  CHECK(utf8::first_invalid("a\x80") == 1);                 // a continuation alone
  CHECK(utf8::first_invalid("\xC0\xAF") == 0);              // overlong slash
  CHECK(utf8::first_invalid("\xE0\x80\xAF") == 0);          // overlong, three bytes
  CHECK(utf8::first_invalid("x\xED\xA0\x80") == 1);         // a surrogate
  CHECK(utf8::first_invalid("\xF4\x90\x80\x80") == 0);      // above U+10FFFF
  CHECK(utf8::first_invalid("\xF8\x88\x80\x80\x80") == 0);  // five bytes
}

TEST_CASE("what is appended is decoded to the same code point") {
  for (const char32_t code_point :
       {U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\xFFFF', U'\x10000', U'\x10FFFF'}) {
    std::string text;
    utf8::append(text, code_point);
    const utf8::Step step = utf8::decode(text, 0);
    CHECK(step.valid);
    CHECK(step.code_point == code_point);
    CHECK(step.bytes == text.size());
  }
}

TEST_CASE("a surrogate is appended as the replacement character") {
  std::string text;
  utf8::append(text, char32_t{0xD800});
  CHECK(text == "\uFFFD");
}

TEST_CASE("a shortened text ends with a whole letter and says that there was more") {
  CHECK(utf8::shortened("", 4) == "");
  CHECK(utf8::shortened("båt", 4) == "båt");
  CHECK(utf8::shortened("båten", 4) == "båt…");
  CHECK(utf8::shortened("båten", 3) == "bå…");
  CHECK(utf8::shortened("båten", 2) == "b…");
  CHECK(utf8::shortened("\xF0\x9F\x98\x80!", 3) == "…");
}

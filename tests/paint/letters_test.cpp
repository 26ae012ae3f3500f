#include "paint/letters.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/paint/fixed_letters.h"

using namespace enig::paint;

namespace {
constexpr Font font{.size_px = 20, .weight = 400};
}

TEST_CASE("a run of white space is one space, as CSS sees it") {
  const Letter letter = letter_at("a \t\n b", 1);
  CHECK(letter.code_point == U' ');
  CHECK(letter.end == 5);
  CHECK(width_px(FixedLetters(), "a \t\n b", font) == 30);
}

TEST_CASE("a no-break space is a letter of its own") {
  const Letter letter = letter_at("1\u00A0234", 1);
  CHECK(letter.code_point == 0x00A0);
  CHECK(letter.end == 3);
}

TEST_CASE("letters of several bytes are one letter") {
  CHECK(letter_at("å", 0).code_point == U'å');
  CHECK(letter_at("å", 0).end == 2);
  CHECK(letter_at("😀", 0).end == 4);
}

TEST_CASE("marks and invisible letters take no room") {
  CHECK(width_px(FixedLetters(), "a\u030A", font) == 10);
  CHECK(width_px(FixedLetters(), "nærings\u00ADliv", font) == 100);
  CHECK(width_px(FixedLetters(), "👍\U0001F3FD", font) == 20);
}

TEST_CASE("what is a mark and what is not") {
  CHECK(is_mark(0x0301));
  CHECK(is_mark(0xFE0F));
  CHECK(is_mark(0x200D));
  CHECK_FALSE(is_mark(U'å'));
  CHECK_FALSE(is_mark(U'ŋ'));
  CHECK(is_invisible(0x00AD));
  CHECK(is_invisible(0x200B));
  CHECK_FALSE(is_invisible(U' '));
}

TEST_CASE("text that letters side by side cannot show is known") {
  CHECK(needs_shaping("مرحبا"));
  CHECK(needs_shaping("שלום"));
  CHECK(needs_shaping("नमस्ते"));
  CHECK(needs_shaping("ไทย"));
  CHECK(needs_shaping("👩\u200D👩\u200D👧"));
  CHECK(needs_shaping("🇳🇴"));
  CHECK_FALSE(needs_shaping("Næringsøya på Ås, «čáhci», łódź, ΑΒΓ, Київ, 東京 – 😀"));
  CHECK_FALSE(needs_shaping(""));
}

#include "paint/line_break.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/paint/fixed_letters.h"

using namespace enig::paint;

namespace {

// Ten px a letter.
constexpr Font font{.size_px = 20, .weight = 400};

std::vector<std::string> lines(std::string_view text, int letters_max) {
  std::vector<std::string> found;
  const auto width = static_cast<float>(letters_max * 10);
  for (const TextLine& line : break_lines(text, width, FixedLetters(), font)) {
    found.emplace_back(text.substr(line.begin, line.end - line.begin));
  }
  return found;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines break at spaces, and as late as they can") {
  CHECK(lines("en to tre fire", 6) == Lines{"en to", "tre", "fire"});
  CHECK(lines("en to tre fire", 8) == Lines{"en to", "tre fire"});
  CHECK(lines("en to tre fire", 14) == Lines{"en to tre fire"});
}

TEST_CASE("a space that ends a line takes no room") {
  CHECK(lines("abcd efgh", 4) == Lines{"abcd", "efgh"});
}

TEST_CASE("spaces at the ends and several in a row are no words") {
  CHECK(lines("  en   to  ", 5) == Lines{"en   to"});
  CHECK(lines("  en   to  ", 4) == Lines{"en", "to"});
}

TEST_CASE("text without words has no lines") {
  CHECK(lines("", 5).empty());
  CHECK(lines(" \n ", 5).empty());
}

TEST_CASE("a word may break after its hyphen") {
  CHECK(lines("fokus på klynge-bygging", 16) == Lines{"fokus på klynge-", "bygging"});
  CHECK(lines("fokus på klynge-bygging", 15) == Lines{"fokus på", "klynge-bygging"});
}

TEST_CASE("a number range and a minus sign are not broken") {
  CHECK(lines("plan for 2024-2028", 14) == Lines{"plan for", "2024-2028"});
  CHECK(lines("ned -5 grader", 5) == Lines{"ned", "-5", "gra", "der"});
}

TEST_CASE("a dash between words belongs to the line that it ends") {
  CHECK(lines("innovasjon – utdanning", 12) == Lines{"innovasjon –", "utdanning"});
  CHECK(lines("innovasjon – utdanning", 11) == Lines{"innovasjon", "– utdanning"});
}

TEST_CASE("a word that is too long for a line breaks between syllables, with a hyphen") {
  CHECK(lines("kollektivknutepunkt", 8) == Lines{"kollek", "tivknu", "tepunkt"});
  // It begins where there is room, because the document's does.
  CHECK(lines("et kollektivknutepunkt", 8) == Lines{"et kol", "lektivk", "nute", "punkt"});
  CHECK(lines("et kollektivknutepunkt", 11) == Lines{"et kollek", "tivknute", "punkt"});
  CHECK(lines("en kollektivreise", 14) == Lines{"en", "kollektivreise"});
  CHECK(lines("Næringsvennlig", 11) == Lines{"Nærings", "vennlig"});
  CHECK(lines("næringseiendom,", 14) == Lines{"næringseien", "dom,"});
  // Not within one sound: rather without a hyphen. And no fewer than three letters on a line.
  CHECK(lines("forskjellige", 6) == Lines{"forskj", "ellige"});
  const std::vector<TextLine> found = break_lines("Næringsvennlig", 110, FixedLetters(), font);
  CHECK(found[0] == TextLine{0, 8, 80, true});
  CHECK(found[1] == TextLine{8, 15, 70});
}

TEST_CASE("a word without syllables that is too long for a line breaks anywhere") {
  CHECK(lines("aaaaaaaaaa", 8) == Lines{"aaaaaaaa", "aa"});
  CHECK(lines("00112233445566", 8) == Lines{"00112233", "445566"});
  CHECK(lines("https://x.no/?a=b", 8) == Lines{"https://", "x.no/?a=", "b"});
  CHECK_FALSE(break_lines("aaaaaaaaaa", 80, FixedLetters(), font)[0].is_hyphenated);
}

TEST_CASE("a line holds a letter, however narrow it is") {
  CHECK(lines("abc", 0) == Lines{"a", "b", "c"});
}

TEST_CASE("a no-break space holds its words together") {
  CHECK(lines("ca. 1\u00A0234 svar", 6) == Lines{"ca.", "1\u00A0234", "svar"});
}

TEST_CASE("a mark stays on its letter") {
  CHECK(lines("aa\u030Ab", 2) == Lines{"aa\u030A", "b"});
  CHECK(lines("aa\u030Ab", 1) == Lines{"a", "a\u030A", "b"});
}

TEST_CASE("a zero-width space is a place to break") {
  CHECK(lines("lang\u200Bord", 5) == Lines{"lang\u200B", "ord"});
}

TEST_CASE("every letter but the spaces between lines is on exactly one line") {
  const std::string text =
      "Gründere og  innovasjon-i privat\nsektor, kollektivknutepunktene på Rud.";
  for (int letters = 0; letters < 40; ++letters) {
    std::string joined;
    for (const std::string& line : lines(text, letters)) joined += line;
    std::string expected;
    for (const char c : text) {
      if (c != ' ' && c != '\n') expected += c;
    }
    std::erase_if(joined, [](char c) { return c == ' ' || c == '\n'; });
    CHECK(joined == expected);
  }
}

TEST_CASE("a line's width is that of its words") {
  const std::vector<TextLine> found = break_lines("en to tre", 60, FixedLetters(), font);
  REQUIRE(found.size() == 2);
  CHECK(found[0] == TextLine{0, 5, 50});
  CHECK(found[1] == TextLine{6, 9, 30});
}

TEST_CASE("a word breaks with a hyphen at its soft hyphen, where the hyphen has room too") {
  const auto first = [](int letters_max) {
    return break_lines("Dis\u00ADagree", static_cast<float>(letters_max * 10), FixedLetters(), font)
        .front();
  };
  CHECK(lines("Dis\u00ADagree", 5) == Lines{"Dis\u00AD", "agree"});
  CHECK(first(5) == TextLine{0, 5, 40, true});
  CHECK(lines("Dis\u00ADagree", 8) == Lines{"Dis\u00ADagree"});
  CHECK_FALSE(first(8).is_hyphenated);
  // Without room for the hyphen it breaks as any long word.
  CHECK_FALSE(first(3).is_hyphenated);
}

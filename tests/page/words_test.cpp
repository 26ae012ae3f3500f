#include "page/words.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig::page;

TEST_CASE("each language says its own words") {
  CHECK(Words("nb").say(Word::disagree) == "Uenig");
  CHECK(Words("en").say(Word::disagree) == "Disagree");
}

TEST_CASE("a language that Enig does not speak gets the first one's words") {
  CHECK(Words("se").language() == "nb");
  CHECK_FALSE(speaks("se"));
}

TEST_CASE("places in a sentence are filled, and only those") {
  CHECK(Words("nb").say(Word::withheld_first, {{"n", "20"}}) ==
        "Resultatet vises når 20 har svart.");
  CHECK(Words("nb").say(Word::withheld_first, {{"n", "{n}"}}) ==
        "Resultatet vises når {n} har svart.");
  CHECK(Words("nb").say(Word::withheld_first, {{"m", "20"}}) ==
        "Resultatet vises når {n} har svart.");
}

TEST_CASE("numbers and percentages have their language's form") {
  CHECK(Words("nb").number(214) == "214");
  CHECK(Words("nb").number(1'234'567) == "1\u00A0234\u00A0567");
  CHECK(Words("en").number(1'234) == "1,234");
  CHECK(Words("nb").number(-1'234) == "-1\u00A0234");
  CHECK(Words("nb").percent(72) == "72\u00A0%");
  CHECK(Words("en").percent(72) == "72%");
}

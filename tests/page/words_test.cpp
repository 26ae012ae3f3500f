#include "page/words.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

using namespace enig::page;

namespace {

// The file that the browser's program is handed.
std::string words_file(const std::string& language) {
  std::ifstream in(std::string(ENIG_WORDS_DIR) + "/words." + language + ".txt", std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

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

TEST_CASE("each language is named in itself") {
  CHECK(name_of_language("nn") == "Nynorsk");
  CHECK(name_of_language("nn") == Words("nn").say(Word::language_name));
  CHECK(name_of_language("se").empty());
}

TEST_CASE("the browser's file says what the server says, in every language") {
  for (const std::string language : {"nb", "nn", "en"}) {
    std::optional<WordList> parsed = WordList::parse(words_file(language));
    REQUIRE(parsed);
    const WordList list = *std::exchange(parsed, std::nullopt);
    const Words words = list.words();
    CHECK(words.language() == language);
    std::size_t left_out = 0;
    for (std::size_t i = 0; i < word_count; ++i) {
      const Word word = static_cast<Word>(i);
      const std::string said = words.say(word);
      if (said.empty()) {
        ++left_out;
      } else {
        CHECK(said == Words(language).say(word));
      }
    }
    CHECK(word_count - left_out > 100);  // residents read more than that
    CHECK(words.say(Word::letter_confirm_subject).empty());
    CHECK(words.say(Word::staff_refused).empty());
    CHECK(words.number(1'234) == Words(language).number(1'234));
  }
}

TEST_CASE("words of another program are refused") {
  const std::string text = words_file("nb");
  CHECK_FALSE(WordList::parse(text + "Mer\n"));
  CHECK_FALSE(WordList::parse(text.substr(0, text.rfind('\n', text.size() - 2))));
  CHECK_FALSE(WordList::parse(""));
  CHECK_FALSE(WordList::parse("<!doctype html>\n<title>404</title>\n"));
}

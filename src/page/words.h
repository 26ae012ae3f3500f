// Enig's own words in every language, from assets/words/<language>.json.
//
//     words.say(Word::agree)                                   // "Enig"
//     words.say(Word::withheld_first, {{"n", words.number(20)}})
//
// The server has all of them. The browser's program has none, and is handed those of its page.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "page/word.h"

namespace enig::page {

class Words {
 public:
  // One "{name}" of a sentence and what is put in its place.
  struct Filling {
    std::string_view name;
    std::string value;
  };

  // The words of `language`, or those of the first language where Enig does not speak it. Not in
  // the browser's program.
  explicit Words(std::string_view language);

  [[nodiscard]] std::string_view language() const { return language_; }
  [[nodiscard]] std::string say(Word word) const;
  [[nodiscard]] std::string say(Word word, std::initializer_list<Filling> fillings) const;

  // "1 234" in Norwegian (with no-break spaces), "1,234" in English.
  [[nodiscard]] std::string number(std::int64_t value) const;
  [[nodiscard]] std::string percent(int whole_percent) const;

 private:
  friend class WordList;
  Words(std::string_view language, std::span<const std::string_view> words)
      : language_(language), words_(words) {}

  std::string_view language_;                // of what outlives this
  std::span<const std::string_view> words_;  // likewise, one entry per Word
};

// The words of one language from a text: tools/cmake/EnigWords writes words.<language>.txt.
//
//     const std::optional<WordList> list = WordList::parse(text);
//     const Words words = list->words();      // as long as the list is there
class WordList {
 public:
  // Nothing where the text has another number of words than this program.
  [[nodiscard]] static std::optional<WordList> parse(std::string_view text);

  WordList(WordList&&) = default;
  WordList& operator=(WordList&&) = default;

  [[nodiscard]] Words words() const { return {language_, words_}; }

 private:
  explicit WordList(std::string_view text) : text_(text.begin(), text.end()) {}

  std::vector<char> text_;  // its letters stay where they are when the list is moved
  std::string_view language_;
  std::vector<std::string_view> words_;
};

// Languages that Enig speaks, BCP 47.
[[nodiscard]] bool speaks(std::string_view language);
// Its name in itself, "Nynorsk"; empty where Enig does not speak it.
[[nodiscard]] std::string_view name_of_language(std::string_view language);

}  // namespace enig::page

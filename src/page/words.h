// Enig's own words in every language, from assets/words/<language>.json.
//
//     words.say(Word::agree)                                   // "Enig"
//     words.say(Word::withheld_first, {{"n", words.number(20)}})
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "page/word.h"

namespace enig::page {

class Words {
 public:
  // One "{name}" of a sentence and what is put in its place.
  struct Filling {
    std::string_view name;
    std::string value;
  };

  // The words of `language`, or those of the first language where Enig does not speak it.
  explicit Words(std::string_view language);

  [[nodiscard]] std::string_view language() const { return language_; }
  [[nodiscard]] std::string say(Word word) const;
  [[nodiscard]] std::string say(Word word, std::initializer_list<Filling> fillings) const;

  // "1 234" in Norwegian (with no-break spaces), "1,234" in English.
  [[nodiscard]] std::string number(std::int64_t value) const;
  [[nodiscard]] std::string percent(int whole_percent) const;

 private:
  std::string_view language_;                // static storage
  std::span<const std::string_view> words_;  // static storage, one entry per Word
};

// Languages that Enig speaks, BCP 47.
[[nodiscard]] bool speaks(std::string_view language);

}  // namespace enig::page

#include "page/words.h"

#include <algorithm>

namespace enig::page {
namespace {

struct Table {
  std::string_view language;
  std::span<const std::string_view> words;
};

#include "page/words_data.inc"

const Table* table_of(std::string_view language) {
  const auto* const found = std::ranges::find(tables, language, &Table::language);
  return found == std::end(tables) ? nullptr : found;
}

}  // namespace

bool speaks(std::string_view language) { return table_of(language) != nullptr; }

Words::Words(std::string_view language) {
  const Table* const found = table_of(language);
  const Table& table = found ? *found : tables[0];
  language_ = table.language;
  words_ = table.words;
}

std::string Words::say(Word word) const {
  return std::string(words_[static_cast<std::size_t>(word)]);
}

std::string Words::say(Word word, std::initializer_list<Filling> fillings) const {
  std::string text = say(word);
  for (const Filling& filling : fillings) {
    const std::string place = "{" + std::string(filling.name) + "}";
    for (std::size_t at = text.find(place); at != std::string::npos;
         at = text.find(place, at + filling.value.size())) {
      text.replace(at, place.size(), filling.value);
    }
  }
  return text;
}

std::string Words::number(std::int64_t value) const {
  const std::string_view separator = language_ == "en" ? "," : "\u00A0";
  std::string digits = std::to_string(value);
  const std::size_t start = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > start + 3;) {
    at -= 3;
    digits.insert(at, separator);
  }
  return digits;
}

std::string Words::percent(int whole_percent) const {
  return say(Word::percent, {{"n", std::to_string(whole_percent)}});
}

}  // namespace enig::page

#include "page/words.h"

#include <algorithm>

namespace enig::page {
namespace {

struct Language {
  std::string_view tag;
  std::string_view name;
};

#include "page/languages_data.inc"

}  // namespace

bool speaks(std::string_view language) { return !name_of_language(language).empty(); }

std::string_view name_of_language(std::string_view language) {
  const auto* const found = std::ranges::find(languages, language, &Language::tag);
  return found == std::end(languages) ? std::string_view() : found->name;
}

std::optional<WordList> WordList::parse(std::string_view text) {
  WordList list(text);
  std::string_view rest(list.text_.data(), list.text_.size());
  const auto next_line = [&rest] {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
  };
  list.language_ = next_line();
  while (!rest.empty()) list.words_.push_back(next_line());
  if (list.language_.empty() || list.words_.size() != word_count) return std::nullopt;
  return list;
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

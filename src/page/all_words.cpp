// The words of every language, for programs that speak them all: not in the browser's.
#include <algorithm>

#include "page/words.h"

namespace enig::page {
namespace {

struct Table {
  std::string_view language;
  std::span<const std::string_view> words;
};

#include "page/words_data.inc"

}  // namespace

Words::Words(std::string_view language) {
  const auto* const found = std::ranges::find(tables, language, &Table::language);
  const Table& table = found == std::end(tables) ? tables[0] : *found;
  language_ = table.language;
  words_ = table.words;
}

}  // namespace enig::page

// Text as a search sees it: no capitals and no accents, but æ, ø and å letters of their own.
//
//     folded("Én BÅT, ei gáhkku");           // "en båt, ei gahkku"
//     find_words("Én båt", {"en", "bat"});   // {{0, 3}}: "bat" is not "båt"
//
// Latin, Greek and Cyrillic letters; all others are compared as they are. Made of Unicode's own
// data (tools/cmake/fold_table.py).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace enig {

// Valid UTF-8 in, valid UTF-8 out. Soft hyphens and the like are left out, every kind of space is
// one, so is every kind of dash, and å is the same letter written as one or as two code points.
[[nodiscard]] std::string folded(std::string_view text);

// The words of what a person has typed, folded: each once, in their order, `words_max` at most.
[[nodiscard]] std::vector<std::string> folded_words(std::string_view typed, std::size_t words_max);

// Bytes [begin, end) of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// Where any of the folded words stands in `text`: in order, apart from each other. A span holds
// whole letters, each with the marks that stand on it.
[[nodiscard]] std::vector<Span> find_words(std::string_view text,
                                           std::span<const std::string> words);

}  // namespace enig

// Where a word that is longer than a line may be broken with a hyphen, when nobody has said where:
// as Norwegian and English schools teach it, one consonant goes with the vowel after it. It is a
// guess, and only made where the word would be broken anywhere else.
//
//     may_hyphenate(U"næringsvennlig", 7)   // true: "nærings-vennlig"
#pragma once

#include <cstddef>
#include <string_view>

namespace enig::paint {

// Whether the letters before `at` may stand on a line by themselves, with a hyphen. `letters` are
// the word's, from the start of the line, without marks.
[[nodiscard]] bool may_hyphenate(std::u32string_view letters, std::size_t at);

}  // namespace enig::paint

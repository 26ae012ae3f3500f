#include "paint/hyphenation.h"

#include <algorithm>

namespace enig::paint {
namespace {

constexpr std::size_t letters_before_min = 3;
constexpr std::size_t letters_after_min = 3;

bool is_letter(char32_t c) {
  const char32_t small = c | 0x20;
  if (small >= U'a' && small <= U'z') return true;
  return c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7;
}

bool is_vowel(char32_t c) {
  constexpr std::u32string_view vowels = U"aeiouyæøåäöáàâéèêëíîóòôõúùûüýAEIOUYÆØÅÄÖÉ";
  return vowels.contains(c);
}

// Two letters that stand for one sound.
bool is_one_sound(char32_t first, char32_t second) {
  if (second == U'j') return std::u32string_view(U"gkstSGK").contains(first);
  if (second == U'h') return std::u32string_view(U"cpstg").contains(first);
  return second == U'k' && first == U'c';
}

}  // namespace

bool may_hyphenate(std::u32string_view letters, std::size_t at) {
  if (at < letters_before_min || at + letters_after_min > letters.size()) return false;
  const std::u32string_view before = letters.substr(0, at);
  const std::u32string_view after = letters.substr(at, letters_after_min);
  if (!is_letter(before.back()) || !std::ranges::all_of(after, is_letter)) return false;
  return std::ranges::any_of(before, is_vowel) && !is_vowel(after[0]) && is_vowel(after[1]) &&
         !is_one_sound(before.back(), after[0]);
}

}  // namespace enig::paint

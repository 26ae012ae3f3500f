// Sentences for whoever publishes or runs Enig, with places to fill.
//
//     problems.add(at, sentence("{} has {} characters.", what, count), "Shorten it.");
//     sentence("U+{}", Hexadecimal{7, 4});   // "U+0007"
//
// In the browser's program nobody is there to read them: a publisher's file has been checked long
// before. There a Sentence is empty, whatever it is made from, so that none of them is downloaded.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

namespace enig {

struct Hexadecimal {
  unsigned value;
  int digits;  // at least so many, in capitals
};

#ifdef __EMSCRIPTEN__

inline constexpr bool says_sentences = false;

class Sentence {
 public:
  template <class Text>
  Sentence(const Text&) {}  // NOLINT: made from any words, as std::string is
  [[nodiscard]] std::string text() const { return {}; }
};

template <class... Fillings>
std::string sentence(std::string_view, const Fillings&...) {
  return {};
}

#else

inline constexpr bool says_sentences = true;

class Sentence {
 public:
  Sentence(const char* text) : text_(text) {}             // NOLINT: as std::string is made
  Sentence(std::string text) : text_(std::move(text)) {}  // NOLINT
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

// One filling as text.
class Filling {
 public:
  Filling(std::string_view text) : text_(text) {}  // NOLINT: each in its own form
  Filling(const std::string& text) : text_(text) {}
  Filling(const char* text) : text_(text) {}
  Filling(char letter) : text_(1, letter) {}
  Filling(std::integral auto number) : text_(std::to_string(number)) {}
  Filling(Hexadecimal number);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Each "{}" of the pattern is filled with the next filling; there are as many of both.
[[nodiscard]] std::string filled(std::string_view pattern, std::initializer_list<Filling> fillings);

template <class... Fillings>
[[nodiscard]] std::string sentence(std::string_view pattern, const Fillings&... fillings) {
  return filled(pattern, {Filling(fillings)...});
}

#endif

}  // namespace enig

// UTF-8 text, one code point at a time.
//
//     for (std::size_t at = 0; at < text.size();) {
//       const utf8::Step step = utf8::decode(text, at);
//       if (!step.valid) return at;
//       at += step.bytes;
//     }
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace enig::utf8 {

struct Step {
  char32_t code_point;  // U+FFFD where the bytes are not valid
  std::size_t bytes;    // at least 1
  bool valid;
};

// The code point that starts at byte `at` (at < text.size()). Overlong forms, surrogates and values
// above U+10FFFF are not valid (Unicode 15, table 3-7).
[[nodiscard]] Step decode(std::string_view text, std::size_t at);

// Byte offset of the first byte that is not valid UTF-8, or nothing.
[[nodiscard]] std::optional<std::size_t> first_invalid(std::string_view text);

// Number of code points in valid UTF-8.
[[nodiscard]] std::size_t length(std::string_view text);

// `text` as it may be said back in a sentence: whole, or its first `bytes_max` bytes at most,
// ending with a whole code point, and "…".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t bytes_max);

// Appends `code_point` as UTF-8; a value that is no scalar value is appended as U+FFFD.
void append(std::string& text, char32_t code_point);

}  // namespace enig::utf8

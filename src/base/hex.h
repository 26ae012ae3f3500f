// Hexadecimal digits to numbers.
//
//     hex_digit('f');       // 15
//     hex_byte('c', '8');   // 0xC8
//     hex_byte('c', 'x');   // nothing
#pragma once

#include <cstdint>
#include <optional>

namespace enig {

// The value of a digit in either case, or nothing where the letter is none.
[[nodiscard]] constexpr std::optional<std::uint8_t> hex_digit(char letter) {
  if (letter >= '0' && letter <= '9') return static_cast<std::uint8_t>(letter - '0');
  if (letter >= 'a' && letter <= 'f') return static_cast<std::uint8_t>(letter - 'a' + 10);
  if (letter >= 'A' && letter <= 'F') return static_cast<std::uint8_t>(letter - 'A' + 10);
  return std::nullopt;
}

// The byte of which `high` and `low` are the two digits.
[[nodiscard]] constexpr std::optional<std::uint8_t> hex_byte(char high, char low) {
  const std::optional<std::uint8_t> first = hex_digit(high);
  const std::optional<std::uint8_t> second = hex_digit(low);
  if (!first || !second) return std::nullopt;
  return static_cast<std::uint8_t>(*first * 16 + *second);
}

}  // namespace enig

#include "policy/json_escape.h"

#include <cstdint>
#include <optional>

#include "base/hex.h"

namespace enig::policy {
namespace {

constexpr std::size_t unit_bytes = 6;  // \uXXXX

// The UTF-16 unit that `text` starts with as \uXXXX.
std::optional<unsigned> unit_of(std::string_view text) {
  if (text.size() < unit_bytes || !text.starts_with("\\u")) return std::nullopt;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    const std::optional<std::uint8_t> digit = hex_digit(c);
    if (!digit) return std::nullopt;
    unit = unit * 16 + *digit;
  }
  return unit;
}

}  // namespace

JsonEscape escape_at(std::string_view text) {
  using Kind = JsonEscape::Kind;
  if (const std::optional<unsigned> unit = unit_of(text)) {
    if (*unit < 0xD800 || *unit > 0xDFFF) return {Kind::good, unit_bytes};
    const std::optional<unsigned> next = unit_of(text.substr(unit_bytes));
    const bool pair = *unit < 0xDC00 && next && *next >= 0xDC00 && *next <= 0xDFFF;
    return pair ? JsonEscape{Kind::good, 2 * unit_bytes} : JsonEscape{Kind::half, unit_bytes};
  }
  constexpr std::string_view known = "\"\\/bfnrt";
  if (text.size() > 1 && known.contains(text[1])) return {Kind::good, 2};
  return {Kind::unknown, 1};
}

}  // namespace enig::policy

#include "base/json_text.h"

#include <charconv>

namespace enig {

void append_text(std::string& json, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  json.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json.push_back('\\');
      json.push_back(c);
    } else if (byte < 0x20 || c == '<') {
      json.append("\\u00");
      json.push_back(digits[byte >> 4]);
      json.push_back(digits[byte & 15]);
    } else {
      json.push_back(c);
    }
  }
  json.push_back('"');
}

void append_separator(std::string& json) {
  if (!json.empty() && json.back() != '{' && json.back() != '[') json.push_back(',');
}

void append_member(std::string& json, std::string_view name) {
  append_separator(json);
  append_text(json, name);
  json.push_back(':');
}

void append_number(std::string& json, std::int64_t number) {
  char digits[24];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), number);
  static_cast<void>(error);  // 24 characters hold every 64-bit number
  json.append(digits, end);
}

}  // namespace enig

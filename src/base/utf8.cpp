#include "base/utf8.h"

namespace enig::utf8 {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Form {
  std::size_t bytes;
  std::uint8_t second_min;  // the second byte's range differs after E0, ED, F0 and F4
  std::uint8_t second_max;
  char32_t lead_bits;
};

// Table 3-7 of the Unicode Standard 15: well-formed UTF-8 byte sequences, by the first byte.
std::optional<Form> form_of(std::uint8_t lead) {
  if (lead < 0x80) return Form{1, 0, 0, lead};
  if (lead >= 0xC2 && lead <= 0xDF) return Form{2, 0x80, 0xBF, lead & 0x1Fu};
  if (lead == 0xE0) return Form{3, 0xA0, 0xBF, 0x0};
  if (lead == 0xED) return Form{3, 0x80, 0x9F, 0xD};
  if (lead >= 0xE1 && lead <= 0xEF) return Form{3, 0x80, 0xBF, lead & 0x0Fu};
  if (lead == 0xF0) return Form{4, 0x90, 0xBF, 0x0};
  if (lead >= 0xF1 && lead <= 0xF3) return Form{4, 0x80, 0xBF, lead & 0x07u};
  if (lead == 0xF4) return Form{4, 0x80, 0x8F, 0x4};
  return std::nullopt;
}

}  // namespace

Step decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::optional<Form> form = form_of(byte(at));
  if (!form) return {replacement, 1, false};
  char32_t code_point = form->lead_bits;
  for (std::size_t i = 1; i < form->bytes; ++i) {
    if (at + i >= text.size()) return {replacement, i, false};
    const std::uint8_t low = i == 1 ? form->second_min : 0x80;
    const std::uint8_t high = i == 1 ? form->second_max : 0xBF;
    const std::uint8_t next = byte(at + i);
    if (next < low || next > high) return {replacement, i, false};
    code_point = (code_point << 6) | (next & 0x3Fu);
  }
  return {code_point, form->bytes, true};
}

std::optional<std::size_t> first_invalid(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Step step = decode(text, at);
    if (!step.valid) return at;
    at += step.bytes;
  }
  return std::nullopt;
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<std::uint8_t>(c) & 0xC0u) != 0x80u;
  return count;
}

std::string shortened(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0u) == 0x80u) --end;
  return std::string(text.substr(0, end)) + "…";
}

void append(std::string& text, char32_t code_point) {
  const bool scalar = code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
  const char32_t c = scalar ? code_point : replacement;
  const auto put = [&](char32_t bits) { text.push_back(static_cast<char>(bits)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace enig::utf8

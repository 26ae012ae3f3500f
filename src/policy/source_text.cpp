#include "policy/source_text.h"

#include <algorithm>
#include <cstddef>

#include "base/sentence.h"
#include "base/utf8.h"

namespace enig::policy {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_utf16(std::string_view source) {
  if (source.starts_with("\xFF\xFE") || source.starts_with("\xFE\xFF")) return true;
  // Without a mark: every other byte of ASCII text is zero.
  return source.size() >= 4 && ((source[0] == '\0' && source[2] == '\0' && source[1] != '\0') ||
                                (source[1] == '\0' && source[3] == '\0' && source[0] != '\0'));
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

// The end of the run of bytes from `at` that are not UTF-8.
std::size_t invalid_end(std::string_view source, std::size_t at) {
  while (at < source.size()) {
    const utf8::Step step = utf8::decode(source, at);
    if (step.valid) break;
    at += step.bytes;
  }
  return at;
}

}  // namespace

std::string readable_text(std::string_view source, ProblemList& problems) {
  if (is_utf16(source)) {
    problems.add(0, "The file is UTF-16, not UTF-8.", "Save it with the encoding UTF-8.");
    return {};
  }
  std::string text(source);
  std::size_t at = 0;
  if (source.starts_with(byte_order_mark)) {
    problems.add(0, "The file starts with a byte order mark.",
                 "Save it as UTF-8 without a byte order mark (BOM).");
    std::fill_n(text.begin(), byte_order_mark.size(), ' ');
    at = byte_order_mark.size();
  }
  while (at < source.size()) {
    const utf8::Step step = utf8::decode(source, at);
    if (!step.valid) {
      const std::size_t end = invalid_end(source, at);
      problems.add(at,
                   sentence("The byte 0x{} is not valid UTF-8 here.",
                            Hexadecimal{static_cast<unsigned char>(source[at]), 2}),
                   "Save the file with the encoding UTF-8, and look at the letters in this place.");
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                text.begin() + static_cast<std::ptrdiff_t>(end), '?');
      at = end;
      continue;
    }
    if (is_control(source[at])) {
      problems.add(
          at,
          sentence("There is a control character here (U+{}).", Hexadecimal{step.code_point, 4}),
          "Remove it; it cannot be seen in most editors.");
      text[at] = ' ';
    }
    at += step.bytes;
  }
  return text;
}

}  // namespace enig::policy

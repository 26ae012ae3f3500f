#include "base/mail_address.h"

#include <algorithm>

#include "base/limits.h"
#include "base/utf8.h"

namespace enig {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// RFC 5322 section 3.2.3, atext.
bool is_atom_character(char c) {
  constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~";
  return is_ascii_letter(c) || is_digit(c) || signs.find(c) != std::string_view::npos;
}

// Calls `is_part` for what lies between the dots; false as soon as it is.
template <class IsPart>
bool all_parts(std::string_view text, IsPart is_part) {
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_part(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_atom(std::string_view part) {
  return !part.empty() && std::ranges::all_of(part, is_atom_character);
}

// Latin letters of the blocks Latin-1 to Latin Extended-B; their two signs are no letters.
bool is_latin_letter(char32_t c) { return c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7; }

// RFC 1035 section 2.3.4, RFC 1123 section 2.1.
bool is_label(std::string_view part) {
  if (part.empty() || part.size() > limits::mail_label_bytes_max) return false;
  if (part.front() == '-' || part.back() == '-') return false;
  for (std::size_t at = 0; at < part.size();) {
    const utf8::Step step = utf8::decode(part, at);
    const char ascii = step.bytes == 1 ? part[at] : '\0';
    const bool fits = is_ascii_letter(ascii) || is_digit(ascii) || ascii == '-' ||
                      (step.valid && is_latin_letter(step.code_point));
    if (!fits) return false;
    at += step.bytes;
  }
  return true;
}

bool is_domain(std::string_view text) {
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || !all_parts(text, is_label)) return false;
  // The last label of a network address is a number; that of a name never is.
  return !std::ranges::all_of(text.substr(dot + 1), is_digit);
}

}  // namespace

std::optional<std::string> mail_address_from(std::string_view typed) {
  constexpr std::string_view spaces = " \t\r\n";
  const std::size_t begin = typed.find_first_not_of(spaces);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view address = typed.substr(begin, typed.find_last_not_of(spaces) - begin + 1);
  if (address.size() > limits::mail_address_bytes_max) return std::nullopt;
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos || at > limits::mail_local_bytes_max) return std::nullopt;
  if (!all_parts(address.substr(0, at), is_atom)) return std::nullopt;
  if (!is_domain(address.substr(at + 1))) return std::nullopt;
  return std::string(address);
}

}  // namespace enig

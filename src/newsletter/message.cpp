#include "newsletter/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/check.h"
#include "base/utf8.h"

namespace enig::newsletter {
namespace {

// RFC 2047, section 2: an encoded word has 75 characters at most.
constexpr std::string_view word_begins = "=?UTF-8?Q?";
constexpr std::string_view word_ends = "?=";
constexpr std::size_t word_characters_max = 75 - word_begins.size() - word_ends.size();
// RFC 2045, section 6.7, rule 5.
constexpr std::size_t line_characters_max = 76;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string hex(char c) { return fmt::format("={:02X}", static_cast<unsigned char>(c)); }

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }) &&
         text.find("=?") == std::string_view::npos;
}

// What stands in a head without being encoded.
std::string_view bare(std::string_view text) {
  ENIG_CHECK(std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; }));
  return text;
}

// RFC 5322, section 3.2.4: in quotes where it is ASCII, for a name may hold a comma or a dot.
std::string display_name(std::string_view name) {
  if (!is_plain(name)) return encoded_words(name);
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string encoded_words(std::string_view text) {
  // A plain line of the head must not be longer than 998 (RFC 5322, section 2.1.1).
  if (is_plain(text) && text.size() <= 500) return std::string(text);
  std::string out;
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    // A code point is never cut in two (RFC 2047, section 5).
    const utf8::Step step = utf8::decode(text, at);
    std::string piece;
    for (const char c : text.substr(at, step.bytes)) {
      piece += is_letter_or_digit(c) ? std::string(1, c) : (c == ' ' ? "_" : hex(c));
    }
    if (word.size() + piece.size() > word_characters_max) {
      out += fmt::format("{}{}{}\r\n ", word_begins, word, word_ends);
      word.clear();
    }
    word += piece;
    at += step.bytes;
  }
  return out + fmt::format("{}{}{}", word_begins, word, word_ends);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t in_line = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      in_line = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool is_bare = (c > ' ' && c <= '~' && c != '=') || (c == ' ' && !ends_line);
    const std::string piece = is_bare ? std::string(1, c) : hex(c);
    // Where the line goes on, there must be room for the "=" of a soft break.
    if (in_line + piece.size() > line_characters_max - (ends_line ? 0 : 1)) {
      out += "=\r\n";
      in_line = 0;
    }
    out += piece;
    in_line += piece.size();
  }
  return out;
}

std::string mail_date(std::int64_t unix_seconds) {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed",
                                                        "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_seconds at{seconds(unix_seconds)};
  const sys_days day = floor<days>(at);
  const year_month_day date(day);
  const hh_mm_ss time(at - day);
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", weekdays[weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string to_message(const Letter& letter) {
  const std::string_view address = bare(letter.from.address);
  const std::string from = letter.from.name.empty()
                               ? std::string(address)
                               : fmt::format("{} <{}>", display_name(letter.from.name), address);
  const std::string_view domain = address.substr(address.rfind('@') + 1);
  std::string message = fmt::format(
      "From: {}\r\nTo: {}\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}@{}>\r\n"
      "List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
      "Auto-Submitted: auto-generated\r\nContent-Language: {}\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n",
      from, bare(letter.to), encoded_words(letter.subject), mail_date(letter.sent_at_unix_seconds),
      bare(letter.message_id), domain, bare(letter.leave_url), bare(letter.language));
  return message + "\r\n" + quoted_printable(letter.body);
}

}  // namespace enig::newsletter

#include "newsletter/subscriber.h"

#include <fmt/format.h>

#include <charconv>

#include "base/hex.h"
#include "base/limits.h"

namespace enig::newsletter {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

template <class Number>
std::optional<Number> number_in(std::string_view digits) {
  Number number{};
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

Day day_of(std::int64_t unix_seconds) {
  return std::chrono::floor<days>(std::chrono::sys_seconds(std::chrono::seconds(unix_seconds)));
}

std::string to_text(Day day) {
  const year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Day> day_from(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in<int>(text.substr(0, 4));
  const auto month = number_in<unsigned>(text.substr(5, 2));
  const auto day = number_in<unsigned>(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                            std::chrono::day(*day)};
  return date.ok() ? std::optional(Day(date)) : std::nullopt;
}

std::string to_text(const Token& token) {
  std::string text;
  for (const std::uint8_t byte : token) text += fmt::format("{:02x}", byte);
  return text;
}

std::optional<Token> token_from(std::string_view text) {
  Token token{};
  if (text.size() != 2 * token.size()) return std::nullopt;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const auto byte = hex_byte(text[2 * i], text[2 * i + 1]);
    if (!byte) return std::nullopt;
    token[i] = *byte;
  }
  return token;
}

Day last_day(Day asked) { return asked + days(limits::newsletter_unconfirmed_days); }

}  // namespace enig::newsletter

#include "staff/account.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/fold.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/utf8.h"

namespace enig::staff {
namespace {

constexpr std::string_view role_names[] = {"viewer", "editor", "admin"};

constexpr std::string_view deed_names[] = {
    "logged in",       "refused",       "logged out",         "password chosen", "password changed",
    "codes on",        "codes off",     "recovery code used", "session ended",   "account added",
    "account removed", "account reset", "role changed",       "exported",        "setting changed",
};
static_assert(std::size(deed_names) == deed_count);

bool is_name_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') ||
         std::u32string_view(U"æøå.-_@").contains(c);
}

template <class Kind, std::size_t count>
std::optional<Kind> found_in(const std::string_view (&names)[count], std::string_view text) {
  const auto at = std::ranges::find(names, text);
  if (at == std::end(names)) return std::nullopt;
  return static_cast<Kind>(at - std::begin(names));
}

}  // namespace

std::string_view to_text(Role role) { return role_names[static_cast<std::size_t>(role)]; }
std::optional<Role> role_from(std::string_view text) { return found_in<Role>(role_names, text); }
std::string_view to_text(Deed deed) { return deed_names[static_cast<std::size_t>(deed)]; }
std::optional<Deed> deed_from(std::string_view text) { return found_in<Deed>(deed_names, text); }

std::string to_text(Minute minute) {
  const std::chrono::sys_time<std::chrono::minutes> time{std::chrono::minutes(minute)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count());
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

std::optional<std::string> account_name_from(std::string_view typed) {
  if (utf8::first_invalid(typed)) return std::nullopt;
  std::string name = folded(typed);
  if (name.empty() || name.size() > limits::staff_name_bytes_max) return std::nullopt;
  // What nobody is, so that the log says who it was.
  if (name == console) return std::nullopt;
  for (std::size_t at = 0; at < name.size();) {
    const utf8::Step step = utf8::decode(name, at);
    if (!is_name_letter(step.code_point)) return std::nullopt;
    at += step.bytes;
  }
  return name;
}

}  // namespace enig::staff

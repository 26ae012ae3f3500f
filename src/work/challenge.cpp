#include "work/challenge.h"

#include <charconv>

#include "base/hex.h"
#include "base/limits.h"

namespace enig::work {
namespace {

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  // One spelling for each number.
  if (text.empty() || (text.size() > 1 && text.front() == '0') || text.front() == '-') {
    return std::nullopt;
  }
  Number number{};
  const char* const last = text.data() + text.size();
  const auto [end, failed] = std::from_chars(text.data(), last, number);
  return failed == std::errc() && end == last ? std::optional(number) : std::nullopt;
}

std::optional<Salt> salt_from(std::string_view text) {
  Salt salt{};
  if (text.size() != 2 * salt.size()) return std::nullopt;
  for (std::size_t i = 0; i < salt.size(); ++i) {
    const char high = text[2 * i];
    const char low = text[2 * i + 1];
    const auto byte = hex_byte(high, low);
    const bool is_capital = (high >= 'A' && high <= 'F') || (low >= 'A' && low <= 'F');
    if (!byte || is_capital) return std::nullopt;
    salt[i] = *byte;
  }
  return salt;
}

// What stands before the next dot, which goes with it; all of it where there is none.
std::string_view take_part(std::string_view& text) {
  const std::size_t dot = text.find('.');
  const std::string_view part = text.substr(0, dot);
  text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  return part;
}

}  // namespace

std::string to_text(const Challenge& challenge) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = std::to_string(challenge.minute) + "." + std::to_string(challenge.bits) + ".";
  for (const std::uint8_t byte : challenge.salt) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string to_text(const Proof& proof) {
  return to_text(proof.challenge) + "." + std::to_string(proof.number);
}

std::optional<Challenge> challenge_from(std::string_view text) {
  const auto minute = number_from<std::int64_t>(take_part(text));
  const auto bits = number_from<int>(take_part(text));
  const auto salt = salt_from(text);
  if (!minute || !bits || *bits > limits::work_bits_max || !salt) return std::nullopt;
  return Challenge{*minute, *bits, *salt};
}

std::optional<Proof> proof_from(std::string_view text) {
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto challenge = challenge_from(text.substr(0, dot));
  const auto number = number_from<std::uint32_t>(text.substr(dot + 1));
  if (!challenge || !number) return std::nullopt;
  return Proof{*challenge, *number};
}

bool has_zeros(const Tag& tag, int bits) {
  for (std::size_t i = 0; i < tag.size() && bits > 0; ++i, bits -= 8) {
    const int wanted = bits < 8 ? bits : 8;
    if (tag[i] >> (8 - wanted) != 0) return false;
  }
  return true;
}

}  // namespace enig::work

#include "staff/password.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/fold.h"
#include "base/utf8.h"
#include "staff/common_passwords.h"

namespace enig::staff {
namespace {

// Letters alone, in small letters and without accents.
std::string letters_of(std::string_view text) {
  std::string letters;
  const std::string small = folded(text);
  for (std::size_t at = 0; at < small.size();) {
    const utf8::Step step = utf8::decode(small, at);
    const char32_t c = step.code_point;
    if ((c >= U'a' && c <= U'z') || c >= 0x80) utf8::append(letters, c);
    at += step.bytes;
  }
  return letters;
}

// The text that it is a repetition of; itself where it is none.
std::string_view repeated_part(std::string_view text) {
  for (std::size_t length = 1; length <= text.size() / 2; ++length) {
    if (text.size() % length != 0) continue;
    bool repeats = true;
    for (std::size_t at = length; at < text.size() && repeats; ++at) {
      repeats = text[at] == text[at % length];
    }
    if (repeats) return text.substr(0, length);
  }
  return text;
}

bool is_common(std::string_view text) {
  return std::ranges::find(common_passwords(), text) != common_passwords().end();
}

// As it stands in a hash: Base64 without padding, of random bytes.
template <std::size_t size>
std::string random_base64() {
  std::array<unsigned char, size> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::array<char, sodium_base64_ENCODED_LEN(size, variant)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  return text.data();
}

// Beside the word that everybody guesses, so many other signs make no password.
constexpr std::size_t own_part_min = 8;

}  // namespace

std::expected<std::string, Error> hash_of(std::string_view password, const HashCost& cost) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str(text.data(), password.data(), password.size(), cost.passes,
                        cost.memory_bytes) != 0) {
    return std::unexpected(
        Error{Fault::busy, "There is no memory for the hash of a password.", "Try again later."});
  }
  return std::string(text.data());
}

std::string nobodys_hash(const HashCost& cost) {
  constexpr std::size_t hash_bytes = 32;  // as crypto_pwhash_str's
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_bytes / 1024, cost.passes,
                     random_base64<crypto_pwhash_SALTBYTES>(), random_base64<hash_bytes>());
}

bool matches(const std::string& hash, std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (hash.size() >= text.size()) return false;
  std::ranges::copy(hash, text.begin());
  return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

std::optional<PasswordProblem> problem_of(std::string_view password,
                                          std::span<const std::string> names) {
  if (utf8::first_invalid(password)) return PasswordProblem::unreadable;
  const std::size_t length = utf8::length(password);
  if (length < limits::staff_password_characters_min) return PasswordProblem::too_short;
  if (length > limits::staff_password_characters_max) return PasswordProblem::too_long;
  const std::string small = folded(password);
  const std::string letters = letters_of(password);
  const std::size_t others = length - utf8::length(letters);
  for (const std::string& name : names) {
    const std::string own = letters_of(name);
    const bool is_it = !own.empty() && repeated_part(letters) == own;
    if (small == folded(name) || (is_it && others < own_part_min)) return PasswordProblem::own_name;
  }
  const std::string_view part = repeated_part(letters);
  const bool is_common_word = is_common(letters) || is_common(part);
  if (is_common(small) || is_common(repeated_part(small)) || repeated_part(small).size() == 1) {
    return PasswordProblem::common;
  }
  if (is_common_word && others < own_part_min) return PasswordProblem::common;
  return std::nullopt;
}

}  // namespace enig::staff

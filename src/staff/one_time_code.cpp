#include "staff/one_time_code.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "base/check.h"
#include "base/limits.h"
#include "staff/keys.h"

namespace enig::staff {
namespace {

constexpr std::string_view base32_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t code_digits = 6;
constexpr std::uint32_t code_modulus = 1'000'000;
constexpr std::size_t recovery_letters = 16;
constexpr std::size_t recovery_part = 4;

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

std::int64_t step_of(std::int64_t unix_seconds) { return unix_seconds / limits::staff_code_step_s; }

std::string code_at(std::span<const std::uint8_t> secret, std::int64_t step) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[counter.size() - 1 - i] = static_cast<std::uint8_t>(step >> (8 * i));
  }
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  ENIG_CHECK(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
                  counter.size(), hash.data(), &size) != nullptr);
  const std::size_t at = hash[size - 1] & 0x0F;  // "dynamic truncation"
  const std::uint32_t number = (static_cast<std::uint32_t>(hash[at] & 0x7F) << 24) |
                               (static_cast<std::uint32_t>(hash[at + 1]) << 16) |
                               (static_cast<std::uint32_t>(hash[at + 2]) << 8) | hash[at + 3];
  return fmt::format("{:06}", number % code_modulus);
}

std::optional<std::int64_t> step_that_fits(std::span<const std::uint8_t> secret,
                                           std::string_view typed, std::int64_t unix_seconds) {
  std::string digits;
  for (const char c : typed) {
    if (c == ' ') continue;
    if (c < '0' || c > '9') return std::nullopt;
    digits += c;
  }
  if (digits.size() != code_digits) return std::nullopt;
  const std::int64_t now = step_of(unix_seconds);
  std::optional<std::int64_t> fits;
  for (int off = -limits::staff_code_steps_off; off <= limits::staff_code_steps_off; ++off) {
    const std::string code = code_at(secret, now + off);
    if (sodium_memcmp(code.data(), digits.data(), code_digits) == 0) fits = now + off;
  }
  return fits;
}

std::string to_base32(std::span<const std::uint8_t> bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8) | byte;
    for (held += 8; held >= 5; held -= 5) text += base32_letters[(bits >> (held - 5)) & 31];
  }
  if (held > 0) text += base32_letters[(bits << (5 - held)) & 31];
  return text;
}

std::optional<Bytes> from_base32(std::string_view text) {
  Bytes bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    const std::size_t value = base32_letters.find(capital(c));
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 5) | static_cast<std::uint32_t>(value);
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> held));
  }
  return bytes;
}

std::string key_uri(std::span<const std::uint8_t> secret, std::string_view issuer,
                    std::string_view account) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", percent_encoded(issuer),
                     percent_encoded(account), to_base32(secret), percent_encoded(issuer));
}

std::vector<std::string> new_recovery_codes() {
  std::vector<std::string> codes;
  for (int i = 0; i < limits::staff_recovery_codes; ++i) {
    std::string letters = to_base32(random_bytes(recovery_letters * 5 / 8));
    std::string code;
    for (std::size_t at = 0; at < letters.size(); ++at) {
      if (at > 0 && at % recovery_part == 0) code += '-';
      const char c = letters[at];
      code += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

std::string recovery_code_from(std::string_view typed) {
  std::string letters;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (!base32_letters.contains(capital(c))) return {};
    letters += capital(c);
  }
  return letters.size() == recovery_letters ? letters : std::string();
}

}  // namespace enig::staff

#include "server/form_token.h"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>

#include "base/limits.h"

namespace enig::server {
namespace {

constexpr std::int64_t seconds_per_minute = 60;

// No policy's id and no ballot's holds a blank.
std::string named(const PolicyId& policy, const std::optional<opinion::BallotId>& ballot) {
  return fmt::format("{} {}", policy.str(), ballot ? opinion::to_text(*ballot) : "");
}

// With a blank in front, as no policy's id has it.
std::string named(std::string_view what) { return fmt::format(" {}", what); }

}  // namespace

std::string FormTokens::signed_at(std::int64_t minute, std::string_view what) const {
  const std::string text = fmt::format("form {} {}", minute, what);
  std::array<std::uint8_t, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), secret_.data(), secret_.size());
  std::string token = fmt::format("{}.", minute);
  for (const std::uint8_t byte : hash) token += fmt::format("{:02x}", byte);
  return token;
}

std::string FormTokens::make(const PolicyId& policy,
                             const std::optional<opinion::BallotId>& ballot) const {
  return signed_at(now_unix_seconds_() / seconds_per_minute, named(policy, ballot));
}

std::string FormTokens::make_for(std::string_view what) const {
  return signed_at(now_unix_seconds_() / seconds_per_minute, named(what));
}

bool FormTokens::holds(std::string_view token, const PolicyId& policy,
                       const std::optional<opinion::BallotId>& ballot) const {
  return is_signed(token, named(policy, ballot));
}

bool FormTokens::holds_for(std::string_view token, std::string_view what) const {
  return is_signed(token, named(what));
}

bool FormTokens::is_signed(std::string_view token, std::string_view what) const {
  std::int64_t minute = 0;
  const auto [end, failed] = std::from_chars(token.data(), token.data() + token.size(), minute);
  if (failed != std::errc()) return false;
  const std::string wanted = signed_at(minute, what);
  if (token.size() != wanted.size() ||
      sodium_memcmp(token.data(), wanted.data(), wanted.size()) != 0) {
    return false;
  }
  // Servers' clocks may differ by a minute.
  const std::int64_t age = now_unix_seconds_() / seconds_per_minute - minute;
  return age >= -1 && age <= limits::form_token_minutes;
}

}  // namespace enig::server

#include "server/form_token.h"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>

#include "base/limits.h"

namespace enig::server {
namespace {

constexpr std::int64_t seconds_per_minute = 60;

}  // namespace

std::string FormTokens::signed_at(std::int64_t minute, const PolicyId& policy,
                                  const std::optional<opinion::BallotId>& ballot) const {
  // No policy's id and no ballot's holds a blank.
  const std::string text =
      fmt::format("form {} {} {}", minute, policy.str(), ballot ? opinion::to_text(*ballot) : "");
  std::array<std::uint8_t, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), secret_.data(), secret_.size());
  std::string token = fmt::format("{}.", minute);
  for (const std::uint8_t byte : hash) token += fmt::format("{:02x}", byte);
  return token;
}

std::string FormTokens::make(const PolicyId& policy,
                             const std::optional<opinion::BallotId>& ballot) const {
  return signed_at(now_unix_seconds_() / seconds_per_minute, policy, ballot);
}

bool FormTokens::holds(std::string_view token, const PolicyId& policy,
                       const std::optional<opinion::BallotId>& ballot) const {
  std::int64_t minute = 0;
  const auto [end, failed] = std::from_chars(token.data(), token.data() + token.size(), minute);
  if (failed != std::errc()) return false;
  const std::string wanted = signed_at(minute, policy, ballot);
  if (token.size() != wanted.size() ||
      sodium_memcmp(token.data(), wanted.data(), wanted.size()) != 0) {
    return false;
  }
  // Servers' clocks may differ by a minute.
  const std::int64_t age = now_unix_seconds_() / seconds_per_minute - minute;
  return age >= -1 && age <= limits::form_token_minutes;
}

}  // namespace enig::server

// What a form without script carries to show that this server made it, lately, for this very
// ballot.
//
//     FormTokens tokens(secret, now_unix_seconds);
//     page.hidden_fields.push_back({"token", tokens.make(policy, ballot)});
//     if (!tokens.holds(value, policy, ballot)) …   // another's, changed, or too old
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "opinion/ballot.h"

namespace enig::server {

// May be used from any thread.
class FormTokens {
 public:
  using Secret = std::array<std::uint8_t, 32>;

  FormTokens(const Secret& secret, std::function<std::int64_t()> now_unix_seconds)
      : secret_(secret), now_unix_seconds_(std::move(now_unix_seconds)) {}

  // The minute, a dot, and a keyed hash (BLAKE2b, RFC 7693) of the minute, the policy and the
  // ballot. Without a ballot: for the form that makes one.
  [[nodiscard]] std::string make(const PolicyId& policy,
                                 const std::optional<opinion::BallotId>& ballot) const;

  // The same for a form that has to do with no ballot; `what` is what it is for.
  [[nodiscard]] std::string make_for(std::string_view what) const;
  [[nodiscard]] bool holds_for(std::string_view token, std::string_view what) const;

  // Whether it was made for these, at most limits::form_token_minutes ago.
  [[nodiscard]] bool holds(std::string_view token, const PolicyId& policy,
                           const std::optional<opinion::BallotId>& ballot) const;

 private:
  [[nodiscard]] std::string signed_at(std::int64_t minute, std::string_view what) const;
  [[nodiscard]] bool is_signed(std::string_view token, std::string_view what) const;

  Secret secret_;
  std::function<std::int64_t()> now_unix_seconds_;
};

}  // namespace enig::server

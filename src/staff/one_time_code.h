// One-time codes from an app on the phone (TOTP, RFC 6238: HMAC-SHA1, six digits, 30 seconds), and
// the recovery codes for who has lost it.
//
//     const Bytes secret = random_bytes(code_secret_bytes);
//     code_at(secret, step_of(now));                       // "287082"
//     std::optional<std::int64_t> step = step_that_fits(secret, "287 082", now);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staff/account.h"

namespace enig::staff {

inline constexpr std::size_t code_secret_bytes = 20;  // as SHA-1's (RFC 4226, section 4, R6)

[[nodiscard]] std::int64_t step_of(std::int64_t unix_seconds);

// RFC 4226, section 5.3, of the step's number.
[[nodiscard]] std::string code_at(std::span<const std::uint8_t> secret, std::int64_t step);

// The step whose code this is, now or next to now. Blanks in it count for nothing.
[[nodiscard]] std::optional<std::int64_t> step_that_fits(std::span<const std::uint8_t> secret,
                                                         std::string_view typed,
                                                         std::int64_t unix_seconds);

// Base32 (RFC 4648, section 6) without padding, and back from small letters and with blanks too.
[[nodiscard]] std::string to_base32(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::optional<Bytes> from_base32(std::string_view text);

// What the app reads from the QR code: otpauth://totp/…
[[nodiscard]] std::string key_uri(std::span<const std::uint8_t> secret, std::string_view issuer,
                                  std::string_view account);

// "k3v7-9q2m-w6xd-t4hr": 80 random bits each.
[[nodiscard]] std::vector<std::string> new_recovery_codes();
// As it was made, whatever blanks, lines and capitals it was typed with; empty where it is none.
[[nodiscard]] std::string recovery_code_from(std::string_view typed);

}  // namespace enig::staff

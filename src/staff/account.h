// Who may see the staff's pages, and what a session and the log know of them.
//
//     std::optional<std::string> name = account_name_from("Kari.Nordmann");   // "kari.nordmann"
//     may(Role::admin, Role::editor);                                         // true
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enig::staff {

// Each may do what those before it may: look, change settings, and change accounts.
enum class Role { viewer, editor, admin };

[[nodiscard]] std::string_view to_text(Role role);
[[nodiscard]] std::optional<Role> role_from(std::string_view text);
[[nodiscard]] constexpr bool may(Role role, Role needed) { return role >= needed; }

// Whole minutes since 1970 (UTC): nothing here knows a time more closely.
using Minute = std::int64_t;
[[nodiscard]] constexpr Minute minute_of(std::int64_t unix_seconds) { return unix_seconds / 60; }
// "2026-11-24 05:12"
[[nodiscard]] std::string to_text(Minute minute);

using Bytes = std::vector<std::uint8_t>;
// 128 random bits: what a link or a cookie carries.
using Token = std::array<std::uint8_t, 16>;
// A keyed hash of such: what is kept of it.
using Mark = std::array<std::uint8_t, 16>;

// 32 digits, and back; nothing where it is none.
[[nodiscard]] std::string to_text(const Token& token);
[[nodiscard]] std::optional<Token> token_from(std::string_view text);

// In small letters and without accents, so that nobody is there twice: letters, digits, '.', '-',
// '_' and '@'. Nothing where it is no name, or a longer one than limits::staff_name_bytes_max.
[[nodiscard]] std::optional<std::string> account_name_from(std::string_view typed);

struct Account {
  std::string name;
  Role role = Role::viewer;
  std::string password_hash;   // as libsodium writes it; empty: none is chosen
  Bytes code_secret;           // sealed (keys.h); empty: one-time codes are off
  std::int64_t code_step = 0;  // the last one that was used

  [[nodiscard]] bool has_password() const { return !password_hash.empty(); }
  [[nodiscard]] bool asks_for_code() const { return !code_secret.empty(); }
  friend bool operator==(const Account&, const Account&) = default;
};

struct Session {
  Mark mark{};
  std::string id;  // to name it by, in lists; opens nothing
  std::string name;
  std::string language;
  Minute began = 0;
  Minute seen = 0;

  friend bool operator==(const Session&, const Session&) = default;
};

enum class Deed {
  logged_in,
  refused,  // a log-in: name, password or code were not right, or too many tries were made
  logged_out,
  password_chosen,
  password_changed,
  codes_on,
  codes_off,
  recovery_code_used,
  session_ended,
  account_added,
  account_removed,
  account_reset,
  role_changed,
  exported,
  setting_changed,
};
inline constexpr int deed_count = static_cast<int>(Deed::setting_changed) + 1;
// "logged in", as the log keeps it.
[[nodiscard]] std::string_view to_text(Deed deed);
[[nodiscard]] std::optional<Deed> deed_from(std::string_view text);

// Who did what, to whom or what. No address, and the minute only.
struct Entry {
  Minute minute = 0;
  std::string who;  // an account; "console": enig staff; empty: somebody unknown
  Deed deed = Deed::logged_in;
  std::string about;

  friend bool operator==(const Entry&, const Entry&) = default;
};
inline constexpr std::string_view console = "console";

}  // namespace enig::staff

// Somebody who is to get the newsletter, or has asked to.
//
//     Subscriber kari{.seed = seed, .address = "kari@example.org", .language = "nb", …};
//     if (!kari.confirmed) …   // nobody has pressed the button in the letter yet
//
// Days are all that is kept of time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace enig::newsletter {

using Day = std::chrono::sys_days;  // in UTC

[[nodiscard]] Day day_of(std::int64_t unix_seconds);
[[nodiscard]] std::string to_text(Day day);  // "2026-11-23"
[[nodiscard]] std::optional<Day> day_from(std::string_view text);

// Random; what a row's links are made from, and the row's place in the file.
using Seed = std::array<std::uint8_t, 16>;
// 128 bits that only the letter carries: whoever has them holds the letter.
using Token = std::array<std::uint8_t, 16>;
// A keyed hash of a token: what the file knows a link by.
using Mark = std::array<std::uint8_t, 16>;

[[nodiscard]] std::string to_text(const Token& token);  // 32 hexadecimal digits
[[nodiscard]] std::optional<Token> token_from(std::string_view text);

// What a link is for.
enum class Purpose { confirm, leave };

// The letter that is still to be sent.
enum class Due {
  nothing,
  confirm,  // "press here, and you are on the list"
  already,  // "you are on the list already"
};

struct Subscriber {
  Seed seed{};
  std::string address;   // as address.h makes it
  std::string language;  // of the letters
  Day asked;             // the last time somebody asked, while nobody had confirmed
  std::optional<Day> confirmed;
  Day lettered;  // the last day on which a letter became due
  Due due = Due::nothing;
  Mark confirm_mark{};
  Mark leave_mark{};

  friend bool operator==(const Subscriber&, const Subscriber&) = default;
};

// The last day on which an unconfirmed row is kept: at least 48 hours after it was asked for,
// whatever the hour was. A day later it is gone.
[[nodiscard]] Day last_day(Day asked);

}  // namespace enig::newsletter

// The list as a table, for the program that sends the newsletter.
//
//     std::expected<std::string, Error> csv = to_csv(list, keys, site_url);
//
//     address,language,confirmed,unsubscribe
//     kari@example.org,nb,2026-11-23,https://enig.example.org/newsletter/leave/5f0c…
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/error.h"
#include "newsletter/keys.h"
#include "newsletter/list.h"

namespace enig::newsletter {

// RFC 4180, UTF-8, lines end "\r\n"; who has confirmed, by address. A field that a spreadsheet
// would take for a formula (it begins with "=", "+", "-" or "@") gets a "'" before it: such an
// address is legal, and has to lose the sign again before it is written to.
[[nodiscard]] std::expected<std::string, Error> to_csv(List& list, const Keys& keys,
                                                       std::string_view public_url);

// One field.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace enig::newsletter

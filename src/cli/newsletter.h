// enig newsletter export --data DIR [--newsletter-database URL] [--out FILE]
// enig newsletter remove ADDRESS --data DIR [--newsletter-database URL]
//
//     $ enig newsletter export --data data --out list.csv
//     $ enig newsletter remove kari@example.org --data data
#pragma once

#include <cstdio>
#include <expected>
#include <memory>
#include <span>
#include <string_view>

#include "base/error.h"
#include "cli/flags.h"
#include "newsletter/office.h"
#include "policy/site.h"
#include "server/log.h"

namespace enig::cli {

// Beside a running server too. Export prints who has confirmed as CSV, or writes it to a new file
// that only its owner can read. Remove leaves no trace of the address in newsletter.db. Returns 0;
// 1 if it could not be done, or the address is not on the list; 2 for a command not understood.
[[nodiscard]] int newsletter_command(std::span<const std::string_view> args, std::FILE* out,
                                     std::FILE* err);

// What `enig serve` is told of the newsletter: where its mail server is, who writes, and where the
// site lies. All three, or none.
inline constexpr Flag newsletter_smtp_flag = {"--newsletter-smtp", "URL"};
inline constexpr Flag newsletter_from_flag = {"--newsletter-from", "SENDER"};
inline constexpr Flag public_url_flag = {"--public-url", "URL"};
inline constexpr Flag newsletter_user_flag = {"--newsletter-user", "NAME"};
inline constexpr Flag newsletter_password_flag = {"--newsletter-password-file", "FILE"};
inline constexpr Flag newsletter_ca_flag = {"--newsletter-ca-file", "FILE"};
// Where the list is, if not in the data folder; never the ballots' database.
inline constexpr Flag newsletter_database_flag = {"--newsletter-database", "URL"};

// The newsletter's office in the data folder, which must be there; none where it is not asked for.
// What goes wrong later is told.
[[nodiscard]] std::expected<std::unique_ptr<newsletter::Office>, Error> newsletter_office(
    const Flags& flags, const policy::Site& site, server::Tell tell);

}  // namespace enig::cli

// enig staff add NAME | list | remove NAME | reset NAME | sessions | revoke NAME [ID] | log
//
//     $ enig staff add kari --role admin --data data
//     kari may be let in for 24 hours at:
//     http://127.0.0.1:8080/staff/choose/5f…
#pragma once

#include <cstdio>
#include <expected>
#include <memory>
#include <span>
#include <string_view>

#include "base/error.h"
#include "cli/flags.h"
#include "staff/office.h"

namespace enig::cli {

// Beside a running server too. Returns 0; 1 if it could not be done, or there is no such account; 2
// for a command not understood.
[[nodiscard]] int staff_command(std::span<const std::string_view> args, std::FILE* out,
                                std::FILE* err);

// Where the staff's accounts are, if not in the data folder; never the ballots' database.
inline constexpr Flag staff_database_flag = {"--staff-database", "URL"};

// What a server lets the staff in with, from the data folder, which must be there.
[[nodiscard]] std::expected<std::unique_ptr<staff::Office>, Error> staff_office(const Flags& flags);

}  // namespace enig::cli

// The tables of the ballots' file, and which version of them this program knows. Internal to the
// room.
//
//     if (auto done = prepare_schema(database); !done) return done;   // makes them in a new file
#pragma once

#include <expected>

#include "base/error.h"
#include "store/sqlite.h"

namespace enig::store::sqlite {

// Sets the connection up for writing, and makes the tables if there are none. Error: unavailable
// (also a file of another version).
[[nodiscard]] std::expected<void, Error> prepare_schema(Database& database);

// Error: unavailable, where the file is not ours or of another version.
[[nodiscard]] std::expected<void, Error> check_version(Database& database);

}  // namespace enig::store::sqlite

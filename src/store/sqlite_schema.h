// The tables of the ballots' file, and which version of them this program knows. Internal to the
// room.
//
//     auto done = prepare_schema(database, policy::Mode::counted);   // makes them in a new file
//     if (!done) return done;
#pragma once

#include <cstdint>
#include <expected>

#include "base/error.h"
#include "policy/publication.h"
#include "store/sqlite.h"

namespace enig::store::sqlite {

// Sets the connection up for writing, makes the tables, for answers of this mode, if there are
// none, and brings those of an older version forward. Errors: unavailable (also a file of a newer
// version), refused (a file of the other mode: a trial would publish at once what real answers were
// promised to be kept back for).
[[nodiscard]] std::expected<void, Error> prepare_schema(Database& database, policy::Mode mode);

// The version of the file, one that this program can read. Error: unavailable, where the file is
// not ours, or newer.
[[nodiscard]] std::expected<std::int64_t, Error> check_version(Database& database);

// What the file's answers were given for: counted or trial.
[[nodiscard]] std::expected<policy::Mode, Error> read_mode(Database& database);

}  // namespace enig::store::sqlite

// The tables of the ballots' file, and which version of them this program knows. Internal to the
// room.
//
//     auto done = prepare_schema(database, policy::Mode::counted);   // makes them in a new file
//     if (!done) return done;
#pragma once

#include <expected>

#include "base/error.h"
#include "policy/publication.h"
#include "store/sqlite.h"

namespace enig::store::sqlite {

// Sets the connection up for writing, and makes the tables, for answers of this mode, if there are
// none. Errors: unavailable (also a file of another version), refused (a file of the other mode: a
// trial would publish at once what real answers were promised to be kept back for).
[[nodiscard]] std::expected<void, Error> prepare_schema(Database& database, policy::Mode mode);

// Error: unavailable, where the file is not ours or of another version.
[[nodiscard]] std::expected<void, Error> check_version(Database& database);

}  // namespace enig::store::sqlite

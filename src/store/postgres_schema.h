// The tables of a PostgreSQL database that holds ballots, and which version of them this program
// knows. Internal to the room.
//
//     auto done = pg::prepare_schema(connection, policy::Mode::counted);   // makes what is missing
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/error.h"
#include "policy/publication.h"
#include "store/postgres.h"

namespace enig::store::pg {

// How a commit of several ballots is made: in one transaction, or where the table is spread over
// machines, in one for each part of it, so that none waits for two of them.
enum class Commits { whole, by_part };

struct About {
  Commits commits = Commits::whole;
  policy::Mode mode = policy::Mode::counted;  // or trial
  std::string key_check;  // of the secret that the keys are made with; empty: no server began yet
};

// Makes the tables where there are none. Servers that start at once may all call it. Errors:
// unavailable (also another version; there is one only so far), refused (a database of the other
// mode).
[[nodiscard]] std::expected<About, Error> prepare_schema(Connection& connection, policy::Mode mode);

// Only looks. Error: unavailable, where the database is not ours or of another version.
[[nodiscard]] std::expected<About, Error> read_about(Connection& connection);

// Keeps the check, where there is none yet, and gives the one that is kept.
[[nodiscard]] std::expected<std::string, Error> keep_key_check(Connection& connection,
                                                               std::string_view check);

}  // namespace enig::store::pg

#include "store/sqlite_schema.h"

#include <fmt/format.h>

#include <cstdint>

namespace enig::store::sqlite {
namespace {

constexpr std::int64_t application_id = 0x656E6967;  // "enig"
constexpr std::int64_t schema_version = 2;

// A ballot's row holds no time, no address and no order; `changed` names the ballots that are not
// the same as at the last release, and is emptied by the next. Deleted rows are overwritten.
constexpr const char* settings = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA secure_delete = ON;
  PRAGMA trusted_schema = OFF;
)sql";

constexpr const char* schema = R"sql(
  BEGIN IMMEDIATE;
  CREATE TABLE policy (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE slot (
    policy INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    point TEXT NOT NULL,
    PRIMARY KEY (policy, slot),
    UNIQUE (policy, point)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ballot (
    key BLOB NOT NULL PRIMARY KEY,
    policy INTEGER NOT NULL,
    answers BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE changed (
    policy INTEGER NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (policy, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE release (
    policy INTEGER NOT NULL,
    number INTEGER NOT NULL,
    totals TEXT NOT NULL,
    PRIMARY KEY (policy, number)
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = 1701734759;
  PRAGMA user_version = 2;
  COMMIT;
)sql";
static_assert(application_id == 1701734759 && schema_version == 2);

}  // namespace

std::expected<void, Error> check_version(Database& database) {
  const auto application = database.number("PRAGMA application_id");
  if (!application) return std::unexpected(application.error());
  const auto version = database.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  if (*application != application_id) {
    return std::unexpected(Error{Fault::unavailable, "The database file is not one of Enig's.",
                                 "Give another data folder."});
  }
  if (*version != schema_version) {
    return std::unexpected(
        Error{Fault::unavailable,
              fmt::format("The database has version {}, but this Enig knows version {} only.",
                          *version, schema_version),
              *version < schema_version
                  ? "It is older than the first release of Enig: give another data folder."
                  : "Use the Enig that wrote it, or a newer one."});
  }
  return {};
}

std::expected<void, Error> prepare_schema(Database& database) {
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());
  // A file of somebody else is left as it is, its settings too.
  if (*tables != 0) {
    if (auto checked = check_version(database); !checked) return checked;
  }
  if (auto done = database.run(settings); !done) return done;
  // Some network disks cannot keep the log; then SQLite silently goes on without it.
  auto mode = database.prepare("PRAGMA journal_mode");
  if (!mode) return std::unexpected(mode.error());
  const auto row = mode->step();
  if (!row) return std::unexpected(row.error());
  if (mode->text(0) != "wal") {
    return std::unexpected(Error{Fault::unavailable,
                                 "The data folder's disk cannot keep SQLite's write-ahead log.",
                                 "Use a disk of this machine."});
  }
  mode->reset();
  if (*tables != 0) return {};
  return database.run(schema);
}

}  // namespace enig::store::sqlite

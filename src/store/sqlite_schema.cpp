#include "store/sqlite_schema.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/check.h"

namespace enig::store::sqlite {
namespace {

constexpr std::int64_t application_id = 0x656E6967;  // "enig"
constexpr std::int64_t schema_version = 3;
constexpr std::int64_t oldest_version = 2;

// A ballot's row holds no time, no address and no order. `changed` has one mark for each ballot
// that was put, changed or withdrawn since the last release; nothing in the file tells whose it is.
// Deleted rows are overwritten.
constexpr const char* settings = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA mmap_size = 0;
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
    mark BLOB NOT NULL,
    PRIMARY KEY (policy, mark)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE release (
    policy INTEGER NOT NULL,
    number INTEGER NOT NULL,
    totals TEXT NOT NULL,
    PRIMARY KEY (policy, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE folder (mode TEXT NOT NULL, key_check TEXT NOT NULL DEFAULT '') STRICT;
  PRAGMA application_id = 1701734759;
  PRAGMA user_version = 3;
)sql";
static_assert(application_id == 1701734759 && schema_version == 3);

// What makes a file of one version one of the next. The first statement stands outside of the
// transaction of the second, and may be done twice.
struct Step {
  std::int64_t from;
  const char* before;
  const char* change;
};
constexpr Step steps[] = {
    // Pages that were written before there was clean_pages.h hold what was withdrawn.
    {2, "VACUUM",
     "BEGIN IMMEDIATE; ALTER TABLE folder ADD COLUMN key_check TEXT NOT NULL DEFAULT '';"
     " UPDATE changed SET mark = substr(mark, 1, 8); PRAGMA user_version = 3; COMMIT"}};

std::string folder_of(const Database& database) {
  return std::filesystem::path(sqlite3_db_filename(database.get(), "main")).parent_path().string();
}

std::string_view to_text(policy::Mode mode) {
  ENIG_CHECK(mode != policy::Mode::read_only);
  return mode == policy::Mode::trial ? "trial" : "counted";
}

std::expected<void, Error> bring_forward(Database& database, std::int64_t version) {
  for (const Step& step : steps) {
    if (step.from != version) continue;
    if (auto done = database.run(step.before); !done) return done;
    if (auto done = database.run(step.change); !done) return done;
    ++version;
  }
  ENIG_CHECK(version == schema_version);
  return {};
}

std::expected<void, Error> check_mode(Database& database, policy::Mode mode) {
  const auto kept = read_mode(database);
  if (!kept) return std::unexpected(kept.error());
  if (*kept == mode) return {};
  const std::string folder = folder_of(database);
  if (mode == policy::Mode::trial) {
    return std::unexpected(
        Error{Fault::refused,
              fmt::format("The data folder {} holds real answers, and a trial would publish every "
                          "one of them.",
                          folder),
              "Give the trial a data folder of its own, or serve this one without --trial."});
  }
  return std::unexpected(
      Error{Fault::refused,
            fmt::format("The data folder {} holds the answers of a trial, where each was published "
                        "at once.",
                        folder),
            "Give real answers a new data folder, or serve this one with --trial."});
}

}  // namespace

std::expected<std::int64_t, Error> check_version(Database& database) {
  const auto application = database.number("PRAGMA application_id");
  if (!application) return std::unexpected(application.error());
  const auto version = database.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  if (*application != application_id) {
    return std::unexpected(
        Error{Fault::unavailable,
              fmt::format("The database in {} is not one of Enig's.", folder_of(database)),
              "Give another data folder."});
  }
  if (*version < oldest_version || *version > schema_version) {
    return std::unexpected(
        Error{Fault::unavailable,
              fmt::format("The data folder {} has version {}, but this Enig knows versions {} to "
                          "{} only.",
                          folder_of(database), *version, oldest_version, schema_version),
              *version < oldest_version
                  ? "It is older than the first release of Enig: move it away, or give another."
                  : "Use the Enig that wrote it, or a newer one."});
  }
  return *version;
}

std::expected<policy::Mode, Error> read_mode(Database& database) {
  auto select = database.prepare("SELECT mode FROM folder");
  if (!select) return std::unexpected(select.error());
  const auto row = select->step();
  if (!row) return std::unexpected(row.error());
  const bool is_trial = *row && select->text(0) == to_text(policy::Mode::trial);
  return is_trial ? policy::Mode::trial : policy::Mode::counted;
}

std::expected<void, Error> prepare_schema(Database& database, policy::Mode mode) {
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());
  // A file of somebody else is left as it is, its settings too.
  std::int64_t version = schema_version;
  if (*tables != 0) {
    const auto checked_version = check_version(database);
    if (!checked_version) return std::unexpected(checked_version.error());
    version = *checked_version;
    if (auto checked = check_mode(database, mode); !checked) return checked;
  }
  if (auto done = database.run(settings); !done) return done;
  // Some network disks cannot keep the log; then SQLite silently goes on without it.
  auto journal = database.prepare("PRAGMA journal_mode");
  if (!journal) return std::unexpected(journal.error());
  const auto row = journal->step();
  if (!row) return std::unexpected(row.error());
  if (journal->text(0) != "wal") {
    return std::unexpected(Error{Fault::unavailable,
                                 "The data folder's disk cannot keep SQLite's write-ahead log.",
                                 "Use a disk of this machine."});
  }
  journal->reset();
  if (*tables != 0) return bring_forward(database, version);
  const std::string all =
      fmt::format("{}INSERT INTO folder (mode) VALUES ('{}'); COMMIT;", schema, to_text(mode));
  return database.run(all.c_str());
}

}  // namespace enig::store::sqlite

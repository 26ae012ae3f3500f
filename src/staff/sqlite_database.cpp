#include "staff/sqlite_database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <span>
#include <utility>

#include "store/file.h"

namespace enig::staff {
namespace {

namespace fs = std::filesystem;
using store::sqlite::Access;
using store::sqlite::Statement;

constexpr std::int64_t application_id = 0x656E6973;  // "enis"
constexpr std::int64_t staff_version = 1;

constexpr const char* settings = R"sql(
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA trusted_schema = OFF;
)sql";

// The log is for adding to, whoever holds the file open.
constexpr const char* schema = R"sql(
  CREATE TABLE enig_staff_account (
    name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    code_secret BLOB NOT NULL,
    code_step INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE enig_staff_link (
    name TEXT NOT NULL PRIMARY KEY REFERENCES enig_staff_account ON DELETE CASCADE,
    mark BLOB NOT NULL UNIQUE,
    ends INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE enig_staff_session (
    mark BLOB NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL REFERENCES enig_staff_account ON DELETE CASCADE,
    language TEXT NOT NULL,
    began INTEGER NOT NULL,
    seen INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX enig_staff_session_of ON enig_staff_session (name);
  CREATE TABLE enig_staff_recovery (
    mark BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL REFERENCES enig_staff_account ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX enig_staff_recovery_of ON enig_staff_recovery (name);
  CREATE TABLE enig_staff_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    minute INTEGER NOT NULL,
    who TEXT NOT NULL,
    deed TEXT NOT NULL,
    about TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER enig_staff_log_stays BEFORE UPDATE ON enig_staff_log
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
  CREATE TRIGGER enig_staff_log_keeps BEFORE DELETE ON enig_staff_log
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
  CREATE TRIGGER enig_staff_log_adds BEFORE INSERT ON enig_staff_log
    WHEN EXISTS (SELECT 1 FROM enig_staff_log WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
  PRAGMA application_id = 1701734771;
  PRAGMA user_version = 1;
)sql";
static_assert(application_id == 1701734771 && staff_version == 1);

// SQLite counts $1 as a name; ?1 is the place.
std::string with_places(std::string sql) {
  std::ranges::replace(sql, '$', '?');
  return sql;
}

void bind(Statement& statement, int place, const Value& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    statement.bind(place, *number);
  } else if (const auto* const text = std::get_if<std::string>(&value)) {
    statement.bind(place, std::string_view(*text));
  } else {
    // Not null where there are none.
    static constexpr std::uint8_t none = 0;
    const Bytes& bytes = std::get<Bytes>(value);
    statement.bind(place, bytes.empty() ? std::span(&none, 0) : std::span(bytes));
  }
}

Value value_in(const Statement& statement, int column, Column kind) {
  switch (kind) {
    case Column::number:
      return statement.integer(column);
    case Column::text:
      return std::string(statement.text(column));
    case Column::bytes:
      break;
  }
  const auto bytes = statement.bytes(column);
  return Bytes(bytes.begin(), bytes.end());
}

std::expected<void, Error> make_or_check(store::sqlite::Database& database, const fs::path& file) {
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());
  if (*tables == 0) return database.run(schema);
  const auto application = database.number("PRAGMA application_id");
  if (!application) return std::unexpected(application.error());
  const auto version = database.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  if (*application == application_id && *version == staff_version) return {};
  return std::unexpected(
      Error{Fault::unavailable,
            fmt::format("The file {} holds no staff that this Enig knows.", file.string()),
            "Use the Enig that wrote it, or move it away."});
}

}  // namespace

std::expected<std::unique_ptr<SqliteDatabase>, Error> SqliteDatabase::open(const fs::path& folder) {
  const fs::path file = file_in(folder);
  // Made before SQLite does, which would let others read it.
  static_cast<void>(store::File(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)));
  auto opened = store::sqlite::Database::open(file, Access::read_write, "");
  if (!opened) return std::unexpected(opened.error());
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(std::move(*opened)));
  // A server and a command may both be the first.
  if (auto done = database->database_.run(settings); !done) return std::unexpected(done.error());
  const auto made =
      database->together([&database, &file] { return make_or_check(database->database_, file); });
  if (!made) return std::unexpected(made.error());
  if (!store::sync_folder(folder)) {
    return std::unexpected(
        Error{Fault::unavailable, "The data folder cannot be made durable.", "Look at the disk."});
  }
  return database;
}

// What the system could not write it may have forgotten, and what is tried again may seem to go
// well. That another program holds the file, or that there is no room, passes.
void SqliteDatabase::note_failure(const Error& error) {
  const bool is_disk = (sqlite3_errcode(database_.get()) & 0xFF) == SQLITE_IOERR;
  if (is_disk && error.fault != Fault::busy) failure_ = error;
}

std::expected<Table, Error> SqliteDatabase::run(const std::string& sql, const Values& values,
                                                Columns columns) {
  if (failure_) return std::unexpected(*failure_);
  auto statement = database_.prepare(with_places(sql));
  if (!statement) return std::unexpected(statement.error());
  int place = 0;
  for (const Value& value : values) bind(*statement, ++place, value);
  Table table;
  while (true) {
    const auto row = statement->step();
    if (!row) {
      note_failure(row.error());
      return std::unexpected(row.error());
    }
    if (!*row) break;
    int column = 0;
    std::vector<Value>& cells = table.rows.emplace_back();
    for (const Column kind : columns) cells.push_back(value_in(*statement, column++, kind));
  }
  table.affected = sqlite3_changes(database_.get());
  return table;
}

std::expected<void, Error> SqliteDatabase::together(const Work& work) {
  if (failure_) return std::unexpected(*failure_);
  if (auto begun = database_.run("BEGIN IMMEDIATE"); !begun) return begun;
  auto done = work();
  if (done) done = database_.run("COMMIT");
  if (done) return done;
  note_failure(done.error());
  if (database_.in_transaction()) static_cast<void>(database_.run("ROLLBACK"));
  return done;
}

}  // namespace enig::staff

#include "store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/check.h"
#include "base/limits.h"

namespace enig::store::sqlite {
namespace {

void abandon(sqlite3* database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

}  // namespace

Error error_of(sqlite3* database) {
  const int code = sqlite3_errcode(database) & 0xFF;
  const int detailed = sqlite3_extended_errcode(database);
  std::string what =
      fmt::format("The database failed: {} (SQLite code {}).", sqlite3_errmsg(database), detailed);
  // The log's index could not grow: SQLite calls every reason for that an I/O error, but nothing
  // was written.
  const bool no_room = code == SQLITE_FULL || detailed == SQLITE_IOERR_SHMSIZE;
  switch (no_room ? SQLITE_FULL : code) {
    case SQLITE_FULL:
      return {Fault::busy, "There is no room on the disk.", "Try again later."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Fault::unavailable, std::move(what), "Another program holds the file: stop it."};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {Fault::unavailable, std::move(what), "Restore the data folder from a backup."};
    case SQLITE_IOERR:
      abandon(database);
      [[fallthrough]];
    default:
      return {Fault::unavailable, std::move(what), "Look at the disk before starting again."};
  }
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::bind(int place, std::int64_t value) {
  ENIG_CHECK(sqlite3_bind_int64(statement_.get(), place, value) == SQLITE_OK);
}

void Statement::bind(int place, std::string_view text) {
  ENIG_CHECK(sqlite3_bind_text64(statement_.get(), place, text.data(), text.size(), SQLITE_STATIC,
                                 SQLITE_UTF8) == SQLITE_OK);
}

void Statement::bind(int place, std::span<const std::uint8_t> bytes) {
  ENIG_CHECK(sqlite3_bind_blob64(statement_.get(), place, bytes.data(), bytes.size(),
                                 SQLITE_STATIC) == SQLITE_OK);
}

std::expected<bool, Error> Statement::step() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default: {
      const Error error = error_of(sqlite3_db_handle(statement_.get()));
      reset();
      return std::unexpected(error);
    }
  }
}

std::expected<void, Error> Statement::run() {
  const std::expected<bool, Error> stepped = step();
  reset();
  if (!stepped) return std::unexpected(stepped.error());
  return {};
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto bytes_read = bytes(column);
  return {reinterpret_cast<const char*>(bytes_read.data()), bytes_read.size()};
}

std::span<const std::uint8_t> Statement::bytes(int column) const {
  const void* const data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

void Database::Close::operator()(sqlite3* database) const {
  // All statements are gone by then: they are members that were declared after the database.
  sqlite3_close(database);
}

std::expected<Database, Error> Database::open(const std::filesystem::path& file, Access access,
                                              const std::string& vfs) {
  sqlite3* raw = nullptr;
  const int flags = (access == Access::read_only ? SQLITE_OPEN_READONLY
                                                 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file.c_str(), &raw, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (raw == nullptr) {
    return std::unexpected(Error{Fault::unavailable, "There is no memory for the database.", ""});
  }
  Database database(raw);
  if (code != SQLITE_OK) {
    return std::unexpected(
        Error{Fault::unavailable,
              fmt::format("The file {} cannot be opened: {}.", file.string(), sqlite3_errmsg(raw)),
              "Look at its permissions and those of its folder."});
  }
  sqlite3_busy_timeout(raw, limits::database_busy_ms);
  return database;
}

std::expected<void, Error> Database::run(const char* sql) {
  if (sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return std::unexpected(error());
}

std::expected<Statement, Error> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error());
  return Statement(statement);
}

std::expected<std::int64_t, Error> Database::number(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  ENIG_CHECK(*row);
  return statement->integer(0);
}

std::expected<bool, Error> Database::checkpoint(Checkpoint how) {
  int mode = SQLITE_CHECKPOINT_PASSIVE;
  if (how == Checkpoint::full) mode = SQLITE_CHECKPOINT_FULL;
  if (how == Checkpoint::truncate) mode = SQLITE_CHECKPOINT_TRUNCATE;
  if (how == Checkpoint::truncate) sqlite3_busy_timeout(get(), 0);
  const int code = sqlite3_wal_checkpoint_v2(get(), nullptr, mode, nullptr, nullptr);
  if (how == Checkpoint::truncate) sqlite3_busy_timeout(get(), limits::database_busy_ms);
  if (code == SQLITE_IOERR_SHMSIZE) return false;
  switch (code & 0xFF) {
    case SQLITE_OK:
      return true;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
      return false;
    default:
      return std::unexpected(error());
  }
}

void Database::abandon() { sqlite::abandon(get()); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(get()) == 0; }

Error Database::error() const { return error_of(get()); }

}  // namespace enig::store::sqlite

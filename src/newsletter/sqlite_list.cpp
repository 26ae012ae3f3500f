#include "newsletter/sqlite_list.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <span>
#include <utility>

#include "newsletter/stored_row.h"
#include "store/file.h"

namespace enig::newsletter {
namespace {

namespace fs = std::filesystem;
using store::sqlite::Access;
using store::sqlite::Database;
using store::sqlite::Statement;

constexpr std::int64_t application_id = 0x656E696E;  // "enin"
constexpr std::int64_t list_version = 1;

// No log beside the file: what a letter or an address was must not lie on there.
constexpr const char* settings = R"sql(
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA trusted_schema = OFF;
)sql";

// Days only. Nothing of a ballot: no policy, no id, no answer, no time.
constexpr const char* schema = R"sql(
  BEGIN IMMEDIATE;
  CREATE TABLE subscriber (
    seed BLOB NOT NULL PRIMARY KEY,
    address TEXT NOT NULL UNIQUE COLLATE NOCASE,
    language TEXT NOT NULL,
    asked TEXT NOT NULL,
    confirmed TEXT NOT NULL,
    lettered TEXT NOT NULL,
    due INTEGER NOT NULL,
    confirm_mark BLOB NOT NULL UNIQUE,
    leave_mark BLOB NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE folder (public_url TEXT NOT NULL) STRICT;
  INSERT INTO folder VALUES ('');
  PRAGMA application_id = 1701734766;
  PRAGMA user_version = 1;
  COMMIT;
)sql";
static_assert(application_id == 1701734766 && list_version == 1);

std::string select_where(std::string_view which) { return select_row("subscriber", which); }

Error damaged() {
  return {Fault::unavailable, "A row of the newsletter's list is damaged.",
          "Restore newsletter.db from a backup."};
}

std::expected<Subscriber, Error> row_of(const Statement& select) {
  auto row = subscriber_in(select);
  if (!row) return std::unexpected(damaged());
  return std::move(*row);
}

std::expected<std::optional<Subscriber>, Error> one_row(Statement& select) {
  const auto found = select.step();
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;
  auto row = row_of(select);
  if (!row) return std::unexpected(row.error());
  return std::move(*row);
}

std::expected<void, Error> check_version(Database& database, const fs::path& file) {
  const auto application = database.number("PRAGMA application_id");
  if (!application) return std::unexpected(application.error());
  const auto version = database.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  if (*application == application_id && *version == list_version) return {};
  return std::unexpected(Error{
      Fault::unavailable,
      fmt::format("The file {} is no list of the newsletter that this Enig knows.", file.string()),
      "Use the Enig that wrote it, or move it away."});
}

}  // namespace

std::expected<std::unique_ptr<SqliteList>, Error> SqliteList::create(const fs::path& folder) {
  const fs::path file = file_in(folder);
  // Made before SQLite does, which would let others read it.
  static_cast<void>(store::File(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)));
  auto database = Database::open(file, Access::read_write, "");
  if (!database) return std::unexpected(database.error());
  const auto tables = database->number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());
  if (*tables != 0) {
    if (auto checked = check_version(*database, file); !checked) {
      return std::unexpected(checked.error());
    }
  }
  std::unique_ptr<SqliteList> list(new SqliteList(std::move(*database)));
  if (auto done = list->database_.run(settings); !done) return std::unexpected(done.error());
  if (*tables == 0) {
    if (auto done = list->database_.run(schema); !done) return std::unexpected(done.error());
  }
  if (!store::sync_folder(folder)) {
    return std::unexpected(
        Error{Fault::unavailable, "The data folder cannot be made durable.", "Look at the disk."});
  }
  return list;
}

std::expected<std::unique_ptr<SqliteList>, Error> SqliteList::open(const fs::path& folder) {
  const fs::path file = file_in(folder);
  std::error_code failed;
  if (!fs::is_regular_file(file, failed)) {
    return std::unexpected(Error{Fault::refused,
                                 fmt::format("The folder {} holds no newsletter.", folder.string()),
                                 "Give the data folder of a server that offers one."});
  }
  auto database = Database::open(file, Access::read_write, "");
  if (!database) return std::unexpected(database.error());
  if (auto checked = check_version(*database, file); !checked) {
    return std::unexpected(checked.error());
  }
  if (auto done = database->run(settings); !done) return std::unexpected(done.error());
  return std::unique_ptr<SqliteList>(new SqliteList(std::move(*database)));
}

std::expected<bool, Error> SqliteList::is_empty() {
  const auto rows = database_.number("SELECT EXISTS (SELECT 1 FROM subscriber)");
  if (!rows) return std::unexpected(rows.error());
  return *rows == 0;
}

std::expected<std::optional<Subscriber>, Error> SqliteList::find(std::string_view address) {
  auto select = database_.prepare(select_where("WHERE address = ?"));
  if (!select) return std::unexpected(select.error());
  select->bind(1, address);
  return one_row(*select);
}

std::expected<std::optional<Subscriber>, Error> SqliteList::find(Purpose purpose,
                                                                 const Mark& mark) {
  auto select = database_.prepare(select_where(
      purpose == Purpose::confirm ? "WHERE confirm_mark = ?" : "WHERE leave_mark = ?"));
  if (!select) return std::unexpected(select.error());
  select->bind(1, std::span(mark));
  return one_row(*select);
}

std::expected<std::optional<Subscriber>, Error> SqliteList::find(const Seed& seed) {
  auto select = database_.prepare(select_where("WHERE seed = ?"));
  if (!select) return std::unexpected(select.error());
  select->bind(1, std::span(seed));
  return one_row(*select);
}

std::expected<void, Error> SqliteList::put(const Subscriber& subscriber) {
  return write(
      "INSERT OR REPLACE INTO subscriber (seed, address, language, asked, confirmed, lettered, due,"
      " confirm_mark, leave_mark) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      subscriber);
}

std::expected<void, Error> SqliteList::change(const Subscriber& subscriber) {
  return write(
      "UPDATE subscriber SET address = ?2, language = ?3, asked = ?4, confirmed = ?5, lettered = "
      "?6,"
      " due = ?7, confirm_mark = ?8, leave_mark = ?9 WHERE seed = ?1",
      subscriber);
}

std::expected<void, Error> SqliteList::write(std::string_view sql, const Subscriber& subscriber) {
  auto statement = database_.prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const std::string asked = to_text(subscriber.asked);
  const std::string confirmed = subscriber.confirmed ? to_text(*subscriber.confirmed) : "";
  const std::string lettered = to_text(subscriber.lettered);
  statement->bind(1, std::span(subscriber.seed));
  statement->bind(2, std::string_view(subscriber.address));
  statement->bind(3, std::string_view(subscriber.language));
  statement->bind(4, std::string_view(asked));
  statement->bind(5, std::string_view(confirmed));
  statement->bind(6, std::string_view(lettered));
  statement->bind(7, static_cast<std::int64_t>(subscriber.due));
  statement->bind(8, std::span(subscriber.confirm_mark));
  statement->bind(9, std::span(subscriber.leave_mark));
  has_remains_ = true;
  return run(*statement);
}

// What the system could not write it may have forgotten, and what is tried again may seem to go
// well.
std::expected<void, Error> SqliteList::run(Statement& statement) {
  if (failure_) return std::unexpected(*failure_);
  auto done = statement.run();
  // That another program holds the file, or that there is no room, passes.
  const bool is_disk = (sqlite3_errcode(database_.get()) & 0xFF) == SQLITE_IOERR;
  if (!done && done.error().fault != Fault::busy && is_disk) failure_ = done.error();
  return done;
}

std::int64_t SqliteList::changed_rows() { return sqlite3_changes(database_.get()); }

std::expected<bool, Error> SqliteList::remove(const Seed& seed) {
  auto statement = database_.prepare("DELETE FROM subscriber WHERE seed = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, std::span(seed));
  if (auto done = run(*statement); !done) return std::unexpected(done.error());
  has_remains_ = true;
  return changed_rows() > 0;
}

std::expected<void, Error> SqliteList::expire(Day first_kept) {
  const std::string day = to_text(first_kept);
  for (const std::string_view sql :
       {"DELETE FROM subscriber WHERE confirmed = '' AND asked < ?",
        "UPDATE subscriber SET due = 0 WHERE confirmed <> '' AND due <> 0 AND lettered < ?"}) {
    auto statement = database_.prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    statement->bind(1, std::string_view(day));
    if (auto done = run(*statement); !done) return done;
    if (changed_rows() > 0) has_remains_ = true;
  }
  return {};
}

std::expected<bool, Error> SqliteList::waits() {
  const auto rows =
      database_.number("SELECT EXISTS (SELECT 1 FROM subscriber WHERE confirmed = '' OR due <> 0)");
  if (!rows) return std::unexpected(rows.error());
  return *rows != 0;
}

std::expected<std::vector<Seed>, Error> SqliteList::due() {
  auto select = database_.prepare("SELECT seed FROM subscriber WHERE due <> 0");
  if (!select) return std::unexpected(select.error());
  std::vector<Seed> seeds;
  while (true) {
    const auto row = select->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return seeds;
    if (!copy_whole(select->bytes(0), seeds.emplace_back())) return std::unexpected(damaged());
  }
}

std::expected<void, Error> SqliteList::each_confirmed(
    const std::function<void(const Subscriber&)>& each) {
  auto select = database_.prepare(select_where("WHERE confirmed <> '' ORDER BY address"));
  if (!select) return std::unexpected(select.error());
  while (true) {
    const auto found = select->step();
    if (!found) return std::unexpected(found.error());
    if (!*found) return {};
    const auto row = row_of(*select);
    if (!row) return std::unexpected(row.error());
    each(*row);
  }
}

// secure_delete overwrites a row where it lies, but not the copies that SQLite left where the row
// lay before its page was split or merged.
std::expected<void, Error> SqliteList::tidy() {
  if (!has_remains_) return {};
  auto statement = database_.prepare("VACUUM");
  if (!statement) return std::unexpected(statement.error());
  if (auto done = run(*statement); !done) return done;
  has_remains_ = false;
  return {};
}

std::expected<void, Error> SqliteList::set_public_url(std::string_view url) {
  auto statement = database_.prepare("UPDATE folder SET public_url = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, url);
  return run(*statement);
}

std::expected<std::string, Error> SqliteList::public_url() {
  auto select = database_.prepare("SELECT public_url FROM folder");
  if (!select) return std::unexpected(select.error());
  const auto row = select->step();
  if (!row) return std::unexpected(row.error());
  return *row ? std::string(select->text(0)) : std::string();
}

}  // namespace enig::newsletter

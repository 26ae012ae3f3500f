#include "staff/postgres_database.h"

#include <span>
#include <utility>

#include "base/limits.h"

namespace enig::staff {
namespace {

using store::pg::Connection;
using store::pg::Failure;
using store::pg::Rows;

constexpr std::string_view staff_version = "1";
// Two servers that start at once make the tables one after the other (an advisory lock): "enis".
constexpr const char* take_turns = "SELECT pg_advisory_xact_lock(1701734771)::text";

constexpr const char* tables[] = {
    R"sql(CREATE TABLE enig_staff (name text PRIMARY KEY, value text NOT NULL))sql",
    R"sql(INSERT INTO enig_staff VALUES ('version', '1'))sql",
    R"sql(CREATE TABLE enig_staff_account (
            name text PRIMARY KEY, role text NOT NULL, password_hash text NOT NULL,
            code_secret bytea NOT NULL, code_step bigint NOT NULL))sql",
    R"sql(CREATE TABLE enig_staff_link (
            name text PRIMARY KEY REFERENCES enig_staff_account ON DELETE CASCADE,
            mark bytea NOT NULL UNIQUE, ends bigint NOT NULL))sql",
    R"sql(CREATE TABLE enig_staff_session (
            mark bytea PRIMARY KEY, id text NOT NULL UNIQUE,
            name text NOT NULL REFERENCES enig_staff_account ON DELETE CASCADE,
            language text NOT NULL, began bigint NOT NULL, seen bigint NOT NULL))sql",
    R"sql(CREATE INDEX enig_staff_session_of ON enig_staff_session (name))sql",
    R"sql(CREATE TABLE enig_staff_recovery (
            mark bytea PRIMARY KEY,
            name text NOT NULL REFERENCES enig_staff_account ON DELETE CASCADE))sql",
    R"sql(CREATE INDEX enig_staff_recovery_of ON enig_staff_recovery (name))sql",
    R"sql(CREATE TABLE enig_staff_log (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, minute bigint NOT NULL,
            who text NOT NULL, deed text NOT NULL, about text NOT NULL))sql",
    R"sql(CREATE FUNCTION enig_staff_log_stays() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the log is only added to'; END $$)sql",
    R"sql(CREATE TRIGGER enig_staff_log_stays BEFORE UPDATE OR DELETE ON enig_staff_log
            FOR EACH ROW EXECUTE FUNCTION enig_staff_log_stays())sql",
    R"sql(CREATE TRIGGER enig_staff_log_keeps BEFORE TRUNCATE ON enig_staff_log
            FOR EACH STATEMENT EXECUTE FUNCTION enig_staff_log_stays())sql",
};

std::unexpected<Error> refused(std::string what, std::string remedy) {
  return std::unexpected(Error{Fault::refused, std::move(what), std::move(remedy)});
}

// Whether the tables are there, of this version, in a database of their own.
std::expected<bool, Error> has_tables(Connection& connection) {
  const auto found = connection.run(
      "SELECT coalesce(to_regclass('enig_ballot')::text, '') ||"
      " coalesce(to_regclass('enig_subscriber')::text, ''),"
      " coalesce(to_regclass('enig_staff')::text, '')");
  if (!found) return std::unexpected(found.error().error);
  if (!found->text(0, 0).empty()) {
    return refused("The database of the staff is that of the ballots or of the newsletter.",
                   "Give the staff a database of their own: nothing must join them.");
  }
  if (found->text(0, 1).empty()) return false;
  const auto version = connection.run("SELECT value FROM enig_staff WHERE name = 'version'");
  if (!version) return std::unexpected(version.error().error);
  if (version->count() == 1 && version->text(0, 0) == staff_version) return true;
  return std::unexpected(Error{Fault::unavailable,
                               "The database holds no staff that this Enig knows.",
                               "Use the Enig that wrote it, or a newer one."});
}

std::expected<void, Error> make_tables(Connection& connection) {
  for (const char* const sql : {"BEGIN", take_turns}) {
    if (const auto done = connection.run(sql); !done) return std::unexpected(done.error().error);
  }
  const auto there = has_tables(connection);
  if (!there) return std::unexpected(there.error());
  for (const char* const sql : tables) {
    if (*there) break;
    if (const auto done = connection.run(sql); !done) return std::unexpected(done.error().error);
  }
  if (const auto done = connection.run("COMMIT"); !done) {
    return std::unexpected(done.error().error);
  }
  return {};
}

store::pg::Values values_of(const Database::Values& values) {
  store::pg::Values all;
  for (const Value& value : values) {
    if (const auto* const number = std::get_if<std::int64_t>(&value)) {
      all.add(*number);
    } else if (const auto* const text = std::get_if<std::string>(&value)) {
      all.add(std::string_view(*text));
    } else {
      all.add(std::span<const std::uint8_t>(std::get<Bytes>(value)));
    }
  }
  return all;
}

Value value_in(const Rows& rows, int row, int column, Column kind) {
  switch (kind) {
    case Column::number:
      return rows.integer(row, column);
    case Column::text:
      return std::string(rows.text(row, column));
    case Column::bytes:
      break;
  }
  const auto bytes = rows.bytes(row, column);
  return Bytes(bytes.begin(), bytes.end());
}

Table table_of(const Rows& rows, Database::Columns columns) {
  Table table;
  for (int row = 0; row < rows.count(); ++row) {
    int column = 0;
    std::vector<Value>& cells = table.rows.emplace_back();
    for (const Column kind : columns) cells.push_back(value_in(rows, row, column++, kind));
  }
  table.affected = rows.affected();
  return table;
}

}  // namespace

std::expected<std::unique_ptr<PostgresDatabase>, Error> PostgresDatabase::open(std::string url) {
  auto connection = Connection::open(url);
  if (!connection) return std::unexpected(connection.error().error);
  if (auto made = make_tables(*connection); !made) return std::unexpected(made.error());
  return std::unique_ptr<PostgresDatabase>(
      new PostgresDatabase(std::move(url), std::move(*connection)));
}

std::expected<void, Error> PostgresDatabase::reach() {
  if (connection_.is_open()) return {};
  auto opened = Connection::open(url_);
  if (!opened) return std::unexpected(opened.error().error);
  if (const auto ended = opened->end_backend(connection_.backend()); !ended) {
    return std::unexpected(ended.error().error);
  }
  connection_ = std::move(*opened);
  return {};
}

// Once more where the connection had been lost while nobody used it; not within a transaction.
std::expected<Table, Error> PostgresDatabase::run(const std::string& sql, const Values& values,
                                                  Columns columns) {
  for (int attempt = 1;; ++attempt) {
    if (!is_together_) {
      if (auto reached = reach(); !reached) return std::unexpected(reached.error());
    }
    const auto rows = connection_.run(sql.c_str(), values_of(values));
    if (rows) return table_of(*rows, columns);
    was_in_the_way_ = rows.error().kind == Failure::Kind::in_the_way;
    const bool again = rows.error().kind == Failure::Kind::lost && !is_together_ && attempt == 1;
    if (!again) return std::unexpected(rows.error().error);
  }
}

std::expected<void, Error> PostgresDatabase::together(const Work& work) {
  for (int attempt = 1;; ++attempt) {
    // Also where it has been lost while nobody used it.
    const auto begun = run("BEGIN ISOLATION LEVEL SERIALIZABLE", {}, {});
    if (!begun) return std::unexpected(begun.error());
    is_together_ = true;
    was_in_the_way_ = false;
    auto done = work();
    if (done) {
      if (const auto kept = run("COMMIT", {}, {}); !kept) done = std::unexpected(kept.error());
    }
    is_together_ = false;
    if (done) return done;
    if (connection_.is_open()) static_cast<void>(connection_.run("ROLLBACK"));
    if (!was_in_the_way_ || attempt == limits::database_attempts_max) return done;
  }
}

}  // namespace enig::staff

#include "store/postgres_schema.h"

#include <fmt/format.h>

#include <map>

#include "base/check.h"
#include "base/limits.h"

namespace enig::store::pg {
namespace {

using AboutRows = std::map<std::string, std::string>;

constexpr int schema_version = 1;

// Rows of ballots lie by `part`, four bits of their key, so that a database of several machines
// has something to spread them by. A row holds no time and no address. `stamp` is random, one for
// each transaction: a release forgets exactly the changes that it has counted.
constexpr const char* tables[] = {
    R"sql(CREATE TABLE enig_about (name text PRIMARY KEY, value text NOT NULL))sql",
    R"sql(CREATE TABLE enig_policy (id text PRIMARY KEY, number bigint NOT NULL UNIQUE))sql",
    R"sql(CREATE TABLE enig_slot (
            policy bigint NOT NULL, slot bigint NOT NULL, point text NOT NULL,
            PRIMARY KEY (policy, slot), UNIQUE (policy, point)))sql",
    R"sql(CREATE TABLE enig_ballot (
            part smallint NOT NULL, policy integer NOT NULL, key bytea NOT NULL,
            answers bytea NOT NULL, PRIMARY KEY (part, key)))sql",
    R"sql(CREATE TABLE enig_changed (
            part smallint NOT NULL, policy integer NOT NULL, stamp bigint NOT NULL,
            mark bytea NOT NULL, PRIMARY KEY (policy, part, mark)))sql",
    R"sql(CREATE TABLE enig_release (
            policy bigint NOT NULL, number bigint NOT NULL, totals text NOT NULL,
            PRIMARY KEY (policy, number)))sql"};

std::string_view to_text(policy::Mode mode) {
  ENIG_CHECK(mode != policy::Mode::read_only);
  return mode == policy::Mode::trial ? "trial" : "counted";
}

std::unexpected<Error> not_ours(std::string what, std::string remedy) {
  return std::unexpected(Error{Fault::unavailable, std::move(what), std::move(remedy)});
}

Tried<bool> has_tables(Connection& connection) {
  const auto found = connection.run("SELECT to_regclass('enig_about')::text");
  if (!found) return std::unexpected(found.error());
  return !found->text(0, 0).empty();
}

Tried<void> make_tables(Connection& connection, policy::Mode mode) {
  if (const auto begun = connection.run("BEGIN"); !begun) return std::unexpected(begun.error());
  for (const char* const table : tables) {
    if (const auto made = connection.run(table); !made) return std::unexpected(made.error());
  }
  const std::string version = std::to_string(schema_version);
  const auto noted = connection.run(
      "INSERT INTO enig_about VALUES ('version', $1), ('mode', $2), ('commits', 'whole')",
      Values().add(std::string_view(version)).add(to_text(mode)));
  if (!noted) return std::unexpected(noted.error());
  if (const auto done = connection.run("COMMIT"); !done) return std::unexpected(done.error());
  return {};
}

std::expected<AboutRows, Error> about_rows(Connection& connection) {
  const auto rows = connection.run("SELECT name, value FROM enig_about");
  if (!rows) return std::unexpected(rows.error().error);
  AboutRows about;
  for (int i = 0; i < rows->count(); ++i) about.emplace(rows->text(i, 0), rows->text(i, 1));
  const std::string version = about["version"];
  if (version == std::to_string(schema_version)) return about;
  return not_ours(
      fmt::format("The database has version {} of Enig's tables, but this Enig knows version {} "
                  "only.",
                  version.empty() ? "?" : version, schema_version),
      "Use the Enig that wrote it, or a newer one.");
}

About about_of(const AboutRows& rows) {
  About about;
  if (const auto commits = rows.find("commits"); commits != rows.end()) {
    if (commits->second == "by part") about.commits = Commits::by_part;
  }
  if (const auto mode = rows.find("mode"); mode != rows.end()) {
    if (mode->second == to_text(policy::Mode::trial)) about.mode = policy::Mode::trial;
  }
  if (const auto check = rows.find("key check"); check != rows.end()) {
    about.key_check = check->second;
  }
  return about;
}

}  // namespace

std::expected<About, Error> read_about(Connection& connection) {
  const auto there = has_tables(connection);
  if (!there) return std::unexpected(there.error().error);
  if (!*there) {
    return not_ours("The database holds no ballots of Enig.",
                    "Give the database of a server that has been started once.");
  }
  const auto rows = about_rows(connection);
  if (!rows) return std::unexpected(rows.error());
  return about_of(*rows);
}

std::expected<About, Error> prepare_schema(Connection& connection, policy::Mode mode) {
  // Of servers that start at once, one makes the tables, and the others find them the next time.
  for (int attempt = 1;; ++attempt) {
    const auto there = has_tables(connection);
    if (!there) return std::unexpected(there.error().error);
    if (*there) break;
    const auto made = make_tables(connection, mode);
    if (made) break;
    connection.recover();
    const bool may_be_there =
        made.error().kind == Failure::Kind::taken || made.error().kind == Failure::Kind::in_the_way;
    if (!may_be_there || attempt == limits::database_attempts_max) {
      return std::unexpected(made.error().error);
    }
  }
  const auto rows = about_rows(connection);
  if (!rows) return std::unexpected(rows.error());
  if (About about = about_of(*rows); about.mode == mode) return about;
  if (mode == policy::Mode::trial) {
    return std::unexpected(Error{Fault::refused,
                                 "The database holds real answers, and a trial would publish every "
                                 "one of them.",
                                 "Give the trial a database of its own, or serve this one without "
                                 "--trial."});
  }
  return std::unexpected(
      Error{Fault::refused,
            "The database holds the answers of a trial, where each was published at once.",
            "Give real answers a new database, or serve this one with --trial."});
}

std::expected<std::string, Error> keep_key_check(Connection& connection, std::string_view check) {
  const auto kept = connection.run(
      "INSERT INTO enig_about VALUES ('key check', $1) ON CONFLICT (name) DO NOTHING",
      Values().add(check));
  if (!kept) return std::unexpected(kept.error().error);
  const auto rows = about_rows(connection);
  if (!rows) return std::unexpected(rows.error());
  return about_of(*rows).key_check;
}

}  // namespace enig::store::pg

#include "newsletter/postgres_list.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <utility>

#include "base/limits.h"
#include "newsletter/stored_row.h"

namespace enig::newsletter {
namespace {

using store::pg::Connection;
using store::pg::Failure;
using store::pg::Rows;
using store::pg::Tried;
using store::pg::Values;

constexpr std::string_view list_version = "1";
// What a server that sends letters holds while it runs (an advisory lock): "enin".
constexpr std::int64_t claim_number = 0x656E696E;

// Days only. Nothing of a ballot: no policy, no id, no answer, no time.
constexpr const char* tables[] = {
    R"sql(CREATE TABLE enig_list (name text PRIMARY KEY, value text NOT NULL))sql",
    R"sql(CREATE TABLE enig_subscriber (
            seed bytea PRIMARY KEY, folded text NOT NULL UNIQUE, address text NOT NULL,
            language text NOT NULL, asked text NOT NULL, confirmed text NOT NULL,
            lettered text NOT NULL, due bigint NOT NULL, confirm_mark bytea NOT NULL UNIQUE,
            leave_mark bytea NOT NULL UNIQUE))sql",
    R"sql(INSERT INTO enig_list VALUES ('version', '1'), ('public url', ''))sql"};

std::string select(std::string_view which) { return select_row("enig_subscriber", which); }

std::unexpected<Error> refused(std::string what, std::string remedy) {
  return std::unexpected(Error{Fault::refused, std::move(what), std::move(remedy)});
}

Error damaged() {
  return {Fault::unavailable, "A row of the newsletter's list is damaged.",
          "Restore the newsletter's database from a backup."};
}

// Small and capital letters are the same; what is no letter of ASCII stays what it is.
std::string folded(std::string_view address) {
  std::string text(address);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

struct RowOf {
  const Rows& rows;
  int at;

  std::string_view text(int column) const { return rows.text(at, column); }
  std::int64_t integer(int column) const { return rows.integer(at, column); }
  std::span<const std::uint8_t> bytes(int column) const { return rows.bytes(at, column); }
};

std::expected<Subscriber, Error> row_of(const Rows& rows, int at) {
  auto row = subscriber_in(RowOf{rows, at});
  if (!row) return std::unexpected(damaged());
  return std::move(*row);
}

Values values_of(const Subscriber& row) {
  const std::string confirmed = row.confirmed ? to_text(*row.confirmed) : "";
  return Values()
      .add(std::span<const std::uint8_t>(row.seed))
      .add(std::string_view(folded(row.address)))
      .add(std::string_view(row.address))
      .add(std::string_view(row.language))
      .add(std::string_view(to_text(row.asked)))
      .add(std::string_view(confirmed))
      .add(std::string_view(to_text(row.lettered)))
      .add(static_cast<std::int64_t>(row.due))
      .add(std::span<const std::uint8_t>(row.confirm_mark))
      .add(std::span<const std::uint8_t>(row.leave_mark));
}

Tried<void> make_tables(Connection& connection) {
  if (const auto begun = connection.run("BEGIN"); !begun) return std::unexpected(begun.error());
  for (const char* const table : tables) {
    if (const auto made = connection.run(table); !made) return std::unexpected(made.error());
  }
  if (const auto done = connection.run("COMMIT"); !done) return std::unexpected(done.error());
  return {};
}

// Whether there is a list, of this version, in a database that holds no ballots.
std::expected<bool, Error> has_list(Connection& connection) {
  const auto found = connection.run(
      "SELECT coalesce(to_regclass('enig_ballot')::text, ''),"
      " coalesce(to_regclass('enig_list')::text, '')");
  if (!found) return std::unexpected(found.error().error);
  if (!found->text(0, 0).empty()) {
    return refused("The database of the newsletter is that of the ballots.",
                   "Give the newsletter a database of its own: nothing must join the two.");
  }
  if (found->text(0, 1).empty()) return false;
  const auto version = connection.run("SELECT value FROM enig_list WHERE name = 'version'");
  if (!version) return std::unexpected(version.error().error);
  if (version->count() == 1 && version->text(0, 0) == list_version) return true;
  return std::unexpected(Error{Fault::unavailable,
                               "The database holds no list of the newsletter that this Enig knows.",
                               "Use the Enig that wrote it, or a newer one."});
}

}  // namespace

std::expected<std::unique_ptr<PostgresList>, Error> PostgresList::create(std::string url) {
  auto connection = Connection::open(url);
  if (!connection) return std::unexpected(connection.error().error);
  const auto there = has_list(*connection);
  if (!there) return std::unexpected(there.error());
  if (!*there) {
    if (const auto made = make_tables(*connection); !made) {
      return std::unexpected(made.error().error);
    }
  }
  std::unique_ptr<PostgresList> list(
      new PostgresList(std::move(url), std::move(*connection), Use::sending));
  if (auto claimed = list->claim(); !claimed) return std::unexpected(claimed.error());
  return list;
}

std::expected<std::unique_ptr<PostgresList>, Error> PostgresList::open(std::string url) {
  auto connection = Connection::open(url);
  if (!connection) return std::unexpected(connection.error().error);
  const auto there = has_list(*connection);
  if (!there) return std::unexpected(there.error());
  if (!*there) {
    return refused("The database holds no newsletter.",
                   "Give the database of a server that offers one.");
  }
  return std::unique_ptr<PostgresList>(
      new PostgresList(std::move(url), std::move(*connection), Use::beside));
}

// Two servers would send each letter twice. The claim goes with the connection.
std::expected<void, Error> PostgresList::claim() {
  if (use_ == Use::beside) return {};
  const auto claimed =
      connection_.run("SELECT pg_try_advisory_lock($1)::int::bigint", Values().add(claim_number));
  if (!claimed) return std::unexpected(claimed.error().error);
  if (claimed->integer(0, 0) == 1) return {};
  return refused("Another server sends this newsletter's letters already.",
                 "Give --newsletter-smtp to one server only, and lead the newsletter's addresses "
                 "there.");
}

std::expected<void, Error> PostgresList::reach() {
  if (connection_.is_open()) return {};
  auto opened = Connection::open(url_);
  if (!opened) return std::unexpected(opened.error().error);
  if (const auto ended = opened->end_backend(connection_.backend()); !ended) {
    return std::unexpected(ended.error().error);
  }
  connection_ = std::move(*opened);
  return claim();
}

// Once more where the connection had been lost while nobody used it.
std::expected<Rows, Error> PostgresList::run(const char* sql, const Values& values) {
  for (int attempt = 1;; ++attempt) {
    if (auto reached = reach(); !reached) return std::unexpected(reached.error());
    auto rows = connection_.run(sql, values);
    if (rows) return std::move(*rows);
    if (rows.error().kind != Failure::Kind::lost || attempt == 2) {
      return std::unexpected(rows.error().error);
    }
  }
}

std::expected<bool, Error> PostgresList::is_empty() {
  const auto rows = run("SELECT count(*) FROM (SELECT 1 FROM enig_subscriber LIMIT 1) AS one");
  if (!rows) return std::unexpected(rows.error());
  return rows->integer(0, 0) == 0;
}

std::expected<std::optional<Subscriber>, Error> PostgresList::one_row(const std::string& sql,
                                                                      const Values& values) {
  const auto rows = run(sql.c_str(), values);
  if (!rows) return std::unexpected(rows.error());
  if (rows->count() == 0) return std::nullopt;
  auto row = row_of(*rows, 0);
  if (!row) return std::unexpected(row.error());
  return std::move(*row);
}

std::expected<std::optional<Subscriber>, Error> PostgresList::find(std::string_view address) {
  return one_row(select("WHERE folded = $1"), Values().add(std::string_view(folded(address))));
}

std::expected<std::optional<Subscriber>, Error> PostgresList::find(Purpose purpose,
                                                                   const Mark& mark) {
  const bool confirms = purpose == Purpose::confirm;
  return one_row(select(confirms ? "WHERE confirm_mark = $1" : "WHERE leave_mark = $1"),
                 Values().add(std::span<const std::uint8_t>(mark)));
}

std::expected<std::optional<Subscriber>, Error> PostgresList::find(const Seed& seed) {
  return one_row(select("WHERE seed = $1"), Values().add(std::span<const std::uint8_t>(seed)));
}

std::expected<void, Error> PostgresList::put(const Subscriber& subscriber) {
  has_remains_ = true;
  const auto rows = run(
      "INSERT INTO enig_subscriber (seed, folded, address, language, asked, confirmed, lettered,"
      " due, confirm_mark, leave_mark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
      " ON CONFLICT (seed) DO UPDATE SET folded = excluded.folded, address = excluded.address,"
      " language = excluded.language, asked = excluded.asked, confirmed = excluded.confirmed,"
      " lettered = excluded.lettered, due = excluded.due, confirm_mark = excluded.confirm_mark,"
      " leave_mark = excluded.leave_mark",
      values_of(subscriber));
  if (!rows) return std::unexpected(rows.error());
  return {};
}

std::expected<void, Error> PostgresList::change(const Subscriber& subscriber) {
  has_remains_ = true;
  const auto rows =
      run("UPDATE enig_subscriber SET folded = $2, address = $3, language = $4, asked = $5,"
          " confirmed = $6, lettered = $7, due = $8, confirm_mark = $9, leave_mark = $10"
          " WHERE seed = $1",
          values_of(subscriber));
  if (!rows) return std::unexpected(rows.error());
  return {};
}

std::expected<bool, Error> PostgresList::remove(const Seed& seed) {
  const auto rows = run("DELETE FROM enig_subscriber WHERE seed = $1",
                        Values().add(std::span<const std::uint8_t>(seed)));
  if (!rows) return std::unexpected(rows.error());
  has_remains_ = true;
  return rows->affected() > 0;
}

std::expected<void, Error> PostgresList::expire(Day first_kept) {
  const std::string day = to_text(first_kept);
  for (const char* const sql :
       {"DELETE FROM enig_subscriber WHERE confirmed = '' AND asked < $1",
        "UPDATE enig_subscriber SET due = 0 WHERE confirmed <> '' AND due <> 0"
        " AND lettered < $1"}) {
    const auto rows = run(sql, Values().add(std::string_view(day)));
    if (!rows) return std::unexpected(rows.error());
    if (rows->affected() > 0) has_remains_ = true;
  }
  return {};
}

std::expected<bool, Error> PostgresList::waits() {
  const auto rows =
      run("SELECT count(*) FROM (SELECT 1 FROM enig_subscriber WHERE confirmed = '' OR due <> 0"
          " LIMIT 1) AS one");
  if (!rows) return std::unexpected(rows.error());
  return rows->integer(0, 0) > 0;
}

std::expected<std::vector<Seed>, Error> PostgresList::due() {
  const auto rows = run("SELECT seed FROM enig_subscriber WHERE due <> 0 ORDER BY seed");
  if (!rows) return std::unexpected(rows.error());
  std::vector<Seed> seeds(static_cast<std::size_t>(rows->count()));
  for (int i = 0; i < rows->count(); ++i) {
    if (!copy_whole(rows->bytes(i, 0), seeds[static_cast<std::size_t>(i)])) {
      return std::unexpected(damaged());
    }
  }
  return seeds;
}

std::expected<void, Error> PostgresList::each_confirmed(
    const std::function<void(const Subscriber&)>& each) {
  const auto rows = run(select("WHERE confirmed <> '' ORDER BY folded COLLATE \"C\"").c_str());
  if (!rows) return std::unexpected(rows.error());
  for (int i = 0; i < rows->count(); ++i) {
    const auto row = row_of(*rows, i);
    if (!row) return std::unexpected(row.error());
    each(*row);
  }
  return {};
}

std::expected<void, Error> PostgresList::tidy() {
  if (!has_remains_) return {};
  if (const auto written_anew = run("VACUUM (FULL) enig_subscriber"); !written_anew) {
    return std::unexpected(written_anew.error());
  }
  has_remains_ = false;
  return {};
}

std::expected<void, Error> PostgresList::set_public_url(std::string_view url) {
  const auto rows =
      run("UPDATE enig_list SET value = $1 WHERE name = 'public url'", Values().add(url));
  if (!rows) return std::unexpected(rows.error());
  return {};
}

std::expected<std::string, Error> PostgresList::public_url() {
  const auto rows = run("SELECT value FROM enig_list WHERE name = 'public url'");
  if (!rows) return std::unexpected(rows.error());
  return rows->count() == 1 ? std::string(rows->text(0, 0)) : std::string();
}

}  // namespace enig::newsletter

#include "store/postgres_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "wire/totals.h"

namespace enig::store {
namespace {

using opinion::Release;
using opinion::Sheet;
using pg::Connection;
using pg::Failure;
using pg::Tried;
using pg::Values;

std::unexpected<Error> plain(const Failure& failure) { return std::unexpected(failure.error); }

}  // namespace

std::expected<std::unique_ptr<PostgresStore>, Error> PostgresStore::create(
    std::string url, const std::filesystem::path& path, const Options& options) {
  auto folder = DataFolder::create(path);
  if (!folder) return std::unexpected(folder.error());
  auto connection = Connection::open(url);
  if (!connection) return plain(connection.error());
  std::unique_ptr<PostgresStore> store(new PostgresStore(std::move(url), std::move(*connection)));
  store->folder_ = std::move(*folder);
  auto about = pg::prepare_schema(store->connection_, options.mode);
  if (!about) return std::unexpected(about.error());
  const auto keys =
      BallotKeyMaker::create(store->folder_->key_file(),
                             about->key_check.empty() ? WhenMissing::make : WhenMissing::refuse);
  if (!keys) return std::unexpected(keys.error());
  store->keys_ = *keys;
  auto check = pg::keep_key_check(store->connection_, keys->check());
  if (!check) return std::unexpected(check.error());
  if (*check != keys->check()) {
    return std::unexpected(Error{
        Fault::refused,
        fmt::format("The file {} is not the one that the database's ballots were written with.",
                    store->folder_->key_file().string()),
        "Copy ballot.key from the data folder of the database's first server."});
  }
  about->key_check = std::move(*check);
  store->about_ = std::move(*about);
  return store;
}

std::expected<std::unique_ptr<PostgresStore>, Error> PostgresStore::open_for_reading(
    std::string url) {
  auto connection = Connection::open(url);
  if (!connection) return plain(connection.error());
  std::unique_ptr<PostgresStore> store(new PostgresStore(std::move(url), std::move(*connection)));
  auto about = pg::read_about(store->connection_);
  if (!about) return std::unexpected(about.error());
  store->about_ = std::move(*about);
  if (auto begun = store->begin_moment(); !begun) return std::unexpected(begun.error());
  return store;
}

// Makes sure that there is a connection. What the lost one had begun has ended by then: it could
// otherwise be committed after what is newer.
std::expected<void, Error> PostgresStore::reach() {
  if (connection_.is_open()) return {};
  if (is_in_moment_) {
    is_in_moment_ = false;
    return std::unexpected(
        Error{Fault::busy, "The connection to the database was lost.", "Try again in a moment."});
  }
  if (away_ && Clock::now() < not_before_) return std::unexpected(*away_);
  auto opened = Connection::open(url_);
  Tried<void> ended;
  if (opened) ended = opened->end_backend(connection_.backend());
  if (!opened || !ended) {
    const Failure& failure = opened ? ended.error() : opened.error();
    away_ = failure.error;
    not_before_ = Clock::now() + std::chrono::milliseconds(limits::database_again_ms);
    return std::unexpected(*away_);
  }
  // Another database may answer now, or an older copy of this one.
  const auto about = pg::read_about(*opened);
  if (!about) return std::unexpected(about.error());
  if (about->key_check != about_.key_check) {
    return std::unexpected(Error{Fault::unavailable,
                                 "The database that answers now is not the one of before.",
                                 "Look at the database's address."});
  }
  about_ = *about;
  connection_ = std::move(*opened);
  away_.reset();
  return {};
}

// Tries again where another transaction was in the way, and once where the connection was lost: a
// database that was restarted is there again.
std::expected<void, Error> PostgresStore::insist(const std::function<Tried<void>()>& attempt) {
  const auto began = Clock::now();
  for (int i = 1;; ++i) {
    if (auto reached = reach(); !reached) return reached;
    const Tried<void> done = attempt();
    if (done) return {};
    connection_.recover();
    const Failure& failure = done.error();
    const bool was_quick =
        Clock::now() - began < std::chrono::milliseconds(limits::database_again_ms);
    const bool again = failure.kind == Failure::Kind::in_the_way ||
                       failure.kind == Failure::Kind::taken ||
                       (failure.kind == Failure::Kind::lost && i == 1 && was_quick);
    if (!again || i == limits::database_attempts_max) return plain(failure);
  }
}

std::expected<std::int64_t, Error> PostgresStore::number_of(const PolicyId& policy) {
  if (const auto known = numbers_.find(policy); known != numbers_.end()) return known->second;
  if (auto reached = reach(); !reached) return std::unexpected(reached.error());
  const auto rows = connection_.run("SELECT number FROM enig_policy WHERE id = $1",
                                    Values().add(std::string_view(policy.str())));
  if (!rows) return plain(rows.error());
  // Numbers begin with 1: 0 is a policy that the database does not know.
  if (rows->count() == 0) return 0;
  return numbers_.emplace(policy, rows->integer(0, 0)).first->second;
}

Tried<std::int64_t> PostgresStore::add_policy(const PolicyId& policy) {
  const auto added = connection_.run(
      "INSERT INTO enig_policy (id, number)"
      " SELECT $1, (SELECT coalesce(max(number), 0) + 1 FROM enig_policy)"
      " ON CONFLICT (id) DO NOTHING",
      Values().add(std::string_view(policy.str())));
  if (!added) return std::unexpected(added.error());
  const auto rows = connection_.run("SELECT number FROM enig_policy WHERE id = $1",
                                    Values().add(std::string_view(policy.str())));
  if (!rows) return std::unexpected(rows.error());
  return rows->count() == 0 ? 0 : rows->integer(0, 0);
}

Tried<std::vector<Slot>> PostgresStore::slots_of(std::int64_t number,
                                                 const policy::Policy& policy) {
  const auto rows =
      connection_.run("SELECT slot, point FROM enig_slot WHERE policy = $1", Values().add(number));
  if (!rows) return std::unexpected(rows.error());
  std::map<PointId, Slot> known;
  for (int i = 0; i < rows->count(); ++i) {
    known.emplace(rows->text(i, 1), static_cast<Slot>(rows->integer(i, 0)));
  }
  std::vector<Slot> slots;
  for (const PointId& point : policy::point_ids(policy)) {
    if (const auto slot = known.find(point); slot != known.end()) {
      slots.push_back(slot->second);
      continue;
    }
    const auto next = static_cast<Slot>(known.size());
    if (folder_) {
      const auto added = connection_.run(
          "INSERT INTO enig_slot (policy, slot, point) VALUES ($1, $2, $3)",
          Values().add(number).add(std::int64_t{next}).add(std::string_view(point.str())));
      if (!added) return std::unexpected(added.error());
      known.emplace(point, next);
    }
    slots.push_back(folder_ ? next : no_slot);
  }
  return slots;
}

// Two servers may do this at once: who comes second finds the names taken, and reads them.
Tried<void> PostgresStore::open_once(const policy::Policy& policy) {
  if (const auto begun = connection_.run("BEGIN"); !begun) return std::unexpected(begun.error());
  const auto number = add_policy(policy.id);
  if (!number) return std::unexpected(number.error());
  auto slots = slots_of(*number, policy);
  if (!slots) return std::unexpected(slots.error());
  if (const auto done = connection_.run("COMMIT"); !done) return std::unexpected(done.error());
  if (*number == 0) {
    return std::unexpected(Failure{Failure::Kind::in_the_way, "", {Fault::busy, "", ""}});
  }
  numbers_.insert_or_assign(policy.id, *number);
  slots_.insert_or_assign(policy.id, std::move(*slots));
  return {};
}

std::expected<void, Error> PostgresStore::open_policy(const policy::Policy& policy) {
  if (folder_) {
    ENIG_CHECK(!is_in_moment_);
    return insist([&] { return open_once(policy); });
  }
  const auto number = number_of(policy.id);
  if (!number) return std::unexpected(number.error());
  auto slots = slots_of(*number, policy);
  if (!slots) return plain(slots.error());
  numbers_.insert_or_assign(policy.id, *number);
  slots_.insert_or_assign(policy.id, std::move(*slots));
  return {};
}

std::expected<std::vector<PolicyId>, Error> PostgresStore::policies() {
  if (auto reached = reach(); !reached) return std::unexpected(reached.error());
  const auto rows = connection_.run("SELECT id, number FROM enig_policy");
  if (!rows) return plain(rows.error());
  std::vector<PolicyId> ids;
  for (int i = 0; i < rows->count(); ++i) {
    numbers_.insert_or_assign(ids.emplace_back(rows->text(i, 0)), rows->integer(i, 1));
  }
  // The database's own order may be that of a language.
  std::ranges::sort(ids);
  return ids;
}

std::expected<void, Error> PostgresStore::begin_moment() {
  ENIG_CHECK(!is_in_moment_);
  stamps_.clear();
  auto begun = insist([this]() -> Tried<void> {
    const auto rows = connection_.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (!rows) return std::unexpected(rows.error());
    return {};
  });
  is_in_moment_ = begun.has_value();
  return begun;
}

void PostgresStore::end_moment() {
  is_in_moment_ = false;
  connection_.recover();
}

std::expected<std::int64_t, Error> PostgresStore::changes_since_release(const PolicyId& policy) {
  const auto number = number_of(policy);
  if (!number) return std::unexpected(number.error());
  if (auto reached = reach(); !reached) return std::unexpected(reached.error());
  const auto rows = connection_.run(
      is_in_moment_ ? "SELECT count(*), stamp FROM enig_changed WHERE policy = $1 GROUP BY stamp"
                    : "SELECT count(*) FROM enig_changed WHERE policy = $1",
      Values().add(*number));
  if (!rows) return plain(rows.error());
  std::int64_t count = 0;
  for (int i = 0; i < rows->count(); ++i) count += rows->integer(i, 0);
  if (is_in_moment_) {
    std::vector<std::int64_t>& stamps = stamps_[policy];
    stamps.clear();
    for (int i = 0; i < rows->count(); ++i) stamps.push_back(rows->integer(i, 1));
  }
  return count;
}

std::expected<void, Error> PostgresStore::replay(const PolicyId& policy,
                                                 const std::function<void(const Sheet&)>& each) {
  const auto slots = slots_.find(policy);
  ENIG_CHECK(slots != slots_.end());
  const bool has_own_moment = !is_in_moment_;
  if (has_own_moment) {
    if (auto begun = begin_moment(); !begun) return begun;
  }
  auto done = read_all(numbers_.at(policy), slots->second, each);
  if (has_own_moment) end_moment();
  return done;
}

std::expected<void, Error> PostgresStore::read_all(std::int64_t policy, std::span<const Slot> slots,
                                                   const std::function<void(const Sheet&)>& each) {
  const auto declare = fmt::format(
      "DECLARE enig_ballots NO SCROLL CURSOR FOR"
      " SELECT answers FROM enig_ballot WHERE policy = {}",
      policy);
  const auto fetch = fmt::format("FETCH {} FROM enig_ballots", limits::database_rows_fetched);
  if (const auto begun = connection_.run(declare.c_str()); !begun) return plain(begun.error());
  while (true) {
    const auto rows = connection_.run(fetch.c_str());
    if (!rows) return plain(rows.error());
    if (rows->count() == 0) break;
    for (int i = 0; i < rows->count(); ++i) {
      const auto sheet = unpack(rows->bytes(i, 0), slots);
      if (!sheet) return std::unexpected(sheet.error());
      each(*sheet);
    }
  }
  if (const auto closed = connection_.run("CLOSE enig_ballots"); !closed) {
    return plain(closed.error());
  }
  return {};
}

std::expected<void, Error> PostgresStore::save_release(const Release& release) {
  ENIG_CHECK(folder_ && !is_in_moment_);
  const auto number = number_of(release.policy);
  if (!number) return std::unexpected(number.error());
  bool is_first = false;
  auto saved = insist([&]() -> Tried<void> {
    const auto first = save_once(release, *number);
    if (!first) return std::unexpected(first.error());
    is_first = *first;
    return {};
  });
  stamps_.erase(release.policy);
  if (saved && !is_first) {
    return std::unexpected(
        Error{Fault::stale, "Another server has published these numbers already.", ""});
  }
  return saved;
}

// False where another server has saved this number before.
Tried<bool> PostgresStore::save_once(const Release& release, std::int64_t number) {
  if (const auto begun = connection_.run("BEGIN"); !begun) return std::unexpected(begun.error());
  const std::string totals = wire::to_json(release);
  const auto added = connection_.run(
      "INSERT INTO enig_release (policy, number, totals) VALUES ($1, $2, $3)"
      " ON CONFLICT (policy, number) DO NOTHING",
      Values().add(number).add(release.number).add(std::string_view(totals)));
  if (!added) return std::unexpected(added.error());
  if (added->affected() == 0) {
    connection_.recover();
    return false;
  }
  // A ballot that changed again since the moment has another stamp, and its mark stays.
  const auto counted = stamps_.find(release.policy);
  const auto forgotten =
      counted == stamps_.end()
          ? connection_.run("DELETE FROM enig_changed WHERE policy = $1", Values().add(number))
          : connection_.run(
                "DELETE FROM enig_changed WHERE policy = $1 AND stamp = ANY ($2::bigint[])",
                Values().add(number).add_all(counted->second));
  if (!forgotten) return std::unexpected(forgotten.error());
  if (const auto done = connection_.run("COMMIT"); !done) return std::unexpected(done.error());
  return true;
}

std::expected<std::optional<Release>, Error> PostgresStore::last_release(const PolicyId& policy) {
  const auto number = number_of(policy);
  if (!number) return std::unexpected(number.error());
  if (auto reached = reach(); !reached) return std::unexpected(reached.error());
  const auto rows = connection_.run(
      "SELECT totals FROM enig_release WHERE policy = $1 ORDER BY number DESC LIMIT 1",
      Values().add(*number));
  if (!rows) return plain(rows.error());
  if (rows->count() == 0) return std::nullopt;
  auto release = wire::parse_totals(rows->text(0, 0));
  if (!release) {
    return std::unexpected(Error{Fault::unavailable,
                                 fmt::format("A stored release of \"{}\" is damaged: {}",
                                             policy.str(), release.error().what),
                                 "Restore the database from a backup."});
  }
  return std::move(*release);
}

std::expected<void, Error> PostgresStore::check() {
  if (auto reached = reach(); !reached) return std::unexpected(reached.error());
  const auto rows = connection_.run(
      "SELECT count(*) FROM enig_ballot WHERE length(key) <> 16 OR part <> get_byte(key, 0) >> 4"
      " OR policy NOT IN (SELECT number FROM enig_policy)");
  if (!rows) return plain(rows.error());
  if (rows->integer(0, 0) == 0) return {};
  return std::unexpected(
      Error{Fault::unavailable,
            fmt::format("Of the database's ballots {} are damaged.", rows->integer(0, 0)),
            "Restore the database from a backup."});
}

std::expected<std::map<PolicyId, std::int64_t>, Error> PostgresStore::release_numbers() {
  if (auto reached = reach(); !reached) return std::unexpected(reached.error());
  const auto rows = connection_.run(
      "SELECT p.id, max(r.number) FROM enig_release r JOIN enig_policy p ON p.number = r.policy"
      " GROUP BY p.id");
  if (!rows) return plain(rows.error());
  std::map<PolicyId, std::int64_t> numbers;
  for (int i = 0; i < rows->count(); ++i) {
    numbers.emplace(PolicyId(rows->text(i, 0)), rows->integer(i, 1));
  }
  return numbers;
}

std::expected<std::vector<opinion::ReleaseCount>, Error> PostgresStore::release_counts(
    const PolicyId& policy, std::int64_t after) {
  const auto policy_number = number_of(policy);
  if (!policy_number) return std::unexpected(policy_number.error());
  if (auto reached = reach(); !reached) return std::unexpected(reached.error());
  const auto rows = connection_.run(
      "SELECT number, substr(totals::json->>'released_at', 1, 10),"
      " (totals::json->>'ballots')::bigint FROM enig_release WHERE policy = $1 AND number > $2"
      " ORDER BY number",
      Values().add(*policy_number).add(after));
  if (!rows) return plain(rows.error());
  std::vector<opinion::ReleaseCount> counts;
  for (int i = 0; i < rows->count(); ++i) {
    counts.push_back({rows->integer(i, 0), std::string(rows->text(i, 1)), rows->integer(i, 2)});
  }
  return counts;
}

}  // namespace enig::store

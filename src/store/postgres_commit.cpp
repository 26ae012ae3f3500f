#include <sodium.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "store/postgres_store.h"

// How PostgresStore makes ballots durable.
namespace enig::store {
namespace {

using opinion::Sheet;
using pg::Tried;
using pg::Values;
using Bytes = std::span<const std::uint8_t>;

constexpr const char* put_sql =
    "INSERT INTO enig_ballot AS b (part, policy, key, answers)"
    " SELECT u.part::smallint, u.policy::integer, u.key, u.answers"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[])"
    "  AS u (part, policy, key, answers)"
    " ON CONFLICT (part, key) DO UPDATE SET answers = excluded.answers"
    "  WHERE b.answers <> excluded.answers"
    " RETURNING b.key";
constexpr const char* remove_sql =
    "DELETE FROM enig_ballot WHERE part = CAST($1::bigint AS smallint) AND key = ANY ($2::bytea[])"
    " RETURNING key";
constexpr const char* mark_sql =
    "INSERT INTO enig_changed AS c (policy, part, mark, stamp)"
    " SELECT u.policy::integer, u.part::smallint, u.mark, $4::bigint"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS u (policy, part, mark)"
    " ON CONFLICT (policy, part, mark) DO UPDATE SET stamp = excluded.stamp";

constexpr const char* holds_sql =
    "SELECT 1 FROM enig_ballot WHERE part = CAST($1::bigint AS smallint) AND key = ANY "
    "($2::bytea[])";

std::size_t part_of(const BallotKey& key) { return key.front() >> 4; }

std::int64_t new_stamp() {
  std::int64_t stamp = 0;
  randombytes_buf(&stamp, sizeof stamp);
  return stamp;
}

}  // namespace

// One row a ballot, the last change of each: a statement may not name a row twice. Sorted by key,
// so that two servers take rows in the same order.
std::expected<PostgresStore::Parts, Error> PostgresStore::parts_of(
    std::span<const Change> changes) {
  Parts parts;
  for (const Change& change : changes) {
    const auto number = number_of(change.policy);
    if (!number) return std::unexpected(number.error());
    const auto slots = slots_.find(change.policy);
    const bool stays = change.after && !opinion::is_empty(*change.after);
    ENIG_CHECK(*number != 0 && (slots != slots_.end() || !stays));
    const BallotKey key = keys_->key_of(change.policy, change.ballot);
    Row& row = parts[part_of(key)][key];
    row.policy = *number;
    row.mark = keys_->mark_of(change.policy, change.ballot);
    row.answers.reset();
    if (stays) row.answers = pack(*change.after, slots->second);
  }
  return parts;
}

std::expected<std::vector<std::optional<Sheet>>, Error> PostgresStore::commit(
    std::span<const Change> changes) {
  ENIG_CHECK(folder_ && !is_in_moment_);
  const auto parts = parts_of(changes);
  if (!parts) return std::unexpected(parts.error());
  std::vector<const Part*> filled;
  for (const Part& part : *parts) {
    if (!part.empty()) filled.push_back(&part);
  }
  if (about_.commits == pg::Commits::whole) {
    if (auto done = write(filled); !done) return std::unexpected(done.error());
    return std::vector<std::optional<Sheet>>{};
  }
  for (const Part* const part : filled) {
    if (auto done = write(std::span(&part, 1)); !done) return std::unexpected(done.error());
  }
  return std::vector<std::optional<Sheet>>{};
}

std::expected<bool, Error> PostgresStore::holds(const PolicyId& policy,
                                                const opinion::BallotId& ballot) {
  ENIG_CHECK(folder_ && !is_in_moment_);
  const BallotKey key = keys_->key_of(policy, ballot);
  const Bytes bytes(key);
  bool is_there = false;
  auto asked = insist([&]() -> Tried<void> {
    const auto part = static_cast<std::int64_t>(part_of(key));
    const auto rows =
        connection_.run(holds_sql, Values().add(part).add_all(std::vector<Bytes>{bytes}));
    if (!rows) return std::unexpected(rows.error());
    is_there = rows->count() > 0;
    return {};
  });
  if (!asked) return std::unexpected(asked.error());
  return is_there;
}

std::expected<void, Error> PostgresStore::write(std::span<const Part* const> parts) {
  return insist([&] { return write_once(parts); });
}

// One transaction in two exchanges: rows that are written, or gone, come back; their marks follow
// with the commit.
Tried<void> PostgresStore::write_once(std::span<const Part* const> parts) {
  std::vector<std::int64_t> part_numbers;
  std::vector<std::int64_t> policies;
  std::vector<Bytes> keys;
  std::vector<Bytes> answers;
  std::size_t asked = 1;
  connection_.begin_together();
  connection_.send("BEGIN");
  for (const Part* const part : parts) {
    std::vector<Bytes> gone;
    const auto number = static_cast<std::int64_t>(part_of(part->begin()->first));
    for (const auto& [key, row] : *part) {
      if (!row.answers) {
        gone.emplace_back(key);
        continue;
      }
      part_numbers.push_back(number);
      policies.push_back(row.policy);
      keys.emplace_back(key);
      answers.emplace_back(*row.answers);
    }
    if (gone.empty()) continue;
    connection_.send(remove_sql, Values().add(number).add_all(gone));
    ++asked;
  }
  if (!keys.empty()) {
    connection_.send(
        put_sql, Values().add_all(part_numbers).add_all(policies).add_all(keys).add_all(answers));
    ++asked;
  }
  std::vector<std::tuple<std::int64_t, std::int64_t, BallotMark>> marks;
  for (std::size_t i = 0; i < asked; ++i) {
    const auto rows = connection_.receive();
    if (!rows) return std::unexpected(rows.error());
    for (int at = 0; at < rows->count(); ++at) {
      BallotKey key{};
      ENIG_CHECK(rows->bytes(at, 0).size() == key.size());
      std::ranges::copy(rows->bytes(at, 0), key.begin());
      const auto part = std::ranges::find_if(
          parts, [&](const Part* each) { return part_of(each->begin()->first) == part_of(key); });
      const Row& row = (*part)->at(key);
      marks.emplace_back(row.policy, static_cast<std::int64_t>(part_of(key)), row.mark);
    }
  }
  return finish_write(std::move(marks));
}

Tried<void> PostgresStore::finish_write(
    std::vector<std::tuple<std::int64_t, std::int64_t, BallotMark>> marks) {
  std::ranges::sort(marks);
  std::vector<std::int64_t> policies;
  std::vector<std::int64_t> part_numbers;
  std::vector<Bytes> bytes;
  for (const auto& [policy, part, mark] : marks) {
    policies.push_back(policy);
    part_numbers.push_back(part);
    bytes.emplace_back(mark);
  }
  if (!marks.empty()) {
    connection_.send(
        mark_sql, Values().add_all(policies).add_all(part_numbers).add_all(bytes).add(new_stamp()));
  }
  connection_.send("COMMIT");
  if (!marks.empty()) {
    if (const auto marked = connection_.receive(); !marked) return std::unexpected(marked.error());
  }
  if (const auto done = connection_.receive(); !done) return std::unexpected(done.error());
  return connection_.end_together();
}

}  // namespace enig::store

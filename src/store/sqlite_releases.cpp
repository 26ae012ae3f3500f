// What a data folder's file knows of its releases.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/sqlite_store.h"
#include "wire/totals.h"

namespace enig::store {

using opinion::Release;

std::expected<std::optional<Release>, Error> SqliteStore::last_release(const PolicyId& policy) {
  const auto number = number_of(policy);
  if (!number) return std::unexpected(number.error());
  auto select =
      database_.prepare("SELECT totals FROM release WHERE policy = ? ORDER BY number DESC LIMIT 1");
  if (!select) return std::unexpected(select.error());
  select->bind(1, *number);
  const auto row = select->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  auto release = wire::parse_totals(select->text(0));
  if (!release) {
    return std::unexpected(Error{Fault::unavailable,
                                 fmt::format("A stored release of \"{}\" is damaged: {}",
                                             policy.str(), release.error().what),
                                 "Restore the data folder from a backup."});
  }
  return std::move(*release);
}

// By SQLite's own reader: the whole of each release is needed by nobody here.
std::expected<std::vector<opinion::ReleaseCount>, Error> SqliteStore::release_counts(
    const PolicyId& policy, std::int64_t after) {
  const auto policy_number = number_of(policy);
  if (!policy_number) return std::unexpected(policy_number.error());
  auto select = database_.prepare(
      "SELECT number, substr(json_extract(totals, '$.released_at'), 1, 10),"
      " json_extract(totals, '$.ballots') FROM release WHERE policy = ? AND number > ?"
      " ORDER BY number");
  if (!select) return std::unexpected(select.error());
  select->bind(1, *policy_number);
  select->bind(2, after);
  std::vector<opinion::ReleaseCount> counts;
  while (true) {
    const auto row = select->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return counts;
    counts.push_back({select->integer(0), std::string(select->text(1)), select->integer(2)});
  }
}

}  // namespace enig::store

// Stores in one real PostgreSQL database, as its servers have them; what tests put into them and
// count.
//
//     Servers servers;
//     const auto one = servers.next(policy);
//     const auto two = servers.next(policy);   // another data folder, with the first one's key
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres_store.h"
#include "store/recount.h"
#include "tests/store/sheets.h"
#include "tests/support/postgres.h"
#include "tests/support/temporary_folder.h"

namespace enig::support {

inline const PolicyId parks("parks");

[[nodiscard]] inline std::unique_ptr<store::PostgresStore> open(
    const Postgres& postgres, const std::filesystem::path& folder,
    const store::PostgresStore::Options& options = {}) {
  auto store = store::PostgresStore::create(postgres.url(), folder, options);
  if (!store) FAIL(to_text(store.error()));
  return std::move(*store);
}

struct Servers {
  std::unique_ptr<store::PostgresStore> next() {
    const std::filesystem::path own = folder.path() / std::to_string(count++);
    if (count > 1) {
      std::filesystem::create_directory(own);
      std::filesystem::copy_file(folder.path() / "0" / "ballot.key", own / "ballot.key");
    }
    return open(postgres, own);
  }
  std::unique_ptr<store::PostgresStore> next(const policy::Policy& policy) {
    auto store = next();
    REQUIRE(store->open_policy(policy).has_value());
    return store;
  }

  Postgres postgres;
  TemporaryFolder folder;
  int count = 0;
};

inline std::expected<void, Error> put(store::Store& store, std::uint8_t number,
                                      std::string_view said) {
  const std::vector<store::Change> changes = {{parks, ballot(number), sheet(said)}};
  if (auto done = store.commit(changes); !done) return std::unexpected(done.error());
  return {};
}

[[nodiscard]] inline store::Recount counted(store::Store& store, const policy::Policy& policy) {
  auto count = store::recount(store, policy);
  if (!count) FAIL(to_text(count.error()));
  return std::move(*count);
}

[[nodiscard]] inline opinion::Release release_of(const store::Recount& count,
                                                 const policy::Policy& policy) {
  opinion::Release release = store::fitted(count.last, policy);
  ++release.number;
  release.sums = count.tally.sums();
  return release;
}

}  // namespace enig::support

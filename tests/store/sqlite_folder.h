// A data folder of SQLite under test, through the store and behind its back.
//
//     const support::TemporaryFolder folder;
//     put(*open(folder.path()), 1, "ad!u");
//     raw(folder.path(), "SELECT count(*) FROM ballots");
#pragma once

#include <sqlite3.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/recount.h"
#include "store/sqlite_store.h"
#include "tests/store/sheets.h"

namespace enig::support {

inline const PolicyId parks("parks");

inline std::unique_ptr<store::SqliteStore> open(const std::filesystem::path& folder,
                                                const store::SqliteStore::Options& options = {}) {
  auto store = store::SqliteStore::create(folder, options);
  if (!store) FAIL(to_text(store.error()));
  return std::move(*store);
}

inline void put(store::SqliteStore& store, std::uint8_t number, std::string_view said) {
  const std::vector<store::Change> changes = {{parks, ballot(number), sheet(said)}};
  REQUIRE(store.commit(changes).has_value());
}

inline std::int64_t ballots_in(store::Store& store, const policy::Policy& policy) {
  auto count = store::recount(store, policy);
  if (!count) FAIL(to_text(count.error()));
  return count->tally.sums().ballots;
}

// Runs SQL on the file behind the store's back.
inline std::string raw(const std::filesystem::path& folder, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((folder / "ballots.sqlite").c_str(), &database) == SQLITE_OK);
  std::string rows;
  const auto add = [](void* to, int count, char** values, char**) {
    for (int i = 0; i < count; ++i) {
      *static_cast<std::string*>(to) += (values[i] != nullptr ? values[i] : "NULL");
      *static_cast<std::string*>(to) += i + 1 < count ? '|' : '\n';
    }
    return 0;
  };
  CHECK(sqlite3_exec(database, sql.c_str(), add, &rows, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  return rows;
}

}  // namespace enig::support

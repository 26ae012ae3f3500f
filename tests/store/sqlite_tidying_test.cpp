// What is left in the files of ballots that are gone, and of versions before.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "store/sqlite_store.h"
#include "tests/store/sqlite_folder.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using opinion::Sheet;
using store::Change;
using store::SqliteStore;
using support::ballot;
using support::ballots_in;
using support::open;
using support::parks;
using support::policy_of;
using support::put;
using support::raw;
using support::sheet;

namespace {

// Everything that lies in the folder, but for the key's file.
std::string bytes_of(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename() == "ballot.key") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

template <class Bytes>
bool holds(const std::string& all, const Bytes& bytes) {
  return all.find(std::string(bytes.begin(), bytes.end())) != std::string::npos;
}

// Ids as they are made on devices: without any order.
opinion::BallotId scattered(std::uint32_t number) {
  std::mt19937 random(number);
  opinion::BallotId id;
  for (std::uint8_t& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
  return id;
}

}  // namespace

TEST_CASE("after tidying, nothing of a withdrawn or replaced ballot is left in any file") {
  const support::TemporaryFolder folder;
  // With this secret, SQLite leaves copies of withdrawn rows in the file for certain.
  folder.write("ballot.key", std::string(32, 'c'));
  const auto store = open(folder.path());
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back("p-" + std::to_string(i));
  policy::Policy policy = policy_of("parks", {});
  for (const std::string& name : names) {
    policy.sections.front().points.push_back(support::point(name.c_str(), "Tekst."));
  }
  REQUIRE(store->open_policy(policy).has_value());
  const auto keys =
      store::BallotKeyMaker::create(folder.path() / "ballot.key", store::WhenMissing::refuse);
  REQUIRE(keys.has_value());

  // Answers that no other bytes look like.
  const auto said = [](std::uint32_t number) {
    std::mt19937 random(number);
    std::string marks;
    for (int i = 0; i < 100; ++i) marks += "adu-"[random() % 4];
    return sheet(marks);
  };
  std::vector<store::Slot> slots(100);
  std::iota(slots.begin(), slots.end(), 0);
  constexpr std::uint32_t people = 2'000;
  const auto put_where = [&](auto is_put) {
    std::vector<Change> changes;
    for (std::uint32_t i = 0; i < people; ++i) {
      changes.push_back({parks, scattered(i), std::nullopt});
      if (is_put(i)) changes.back().after = said(i);
    }
    REQUIRE(store->commit(changes).has_value());
  };
  // Pages fill, empty and merge: what SQLite moves between them leaves copies behind.
  for (std::uint32_t round = 0; round < 6; ++round) {
    put_where([](std::uint32_t) { return true; });
    put_where([round](std::uint32_t i) { return (i / 8) % 6 == round; });
  }
  put_where([](std::uint32_t) { return true; });
  for (std::uint32_t i = 0; i < people; i += 2) {
    std::vector<Change> changes = {{parks, scattered(i), std::nullopt}};
    if (i % 4 == 0) changes.front().after = said(people + i);
    REQUIRE(store->commit(changes).has_value());
  }

  // Before, the log still has all of it: this test can fail.
  CHECK(holds(bytes_of(folder.path()), keys->key_of(parks, scattered(2))));
  CHECK(holds(bytes_of(folder.path()), store::pack(said(2), slots)));
  REQUIRE(store->tidy().has_value());
  const std::string all = bytes_of(folder.path());
  int left = 0;
  for (std::uint32_t i = 0; i < people; ++i) {
    const bool is_withdrawn = i % 4 == 2;
    const bool is_replaced = i % 4 == 0;
    CHECK(holds(all, keys->key_of(parks, scattered(i))) != is_withdrawn);
    CHECK(holds(all, store::pack(said(i), slots)) != (is_withdrawn || is_replaced));
    if (holds(all, scattered(i).bytes) || holds(all, to_text(scattered(i)))) ++left;
  }
  CHECK(left == 0);
  CHECK(std::filesystem::file_size(folder.path() / "ballots.sqlite-wal") == 0);
}

TEST_CASE("a file of the version before is brought forward, and what it still held is gone") {
  const support::TemporaryFolder folder;
  const policy::Policy policy = policy_of("parks", {"a"});
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(policy).has_value());
    std::vector<Change> changes;
    for (std::uint32_t i = 0; i < 1'000; ++i) changes.push_back({parks, scattered(i), sheet("a")});
    REQUIRE(store->commit(changes).has_value());
  }
  raw(folder.path(),
      "ALTER TABLE folder DROP COLUMN key_check; PRAGMA user_version = 2;"
      "UPDATE changed SET mark = CAST(mark || x'0102030405060708' AS BLOB);"
      "PRAGMA wal_checkpoint(TRUNCATE)");
  // What the program of then left in the free middle of its pages.
  const std::string remains = "a row that was withdrawn";
  {
    std::fstream file(folder.path() / "ballots.sqlite",
                      std::ios::binary | std::ios::in | std::ios::out);
    for (std::string page(4'096, '\0'); file.read(page.data(), 4'096);) {
      const auto next = file.tellg();
      const std::size_t gap = page.find(std::string(200, '\0'));
      if ((page.front() == 0x0A || page.front() == 0x02) && gap != std::string::npos) {
        file.seekp(next - std::streamoff(4'096) + static_cast<std::streamoff>(gap + 100));
        file << remains;
        file.seekg(next);
      }
    }
  }
  CHECK(holds(bytes_of(folder.path()), remains));
  CHECK(raw(folder.path(), "PRAGMA integrity_check") == "ok\n");
  CHECK(ballots_in(*SqliteStore::open_for_reading(folder.path()).value(), policy) == 1'000);
  {
    const auto store = open(folder.path());
    CHECK(ballots_in(*store, policy) == 1'000);
    // A ballot that has changed already is not another one.
    CHECK(store->commit(std::vector<Change>{{parks, scattered(0), sheet("d")}}).has_value());
    CHECK(store->changes_since_release(parks) == 1'000);
    REQUIRE(store->tidy().has_value());
    CHECK_FALSE(holds(bytes_of(folder.path()), remains));
  }
  CHECK(raw(folder.path(), "PRAGMA user_version") == "3\n");
  CHECK(raw(folder.path(), "PRAGMA integrity_check") == "ok\n");
  CHECK(raw(folder.path(), "SELECT length(key_check) FROM folder") == "32\n");
  CHECK(ballots_in(*open(folder.path()), policy) == 1'000);
}

TEST_CASE("ballots are not served with another secret than their own") {
  const support::TemporaryFolder folder;
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
    put(*store, 1, "a");
  }
  folder.write("ballot.key", std::string(32, 'k'));
  const auto store = SqliteStore::create(folder.path(), {});
  REQUIRE_FALSE(store.has_value());
  CHECK(store.error().fault == Fault::refused);
  CHECK(folder.without_path(store.error().what) ==
        "The file ballot.key is not the one that the ballots beside it were written with.");
}

TEST_CASE("what a killed server left is tidied by the next one") {
  const support::TemporaryFolder folder;
  const support::TemporaryFolder copy;
  const policy::Policy policy = policy_of("parks", {"a"});
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(policy).has_value());
    put(*store, 1, "a");
    put(*store, 2, "d");
    const std::vector<Change> changes = {{parks, ballot(1), std::nullopt}};
    REQUIRE(store->commit(changes).has_value());
    // What lies on the disk while the server runs is what a kill leaves.
    for (const char* const name : {"ballots.sqlite", "ballots.sqlite-wal", "ballot.key"}) {
      std::filesystem::copy_file(folder.path() / name, copy.path() / name);
    }
  }
  const auto keys =
      store::BallotKeyMaker::create(copy.path() / "ballot.key", store::WhenMissing::refuse);
  REQUIRE(keys.has_value());
  CHECK(holds(bytes_of(copy.path()), keys->key_of(parks, ballot(1))));
  const auto store = open(copy.path());
  CHECK(ballots_in(*store, policy) == 1);
  REQUIRE(store->tidy().has_value());
  CHECK_FALSE(holds(bytes_of(copy.path()), keys->key_of(parks, ballot(1))));
  CHECK(holds(bytes_of(copy.path()), keys->key_of(parks, ballot(2))));
}

TEST_CASE("tidying goes past a reader, and is done when the reader has gone") {
  const support::TemporaryFolder folder;
  const auto store = open(folder.path());
  const policy::Policy policy = policy_of("parks", {"a"});
  REQUIRE(store->open_policy(policy).has_value());
  put(*store, 1, "a");
  const auto log_bytes = [&folder] {
    return std::filesystem::file_size(folder.path() / "ballots.sqlite-wal");
  };
  {
    auto reader = SqliteStore::open_for_reading(folder.path());
    REQUIRE(reader.has_value());
    CHECK(ballots_in(**reader, policy) == 1);
    put(*store, 2, "d");
    REQUIRE(store->tidy().has_value());
    CHECK(log_bytes() > 0);
  }
  REQUIRE(store->tidy().has_value());
  CHECK(log_bytes() == 0);
  put(*store, 3, "a");
  CHECK(ballots_in(*store, policy) == 3);
}

TEST_CASE("a store that goes leaves no log behind") {
  const support::TemporaryFolder folder;
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
    put(*store, 1, "a");
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "ballots.sqlite-wal"));
}

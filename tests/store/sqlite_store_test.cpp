#include "store/sqlite_store.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "store/recount.h"
#include "tests/store/failing_disk.h"
#include "tests/store/sheets.h"
#include "tests/store/watched_syncs.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using opinion::Sheet;
using store::Change;
using store::SqliteStore;
using support::ballot;
using support::policy_of;
using support::sheet;

namespace {

const PolicyId parks("parks");

std::unique_ptr<SqliteStore> open(const std::filesystem::path& folder,
                                  const SqliteStore::Options& options = {}) {
  auto store = SqliteStore::create(folder, options);
  if (!store) FAIL(to_text(store.error()));
  return std::move(*store);
}

void put(SqliteStore& store, std::uint8_t number, std::string_view said) {
  const std::vector<Change> changes = {{parks, ballot(number), sheet(said)}};
  REQUIRE(store.commit(changes).has_value());
}

std::int64_t ballots_in(store::Store& store, const policy::Policy& policy) {
  auto count = store::recount(store, policy);
  if (!count) FAIL(to_text(count.error()));
  return count->tally.sums().ballots;
}

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

// Runs SQL on the file behind the store's back.
std::string raw(const std::filesystem::path& folder, const std::string& sql) {
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

}  // namespace

TEST_CASE("ballots, slots, changes and releases are there after a restart") {
  const support::TemporaryFolder folder;
  const policy::Policy before = policy_of("parks", {"a", "b", "c"});
  opinion::Release release = store::fitted(std::nullopt, before);
  release.number = 1;
  release.released_at = {1'795'522'500};
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(before).has_value());
    REQUIRE(store->save_release(release).has_value());
    put(*store, 1, "ad!u");
    put(*store, 2, "--a");
  }
  const auto store = open(folder.path());
  const policy::Policy after = policy_of("parks", {"c", "new", "a"});
  auto count = store::recount(*store, after);
  REQUIRE(count.has_value());
  CHECK(count->tally.sums().ballots == 2);
  CHECK(count->tally.sums().points[0].stances == opinion::Counts{1, 0, 1});
  CHECK(count->tally.sums().points[1].stances.answers() == 0);
  CHECK(count->tally.sums().points[2].stances.agree == 1);
  CHECK(count->changes == 2);
  CHECK(count->last == release);
  // The same id is still the same ballot: the secret was kept.
  const std::vector<Change> changes = {{parks, ballot(1), std::nullopt}};
  CHECK(store->commit(changes) == std::vector<std::optional<Sheet>>{sheet("u-a")});
}

TEST_CASE("two servers never share a data folder") {
  const support::TemporaryFolder folder;
  const auto first = open(folder.path());
  const auto second = SqliteStore::create(folder.path(), {});
  REQUIRE_FALSE(second.has_value());
  CHECK(to_text(second.error()).find("is in use by another server") != std::string::npos);
}

TEST_CASE("a folder that goes is free for the next server") {
  const support::TemporaryFolder folder;
  open(folder.path()).reset();
  CHECK(SqliteStore::create(folder.path(), {}).has_value());
}

TEST_CASE("what is kept is for its owner's eyes only") {
  const support::TemporaryFolder folder;
  const auto data = folder.path() / "above" / "data";
  const auto store = open(data);
  REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
  const auto mode = [](const std::filesystem::path& path) {
    struct stat about{};
    REQUIRE(::stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777;
  };
  CHECK(mode(data) == 0700);
  for (const char* const name : {"ballots.sqlite", "ballots.sqlite-wal", "ballot.key"}) {
    CAPTURE(name);
    CHECK(mode(data / name) == 0600);
  }
}

TEST_CASE("a new data folder's own name, and those of its files, are made durable") {
  const support::TemporaryFolder folder;
  const support::WatchedSyncs watched;
  open(folder.path() / "above" / "data").reset();
  CHECK(watched.paths().contains(folder.path().string()));
  CHECK(watched.paths().contains(folder.path() / "above"));
  CHECK(watched.paths().contains(folder.path() / "above" / "data"));
}

TEST_CASE("a row holds a key, a policy and answers: no time, no address, no order, no id") {
  const support::TemporaryFolder folder;
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(policy_of("parks", {"a", "b"})).has_value());
    put(*store, 7, "ad");
  }
  CHECK(raw(folder.path(), "SELECT name, type FROM pragma_table_info('ballot')") ==
        "key|BLOB\npolicy|INTEGER\nanswers|BLOB\n");
  CHECK(raw(folder.path(), "SELECT length(key), hex(answers) FROM ballot") == "16|0124\n");
  CHECK(raw(folder.path(),
            "SELECT count(*) FROM ballot WHERE key = x'" + to_text(ballot(7)) + "'") == "0\n");
  CHECK(raw(folder.path(),
            "SELECT sql LIKE '%WITHOUT ROWID%' FROM sqlite_schema"
            " WHERE name = 'ballot'") == "1\n");
  CHECK(raw(folder.path(), "PRAGMA journal_mode") == "wal\n");
}

TEST_CASE("a file of a newer Enig, or of somebody else, is refused and left alone") {
  const support::TemporaryFolder folder;
  open(folder.path()).reset();
  raw(folder.path(), "PRAGMA user_version = 4");
  const auto newer = SqliteStore::create(folder.path(), {});
  REQUIRE_FALSE(newer.has_value());
  CHECK(to_text(newer.error()) == "The data folder " + folder.path().string() +
                                      " has version 4, but this Enig knows versions 2 to 3 only. "
                                      "Use the Enig that wrote it, or a newer one.");
  CHECK_FALSE(SqliteStore::open_for_reading(folder.path()).has_value());
  CHECK(raw(folder.path(), "PRAGMA user_version") == "4\n");

  raw(folder.path(), "PRAGMA user_version = 1");
  const auto older = SqliteStore::create(folder.path(), {});
  REQUIRE_FALSE(older.has_value());
  CHECK(to_text(older.error()) ==
        "The data folder " + folder.path().string() +
            " has version 1, but this Enig knows versions 2 to 3 only. "
            "It is older than the first release of Enig: move it away, or give another.");

  raw(folder.path(), "PRAGMA user_version = 3; PRAGMA application_id = 1");
  CHECK_FALSE(SqliteStore::create(folder.path(), {}).has_value());

  const support::TemporaryFolder other;
  other.write("ballots.sqlite", "This is a letter to my grandmother, not a database. Dear gran…");
  const auto letter = SqliteStore::create(other.path(), {});
  REQUIRE_FALSE(letter.has_value());
  CHECK(letter.error().fault == Fault::unavailable);
}

TEST_CASE("a folder of real answers is never opened as a trial, nor a trial's as real ones") {
  using policy::Mode;
  const support::TemporaryFolder real;
  const support::TemporaryFolder trial;
  open(real.path()).reset();
  open(trial.path(), {.mode = Mode::trial}).reset();
  const auto as_trial = SqliteStore::create(real.path(), {.mode = Mode::trial});
  REQUIRE_FALSE(as_trial.has_value());
  CHECK(as_trial.error().fault == Fault::refused);
  CHECK(to_text(as_trial.error()) ==
        "The data folder " + real.path().string() +
            " holds real answers, and a trial would publish every one of them. "
            "Give the trial a data folder of its own, or serve this one without --trial.");
  const auto as_real = SqliteStore::create(trial.path(), {});
  REQUIRE_FALSE(as_real.has_value());
  CHECK(as_real.error().fault == Fault::refused);
  CHECK(to_text(as_real.error()) ==
        "The data folder " + trial.path().string() +
            " holds the answers of a trial, where each was published at once. "
            "Give real answers a new data folder, or serve this one with --trial.");
  // The refusal changes nothing, and a recount reads both.
  open(real.path()).reset();
  open(trial.path(), {.mode = Mode::trial}).reset();
  CHECK(SqliteStore::open_for_reading(real.path()).has_value());
  CHECK(SqliteStore::open_for_reading(trial.path()).has_value());
}

TEST_CASE("ballots whose secret is gone are not served") {
  const support::TemporaryFolder folder;
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
    put(*store, 1, "a");
  }
  std::filesystem::remove(folder.path() / "ballot.key");
  const auto store = SqliteStore::create(folder.path(), {});
  REQUIRE_FALSE(store.has_value());
  CHECK(store.error().what.find("ballot.key is missing") != std::string::npos);
}

TEST_CASE("a recount reads one moment beside a running server, and writes nothing") {
  const support::TemporaryFolder folder;
  const auto server = open(folder.path());
  REQUIRE(server->open_policy(policy_of("parks", {"a", "b"})).has_value());
  put(*server, 1, "a-");
  const auto reader = SqliteStore::open_for_reading(folder.path());
  REQUIRE(reader.has_value());
  const policy::Policy newer = policy_of("parks", {"b", "new", "a"});
  CHECK(ballots_in(**reader, newer) == 1);
  put(*server, 2, "-d");
  CHECK(ballots_in(**reader, newer) == 1);
  const auto later = SqliteStore::open_for_reading(folder.path());
  REQUIRE(later.has_value());
  CHECK(ballots_in(**later, newer) == 2);
  CHECK(ballots_in(**later, policy_of("library", {"x"})) == 0);
  CHECK(raw(folder.path(), "SELECT count(*) FROM slot") == "2\n");
  CHECK_FALSE(SqliteStore::open_for_reading(folder.path() / "nowhere").has_value());
}

TEST_CASE("a commit is made durable once, however many ballots it holds") {
  const support::FailingDisk disk;
  const support::TemporaryFolder folder;
  const auto store = open(folder.path(), {.vfs = support::FailingDisk::name});
  REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
  put(*store, 200, "a");
  std::vector<Change> batch;
  for (std::uint8_t i = 0; i < 100; ++i) batch.push_back({parks, ballot(i), sheet("d")});
  const int before = disk.sync_count();
  REQUIRE(store->commit(batch).has_value());
  CHECK(disk.sync_count() == before + 1);
}

TEST_CASE("a disk that fails is an error, and what was kept before it is still there") {
  support::FailingDisk disk;
  const support::TemporaryFolder folder;
  {
    const auto store = open(folder.path(), {.vfs = support::FailingDisk::name});
    REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
    put(*store, 1, "a");
    disk.fail_syncs();
    const std::vector<Change> changes = {{parks, ballot(2), sheet("d")}};
    const auto failed = store->commit(changes);
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().fault == Fault::unavailable);
    CHECK(failed.error().what.find("disk I/O error") != std::string::npos);
  }
  // Whether the second ballot reached the disk is not known, and so was not acknowledged.
  const auto store = open(folder.path());
  REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
  const std::vector<Change> changes = {{parks, ballot(1), std::nullopt}};
  CHECK(store->commit(changes) == std::vector<std::optional<Sheet>>{sheet("a")});
}

TEST_CASE("a full file refuses a commit as a whole, and the store goes on") {
  const support::TemporaryFolder folder;
  const auto store = open(folder.path(), {.file_pages_max = 12});
  const policy::Policy policy = policy_of("parks", {"a"});
  REQUIRE(store->open_policy(policy).has_value());
  put(*store, 1, "a");
  std::vector<Change> batch;
  for (int i = 0; i < 2'000; ++i) {
    opinion::BallotId id;
    id.bytes[0] = static_cast<std::uint8_t>(i % 256);
    id.bytes[1] = static_cast<std::uint8_t>(i / 256);
    batch.push_back({parks, id, sheet("d")});
  }
  const auto full = store->commit(batch);
  REQUIRE_FALSE(full.has_value());
  CHECK(full.error().fault == Fault::busy);
  CHECK(ballots_in(*store, policy) == 1);
  put(*store, 1, "d");
  CHECK(ballots_in(*store, policy) == 1);
  CHECK(store->changes_since_release(parks) == 1);
}

TEST_CASE("a long log is copied back, in the background and at its limit") {
  const support::TemporaryFolder folder;
  const auto store = open(folder.path(), {.checkpoint_pages = 4, .log_pages_max = 64});
  const policy::Policy policy = policy_of("parks", {"a"});
  REQUIRE(store->open_policy(policy).has_value());
  for (int round = 0; round < 300; ++round) {
    std::vector<Change> batch;
    for (std::uint8_t i = 0; i < 50; ++i) {
      opinion::BallotId id = ballot(i);
      id.bytes[0] = static_cast<std::uint8_t>(round % 256);
      batch.push_back({parks, id, sheet(round % 2 == 0 ? "a" : "d")});
    }
    REQUIRE(store->commit(batch).has_value());
  }
  // The log never grows far past its limit: one commit's pages at most.
  CHECK(std::filesystem::file_size(folder.path() / "ballots.sqlite-wal") < 2'000'000);
  CHECK(ballots_in(*store, policy) == 256 * 50);
}

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

TEST_CASE("a damaged row is an error, never a count") {
  const support::TemporaryFolder folder;
  {
    const auto store = open(folder.path());
    REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
    put(*store, 1, "a");
  }
  raw(folder.path(), "UPDATE ballot SET answers = x'0901'");
  const auto store = open(folder.path());
  const auto count = store::recount(*store, policy_of("parks", {"a"}));
  REQUIRE_FALSE(count.has_value());
  CHECK(count.error().what == "A stored ballot is damaged.");
}

TEST_CASE("a folder that cannot be made or written is said") {
  const support::TemporaryFolder folder;
  folder.write("file", "not a folder");
  const auto store = SqliteStore::create(folder.path() / "file" / "data", {});
  REQUIRE_FALSE(store.has_value());
  CHECK(store.error().what.find("cannot be made") != std::string::npos);
}

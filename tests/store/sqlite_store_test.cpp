#include "store/sqlite_store.h"

#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "store/recount.h"
#include "tests/store/failing_disk.h"
#include "tests/store/sheets.h"
#include "tests/store/sqlite_folder.h"
#include "tests/store/watched_syncs.h"
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

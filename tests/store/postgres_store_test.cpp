#include "store/postgres_store.h"

#include <fmt/format.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "store/recount.h"
#include "tests/store/postgres_servers.h"
#include "tests/store/sheets.h"
#include "tests/support/postgres.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using store::Change;
using store::PostgresStore;
using support::ballot;
using support::counted;
using support::open;
using support::parks;
using support::policy_of;
using support::Postgres;
using support::put;
using support::release_of;
using support::Servers;
using support::sheet;

namespace fs = std::filesystem;

TEST_CASE("in PostgreSQL, ballots, slots, changes and releases are there after a restart") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  const policy::Policy before = policy_of("parks", {"a", "b", "c"});
  opinion::Release release = store::fitted(std::nullopt, before);
  release.number = 1;
  release.released_at = {1'795'522'500};
  {
    const auto store = open(postgres, folder.path());
    REQUIRE(store->open_policy(before).has_value());
    REQUIRE(store->save_release(release).has_value());
    REQUIRE(put(*store, 1, "ad!u").has_value());
    REQUIRE(put(*store, 2, "--a").has_value());
  }
  const policy::Policy after = policy_of("parks", {"c", "new", "a"});
  const auto reader = PostgresStore::open_for_reading(postgres.url());
  REQUIRE(reader.has_value());
  CHECK(counted(**reader, after).tally.sums().ballots == 2);
  const auto store = open(postgres, folder.path());
  const store::Recount count = counted(*store, after);
  CHECK(count.tally.sums().ballots == 2);
  CHECK(count.tally.sums().points[0].stances == opinion::Counts{1, 0, 1});
  CHECK(count.tally.sums().points[1].stances.answers() == 0);
  CHECK(count.changes == 2);
  CHECK(count.last == release);
  // The same id is still the same ballot: the secret was kept.
  const std::vector<Change> changes = {{parks, ballot(1), std::nullopt}};
  REQUIRE(store->commit(changes).has_value());
  CHECK(counted(*store, after).tally.sums().ballots == 1);
}

TEST_CASE("a PostgreSQL row holds a key, a policy and answers: no time, no id") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  const auto store = open(postgres, folder.path());
  REQUIRE(store->open_policy(policy_of("parks", {"a", "b"})).has_value());
  REQUIRE(put(*store, 7, "ad").has_value());
  CHECK(postgres.ask("SELECT attname FROM pg_attribute WHERE attrelid = 'enig_ballot'::regclass"
                     " AND attnum > 0 ORDER BY attnum") == "part\npolicy\nkey\nanswers\n");
  CHECK(
      postgres.ask("SELECT length(key), part = get_byte(key, 0) >> 4, answers FROM enig_ballot") ==
      "16|t|\\x0124\n");
  CHECK(postgres.ask("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal") == "0\n");
  CHECK(postgres.ask("SELECT count(*) FROM pg_class WHERE relkind = 'S'") == "0\n");
}

TEST_CASE("who only reads a database is told whether it is a trial's") {
  for (const policy::Mode mode : {policy::Mode::counted, policy::Mode::trial}) {
    const Postgres postgres;
    const support::TemporaryFolder folder;
    const auto made = PostgresStore::create(postgres.url(), folder.path(), {.mode = mode});
    REQUIRE(made.has_value());
    CHECK((*made)->mode() == mode);
    const auto read = PostgresStore::open_for_reading(postgres.url());
    REQUIRE(read.has_value());
    CHECK((*read)->mode() == mode);
  }
}

TEST_CASE("a server with another key, another mode or an older program is refused") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  open(postgres, folder.path() / "first").reset();
  folder.write("second/ballot.key", std::string(32, 'k'));
  const auto other = PostgresStore::create(postgres.url(), folder.path() / "second", {});
  REQUIRE_FALSE(other.has_value());
  CHECK(other.error().fault == Fault::refused);
  CHECK(folder.without_path(to_text(other.error())) ==
        "The file second/ballot.key is not the one that the database's ballots were written with. "
        "Copy ballot.key from the data folder of the database's first server.");
  const auto none = PostgresStore::create(postgres.url(), folder.path() / "third", {});
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().what.find("ballot.key is missing") != std::string::npos);

  const auto trial =
      PostgresStore::create(postgres.url(), folder.path() / "first", {.mode = policy::Mode::trial});
  REQUIRE_FALSE(trial.has_value());
  CHECK(trial.error().what ==
        "The database holds real answers, and a trial would publish every one of them.");

  postgres.ask("UPDATE enig_about SET value = '2' WHERE name = 'version'");
  const auto newer = PostgresStore::create(postgres.url(), folder.path() / "first", {});
  REQUIRE_FALSE(newer.has_value());
  CHECK(to_text(newer.error()) ==
        "The database has version 2 of Enig's tables, but this Enig knows version 1 only. "
        "Use the Enig that wrote it, or a newer one.");
  CHECK_FALSE(PostgresStore::open_for_reading(postgres.url()).has_value());
  CHECK_FALSE(PostgresStore::open_for_reading(postgres.url("template1")).has_value());
}

TEST_CASE("a database that acknowledges before its disk does is refused, or told not to") {
  const support::TemporaryFolder folder;
  {
    const Postgres unsafe({"fsync=off"});
    const auto store = PostgresStore::create(unsafe.url(), folder.path() / "a", {});
    REQUIRE_FALSE(store.has_value());
    CHECK(to_text(store.error()) ==
          "The database's setting \"fsync\" is off: an acknowledged ballot could be lost. "
          "Set it to on.");
  }
  const Postgres hasty({"synchronous_commit=off", "track_activities=on"});
  auto connection = store::pg::Connection::open(hasty.url());
  REQUIRE(connection.has_value());
  const auto setting = connection->run("SELECT current_setting('synchronous_commit')");
  REQUIRE(setting.has_value());
  CHECK(setting->text(0, 0) == "on");
}

TEST_CASE("a database that is not there is said in one sentence") {
  const support::TemporaryFolder folder;
  const auto store = PostgresStore::create("postgresql://127.0.0.1:1/enig", folder.path(), {});
  REQUIRE_FALSE(store.has_value());
  CHECK(store.error().fault == Fault::busy);
  CHECK(store.error().what.starts_with("The database cannot be reached: "));
  CHECK(store.error().what.find('\n') == std::string::npos);
}

TEST_CASE("servers that start at once agree on tables, numbers and slots") {
  Servers servers;
  const policy::Policy policy = policy_of("parks", {"a", "b", "c", "d", "e"});
  servers.next().reset();
  servers.postgres.ask(
      "DROP TABLE enig_policy, enig_slot, enig_ballot, enig_changed, enig_release, enig_about");
  std::vector<fs::path> folders;
  for (int i = 0; i < 4; ++i) {
    folders.push_back(servers.folder.path() / fmt::format("at-once-{}", i));
    fs::create_directory(folders.back());
    fs::copy_file(servers.folder.path() / "0" / "ballot.key", folders.back() / "ballot.key");
  }
  std::vector<std::thread> threads;
  std::vector<std::string> said(4);
  for (std::size_t i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      auto store = PostgresStore::create(servers.postgres.url(), folders[i], {});
      if (!store) {
        said[i] = to_text(store.error());
      } else if (auto opened = (*store)->open_policy(policy); !opened) {
        said[i] = to_text(opened.error());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(said == std::vector<std::string>(4));
  CHECK(servers.postgres.ask("SELECT count(*), max(slot) FROM enig_slot") == "5|4\n");
  CHECK(servers.postgres.ask("SELECT count(*), max(number) FROM enig_policy") == "1|1\n");
}

TEST_CASE("two servers that write the same ballots at once count each once") {
  Servers servers;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  const auto one = servers.next(policy);
  const auto two = servers.next(policy);
  std::atomic<int> failed{0};
  const auto work = [&](PostgresStore& store, std::uint32_t seed) {
    std::mt19937 random(seed);
    for (int round = 0; round < 150; ++round) {
      std::vector<Change> batch;
      for (int i = 0; i < 20; ++i) {
        batch.push_back({parks, ballot(static_cast<std::uint8_t>(random() % 60)), std::nullopt});
        if (random() % 4 != 0) batch.back().after = sheet(random() % 2 == 0 ? "ad" : "ua!");
      }
      if (!store.commit(batch)) ++failed;
    }
  };
  std::thread other([&] { work(*two, 2); });
  work(*one, 1);
  other.join();
  CHECK(failed == 0);
  const opinion::Sums sums = counted(*one, policy).tally.sums();
  CHECK(sums.ballots > 20);
  CHECK(sums == counted(*two, policy).tally.sums());
  CHECK(servers.postgres.ask("SELECT count(*) FROM enig_ballot") ==
        std::to_string(sums.ballots) + "\n");
}

TEST_CASE("a release forgets exactly the changes that it has counted") {
  Servers servers;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  const auto one = servers.next(policy);
  const auto two = servers.next(policy);
  for (std::uint8_t i = 0; i < 10; ++i) REQUIRE(put(i % 2 == 0 ? *one : *two, i, "a-").has_value());

  REQUIRE(one->begin_moment().has_value());
  auto count = store::recount_opened(*one, policy);
  REQUIRE(count.has_value());
  // Comes between the counting and its publication: one ballot changes again, one is new.
  REQUIRE(put(*two, 1, "d-").has_value());
  REQUIRE(put(*two, 20, "d-").has_value());
  CHECK(counted(*two, policy).changes == 11);
  CHECK(one->changes_since_release(parks) == 10);
  one->end_moment();
  CHECK(count->tally.sums().ballots == 10);
  CHECK(count->tally.sums().points[0].stances == opinion::Counts{10, 0, 0});
  REQUIRE(one->save_release(release_of(*count, policy)).has_value());
  CHECK(two->changes_since_release(parks) == 2);
  CHECK(two->release_numbers() == std::map<PolicyId, std::int64_t>{{parks, 1}});

  // The other server comes too late with the same number.
  const auto late = two->save_release(release_of(*count, policy));
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().fault == Fault::stale);
  CHECK(two->changes_since_release(parks) == 2);
  CHECK(counted(*two, policy).last == release_of(*count, policy));
}

TEST_CASE("a spread table is written part by part, and counts the same") {
  Servers servers;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  servers.next().reset();
  servers.postgres.ask("UPDATE enig_about SET value = 'by part' WHERE name = 'commits'");
  const auto store = servers.next();
  REQUIRE(store->open_policy(policy).has_value());
  std::vector<Change> batch;
  for (std::uint8_t i = 0; i < 200; ++i) batch.push_back({parks, ballot(i), sheet("ad")});
  for (std::uint8_t i = 0; i < 50; ++i) batch.push_back({parks, ballot(i), std::nullopt});
  REQUIRE(store->commit(batch).has_value());
  CHECK(counted(*store, policy).tally.sums().ballots == 150);
  // One transaction, and one stamp, for each of the sixteen.
  CHECK(servers.postgres.ask("SELECT count(DISTINCT stamp), count(DISTINCT part)"
                             " FROM enig_changed") == "16|16\n");
}

TEST_CASE(
    "after what DATABASE.md has an administrator run, rows tell no order and count the same") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  const auto store = open(postgres, folder.path());
  REQUIRE(store->open_policy(policy).has_value());
  for (std::uint8_t i = 0; i < 40; ++i)
    REQUIRE(put(*store, i, i % 2 == 0 ? "ad" : "u-").has_value());
  REQUIRE(put(*store, 7, "d!d").has_value());
  const opinion::Sums before = counted(*store, policy).tally.sums();
  const char* const order =
      "SELECT array_agg(key ORDER BY ctid) = array_agg(key ORDER BY key),"
      " count(DISTINCT xmin::text) FROM enig_ballot";
  CHECK(postgres.ask(order) == "f|40\n");

  std::ifstream file(ENIG_SOURCE_DIR "/DATABASE.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::size_t from = page.find("CLUSTER enig_ballot");
  REQUIRE(from != std::string::npos);
  std::istringstream lines(page.substr(from, page.find("```", from) - from));
  for (std::string line; std::getline(lines, line);) postgres.ask(line);
  CHECK(postgres.ask(order) == "t|1\n");
  CHECK(counted(*store, policy).tally.sums() == before);
  REQUIRE(put(*store, 7, "a-").has_value());
}

TEST_CASE("a database from a dump serves the same ballots") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  opinion::Sums before;
  {
    const auto store = open(postgres, folder.path());
    REQUIRE(store->open_policy(policy).has_value());
    for (std::uint8_t i = 0; i < 40; ++i) REQUIRE(put(*store, i, "ad").has_value());
    before = counted(*store, policy).tally.sums();
  }
  postgres.ask("CREATE DATABASE copy");
  const std::string dump = (folder.path() / "enig.dump").string();
  const std::string bin = ENIG_POSTGRES_BIN;
  REQUIRE(std::system(fmt::format("'{}/pg_dump' --format=custom --file='{}' '{}' && '{}/pg_restore'"
                                  " --dbname='{}' '{}'",
                                  bin, dump, postgres.url(), bin, postgres.url("copy"), dump)
                          .c_str()) == 0);
  auto copy = PostgresStore::create(postgres.url("copy"), folder.path(), {});
  REQUIRE(copy.has_value());
  CHECK((*copy)->check().has_value());
  CHECK(counted(**copy, policy).tally.sums() == before);
  REQUIRE(put(**copy, 1, "u-").has_value());
  CHECK(counted(**copy, policy).tally.sums().ballots == before.ballots);
}

TEST_CASE("a row in a wrong part, or of no policy, is found") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  const auto store = open(postgres, folder.path());
  REQUIRE(store->open_policy(policy_of("parks", {"a"})).has_value());
  REQUIRE(put(*store, 1, "a").has_value());
  CHECK(store->check().has_value());
  postgres.ask("UPDATE enig_ballot SET part = (part + 1) % 16");
  CHECK(store->check().error().what == "Of the database's ballots 1 are damaged.");
}

TEST_CASE("on a table that has just been filled, a withdrawal finds its row by its key") {
  Postgres postgres({"autovacuum=off"});
  const support::TemporaryFolder folder;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  auto store = open(postgres, folder.path());
  REQUIRE(store->open_policy(policy).has_value());
  std::mt19937 random(1);
  const auto anybody = [&] {
    opinion::BallotId id;
    for (std::uint8_t& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
    return id;
  };
  for (int round = 0; round < 20; ++round) {
    std::vector<Change> batch;
    for (int i = 0; i < 1'000; ++i) batch.push_back({parks, anybody(), sheet("ad")});
    REQUIRE(store->commit(batch).has_value());
  }
  // PostgreSQL adds up what a connection has read when it ends.
  const auto scans = [&] {
    store.reset();
    while (postgres.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'enig'") !=
           "0\n") {
      std::this_thread::yield();
    }
    return postgres.ask(
        "SELECT seq_scan, seq_tup_read FROM pg_stat_user_tables"
        " WHERE relname = 'enig_ballot'");
  };
  const std::string before = scans();
  store = open(postgres, folder.path());
  REQUIRE(store->open_policy(policy).has_value());
  for (int round = 0; round < 20; ++round) {
    std::vector<Change> batch;
    for (int i = 0; i < 40; ++i) batch.push_back({parks, anybody(), std::nullopt});
    REQUIRE(store->commit(batch).has_value());
  }
  CHECK(scans() == before);
}

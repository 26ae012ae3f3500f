// A database that goes away, a connection that ends, a statement that fails.
#include "store/postgres_store.h"

#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "store/recount.h"
#include "tests/store/postgres_servers.h"
#include "tests/store/sheets.h"
#include "tests/support/postgres.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::counted;
using support::open;
using support::parks;
using support::policy_of;
using support::Postgres;
using support::put;

TEST_CASE("while PostgreSQL is away ballots are refused as busy, and later nothing is lost") {
  Postgres postgres;
  const support::TemporaryFolder folder;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  const auto store = open(postgres, folder.path());
  REQUIRE(store->open_policy(policy).has_value());
  REQUIRE(put(*store, 1, "a-").has_value());
  for (int round = 0; round < 2; ++round) {
    postgres.kill();
    const auto away = put(*store, 2, "d-");
    REQUIRE_FALSE(away.has_value());
    CHECK(away.error().fault == Fault::busy);
    CHECK(store->changes_since_release(parks).error().fault == Fault::busy);
    CHECK(store->begin_moment().error().fault == Fault::busy);
    postgres.start();
    std::expected<void, Error> back = away;
    for (int i = 0; i < 500 && !back; ++i) {
      back = put(*store, 2, "d-");
      if (!back) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    REQUIRE(back.has_value());
  }
  CHECK(counted(*store, policy).tally.sums().ballots == 2);
}

TEST_CASE("a connection that PostgreSQL ends costs no ballot its answer") {
  Postgres postgres;
  const support::TemporaryFolder folder;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  const auto store = open(postgres, folder.path());
  REQUIRE(store->open_policy(policy).has_value());
  for (std::uint8_t i = 0; i < 5; ++i) {
    postgres.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'enig'");
    CHECK(put(*store, i, "a-").has_value());
  }
  CHECK(counted(*store, policy).tally.sums().ballots == 5);
}

TEST_CASE("what a lost connection has begun is ended before a newer ballot is written") {
  Postgres postgres;
  const support::TemporaryFolder folder;
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  auto first = store::pg::Connection::open(postgres.url());
  auto second = store::pg::Connection::open(postgres.url());
  REQUIRE((first.has_value() && second.has_value()));
  REQUIRE(first->run("BEGIN").has_value());
  REQUIRE(second->end_backend(first->backend()).has_value());
  CHECK_FALSE(first->run("SELECT 1").has_value());
  CHECK_FALSE(first->is_open());
}

TEST_CASE("a statement that fails among others leaves nothing behind, and the connection works") {
  Postgres postgres;
  auto connection = store::pg::Connection::open(postgres.url());
  REQUIRE(connection.has_value());
  REQUIRE(connection->run("CREATE TABLE t (n bigint PRIMARY KEY)").has_value());
  connection->begin_together();
  connection->send("BEGIN");
  connection->send("INSERT INTO t VALUES ($1)", store::pg::Values().add(std::int64_t{1}));
  connection->send("INSERT INTO t VALUES ($1)", store::pg::Values().add(std::int64_t{1}));
  CHECK(connection->receive().has_value());
  CHECK(connection->receive().has_value());
  const auto twice = connection->receive();
  REQUIRE_FALSE(twice.has_value());
  CHECK(twice.error().kind == store::pg::Failure::Kind::taken);
  connection->recover();
  const auto rows = connection->run("SELECT count(*) FROM t");
  REQUIRE(rows.has_value());
  CHECK(rows->integer(0, 0) == 0);
}

// Counters of several servers over one PostgreSQL database.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <memory>
#include <vector>

#include "server/counter.h"
#include "tests/store/postgres_servers.h"
#include "tests/store/sheets.h"

using namespace enig;
using server::Counter;
using support::parks;
using support::policy_of;
using support::sheet;

namespace {

// Two servers of one database, with one clock.
struct Desks {
  Desks() {
    for (int i = 0; i < 2; ++i) {
      auto counter = Counter::create(servers.next(), policies,
                                     {.rule = {},
                                      .now_unix_seconds = [this] { return now.load(); },
                                      .on_failure = [this](const Error&) { failed = true; }});
      if (!counter) FAIL(to_text(counter.error()));
      counters.push_back(std::move(*counter));
    }
  }

  void put(std::size_t at, std::uint8_t number, std::string_view said) const {
    std::promise<std::expected<void, Error>> kept;
    counters[at]->submit({{parks, support::ballot(number), sheet(said)}},
                         [&kept](std::expected<void, Error> done) { kept.set_value(done); });
    REQUIRE(kept.get_future().get().has_value());
  }
  void look() const {
    for (const auto& counter : counters) counter->look_at_rule();
  }
  [[nodiscard]] opinion::Release shown(std::size_t at) const {
    return counters[at]->shown(parks)->release;
  }

  support::Servers servers;
  std::vector<policy::Policy> policies = {policy_of("parks", {"a", "b"})};
  std::atomic<std::int64_t> now{1'795'522'530};
  std::atomic<bool> failed{false};
  std::vector<std::unique_ptr<Counter>> counters;
};

}  // namespace

TEST_CASE("servers of one database release together what the rule allows for all their ballots") {
  Desks desks;
  for (std::uint8_t i = 0; i < 19; ++i) desks.put(i % 2, i, "a-");
  desks.look();
  CHECK(desks.shown(0).number == 0);
  CHECK(desks.shown(1).number == 0);

  desks.put(1, 19, "d-");
  desks.look();
  desks.look();
  CHECK(desks.shown(0).number == 1);
  CHECK(desks.shown(0).sums.ballots == 20);
  CHECK(desks.shown(0).sums.points[0].stances == opinion::Counts{19, 1, 0});
  CHECK(desks.shown(1) == desks.shown(0));

  // Twenty changed ballots at two servers, but the hour is not over.
  for (std::uint8_t i = 0; i < 20; ++i) desks.put(i % 2, i, "u!d");
  desks.put(0, 0, "u!d");
  desks.now += 59 * 60;
  desks.look();
  CHECK(desks.shown(1).number == 1);
  desks.now += 60;
  desks.look();
  desks.look();
  CHECK(desks.shown(0).number == 2);
  CHECK(desks.shown(0).sums.points[0] == opinion::PointCounts{{0, 0, 20}, 20});
  CHECK(desks.shown(1) == desks.shown(0));
  CHECK(desks.servers.postgres.ask("SELECT number FROM enig_release ORDER BY number") == "1\n2\n");
  CHECK(desks.servers.postgres.ask("SELECT count(*) FROM enig_changed") == "0\n");
  CHECK_FALSE(desks.failed);
}

TEST_CASE("while the database is away a server shows its last release and fails nothing for good") {
  Desks desks;
  for (std::uint8_t i = 0; i < 20; ++i) desks.put(0, i, "a-");
  desks.look();
  const opinion::Release before = desks.shown(0);
  REQUIRE(before.number == 1);
  desks.servers.postgres.kill();
  desks.look();
  std::promise<std::expected<void, Error>> answer;
  desks.counters[0]->submit({{parks, support::ballot(1), sheet("d-")}},
                            [&answer](std::expected<void, Error> done) { answer.set_value(done); });
  const auto refused = answer.get_future().get();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == Fault::busy);
  CHECK(desks.shown(0) == before);
  CHECK_FALSE(desks.failed);
}

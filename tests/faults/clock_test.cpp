// Clocks that jump while ballots come: releases follow the rule, and no ballot is miscounted.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <memory>
#include <random>
#include <vector>

#include "server/counter.h"
#include "store/sqlite_store.h"
#include "tests/store/sheets.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::policy_of;
using support::sheet;

TEST_CASE("a clock that jumps years to and fro publishes nothing early and loses nothing") {
  const support::TemporaryFolder folder;
  const PolicyId parks("parks");
  std::atomic<std::int64_t> now{1'795'522'530};
  auto store = store::SqliteStore::create(folder.path(), {});
  REQUIRE(store.has_value());
  const std::vector<policy::Policy> policies = {policy_of("parks", {"a"})};
  const opinion::ReleaseRule rule;
  auto counter = server::Counter::create(std::move(*store), policies,
                                         {.rule = rule,
                                          .now_unix_seconds = [&now] { return now.load(); },
                                          .on_failure = [](const Error&) {}});
  REQUIRE(counter.has_value());
  std::mt19937 random(3);
  std::int64_t sent = 0;
  std::int64_t sent_at_release = 0;
  opinion::Release last = (*counter)->shown(parks)->release;
  const std::vector<std::int64_t> jumps = {0,          1,          -1,           59 * 60,
                                           61 * 60,    -86'400,    86'400,       -31'536'000,
                                           31'536'000, -3'000'000, 4'000'000'000};
  for (int round = 0; round < 1'000; ++round) {
    now += jumps[random() % jumps.size()];
    if (now < 0) now = 0;
    if (now > 8'000'000'000) now = 1'795'522'530;
    opinion::BallotId id;
    for (std::uint8_t& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
    std::promise<bool> kept;
    (*counter)->submit({{parks, id, sheet("a")}}, [&kept](std::expected<void, Error> done) {
      kept.set_value(done.has_value());
    });
    REQUIRE(kept.get_future().get());
    ++sent;
    if (round % 7 == 0) (*counter)->look_at_rule();
    const opinion::Release shown = (*counter)->shown(parks)->release;
    if (shown.number == last.number) continue;
    // One at a time, of all ballots, by the rule.
    CHECK(shown.number == last.number + 1);
    CHECK(shown.sums.ballots == sent);
    CHECK(shown.sums.points[0].stances.agree == sent);
    CHECK(sent - sent_at_release >= 20);
    if (last.number > 0) {
      CHECK(shown.released_at.unix_seconds - last.released_at.unix_seconds >= 60 * 60);
    }
    CHECK(shown.released_at == opinion::to_minute(now));
    last = shown;
    sent_at_release = sent;
  }
  CHECK(last.number >= 3);
}

// How many new ballots a network may put, and which network a request comes from.
#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/limits.h"
#include "server/budget.h"
#include "server/network.h"
#include "tests/server/running_server.h"

using namespace enig;
using server::Budget;
using server::Proxies;
using server::Way;
using support::ballot_json;
using support::ballot_url;
using support::Headers;
using support::HttpClient;
using support::Reply;
using support::RunningServer;

namespace {

constexpr std::int64_t seconds_per_day = 24 * 60 * 60;
const PolicyId parks{"parks"};

opinion::BallotId ballot(unsigned number) {
  opinion::BallotId id;
  for (std::size_t i = 0; i < sizeof number; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return id;
}

// A budget, its clock, and ballots that nobody has put before.
struct Tried {
  std::int64_t now = 1'000 * seconds_per_day;
  unsigned next = 0;
  Budget budget{[this] { return now; }};

  // How many of `count` new ballots are admitted.
  int put(std::string_view network, int count, Way way = Way::program) {
    int admitted = 0;
    for (int i = 0; i < count; ++i) {
      if (budget.admits({network, way}, {parks, ballot(next++)})) ++admitted;
    }
    return admitted;
  }
};

constexpr int many = limits::new_ballots_at_once + 100;

// A server behind a proxy on this machine, as `enig serve` takes it to be.
support::ServerOptions behind_proxy() {
  support::ServerOptions options;
  options.http.proxies = {"127.0.0.1"};
  options.work_rule = server::WorkRule::never;
  return options;
}

Reply put(const RunningServer& server, unsigned number, Headers headers) {
  headers.emplace_back("Content-Type", "application/json");
  return server.ask("PUT", ballot_url(number), ballot_json(R"("topic":"agree")"), headers);
}

// Uses up what 203.0.113.9 has.
void use_up(const RunningServer& server) {
  HttpClient client(server.port());
  for (unsigned i = 0; i < limits::new_ballots_at_once; ++i) {
    const Reply reply = client.ask(
        "PUT", ballot_url(i), ballot_json(R"("topic":"agree")"),
        {{"Content-Type", "application/json"}, {"X-Forwarded-For", "198.51.100.1, 203.0.113.9"}});
    REQUIRE(reply.status == 204);
  }
}

}  // namespace

TEST_CASE("a network puts many new ballots at once, and then some each minute") {
  Tried tried;
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_at_once);
  tried.now += 59;
  CHECK(tried.put("203.0.113.9", many) == 0);
  tried.now += 1;
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_per_minute);
  tried.now += 3 * 60;
  CHECK(tried.put("203.0.113.9", many) == 3 * limits::new_ballots_per_minute);
  tried.now += 12 * 60 * 60;
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_at_once);
}

TEST_CASE("one network's ballots cost another nothing, nor one way the other") {
  Tried tried;
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_at_once);
  CHECK(tried.put("203.0.113.10", 100) == 100);
  CHECK(tried.put("203.0.113.9", many, Way::form) == limits::new_ballots_at_once);
  // Nobody knows whose these are.
  CHECK(tried.put("", many) == many);
}

TEST_CASE("thousands of networks at once are not taken for each other") {
  Tried tried;
  for (int network = 0; network < 20'000; ++network) {
    const std::string name = fmt::format("198.{}.{}.7", network / 256, network % 256);
    REQUIRE(tried.put(name, 10) == 10);
  }
  CHECK(tried.put("203.0.113.9", limits::new_ballots_at_once - 30) ==
        limits::new_ballots_at_once - 30);
}

TEST_CASE("a ballot that was admitted is changed for nothing, also where the budget is spent") {
  Tried tried;
  const opinion::BallotId own = ballot(1'000'000);
  CHECK_FALSE(tried.budget.knows({parks, own}));
  CHECK(tried.budget.admits({"203.0.113.9", Way::program}, {parks, own}));
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_at_once - 1);
  CHECK(tried.budget.knows({parks, own}));
  for (int i = 0; i < 1'000; ++i) {
    REQUIRE(tried.budget.admits({"203.0.113.9", Way::program}, {parks, own}));
  }
  // Under another policy it is another ballot.
  const PolicyId other{"roads"};
  CHECK_FALSE(tried.budget.admits({"203.0.113.9", Way::program}, {other, own}));
  tried.budget.note({other, own});
  CHECK(tried.budget.admits({"203.0.113.9", Way::program}, {other, own}));
}

TEST_CASE("at midnight everything is forgotten, and a clock that goes back gives nothing back") {
  Tried tried;
  tried.now += 3'600;
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_at_once);
  tried.now -= 1'800;
  CHECK(tried.put("203.0.113.9", 1) == 0);
  tried.now += 1'800;
  CHECK(tried.put("203.0.113.9", 1) == 0);
  CHECK(tried.budget.knows({parks, ballot(0)}));
  tried.now += seconds_per_day - 3'600;
  CHECK_FALSE(tried.budget.knows({parks, ballot(0)}));
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_at_once);
}

TEST_CASE("a charge goes below nothing, to a bottom, and is worked off") {
  Tried tried;
  constexpr int bottom = limits::new_ballots_at_once + limits::budget_debt_max;
  CHECK(tried.budget.charge({"203.0.113.9", Way::program}, bottom - 1));
  CHECK(tried.put("203.0.113.9", 1) == 0);
  CHECK(tried.budget.charge({"203.0.113.9", Way::program}, 1'000));
  CHECK_FALSE(tried.budget.charge({"203.0.113.9", Way::program}, 1));
  constexpr int minutes = limits::budget_debt_max / limits::new_ballots_per_minute;
  tried.now += 60 * minutes;
  CHECK(tried.put("203.0.113.9", 1) == 0);
  CHECK(tried.budget.charge({"203.0.113.9", Way::program}, 0));
  tried.now += 60;
  CHECK(tried.put("203.0.113.9", many) == limits::new_ballots_per_minute);
}

TEST_CASE("a million and a half ballots are hardly ever taken for another") {
  Tried tried;
  for (unsigned i = 0; i < limits::known_ballots_max; ++i) tried.budget.note({parks, ballot(i)});
  int known = 0;
  for (unsigned i = 0; i < 10'000; ++i) {
    if (tried.budget.knows({parks, ballot(10'000'000 + i)})) ++known;
  }
  CHECK(known < 200);
  CHECK(tried.budget.knows({parks, ballot(7)}));
  // Soon after it begins anew.
  for (unsigned i = 0; i < 50'000; ++i) tried.budget.note({parks, ballot(20'000'000 + i)});
  CHECK_FALSE(tried.budget.knows({parks, ballot(7)}));
  CHECK(tried.budget.knows({parks, ballot(20'049'999)}));
}

TEST_CASE("behind a proxy, the last address that is none of the proxies' counts") {
  const Proxies proxies({"127.0.0.1", "::1", "10.0.0.2"});
  struct Case {
    const char* peer;
    const char* forwarded_for;
    const char* network;
  };
  const std::vector<Case> cases = {
      {"203.0.113.9", "", "203.0.113.9"},
      {"203.0.113.9", "198.51.100.4", "203.0.113.9"},  // no proxy: it may say what it likes
      {"127.0.0.1", "", ""},
      {"127.0.0.1", "198.51.100.4", "198.51.100.4"},
      {"::1", "6.6.6.6, 198.51.100.4", "198.51.100.4"},
      {"10.0.0.2", "6.6.6.6,198.51.100.4 ,\t10.0.0.2", "198.51.100.4"},
      {"127.0.0.1", "198.51.100.4, ::ffff:10.0.0.2", "198.51.100.4"},
      {"127.0.0.1", "2001:db8:1:2::7", "2001:db8:1::/56"},
      {"127.0.0.1", "[2001:db8:1:2::7]:4711", "2001:db8:1::/56"},
      {"127.0.0.1", "198.51.100.4:4711", "198.51.100.4"},
      {"127.0.0.1", "6.6.6.6, unknown", ""},
      {"127.0.0.1", "6.6.6.6,", ""},
      {"127.0.0.1", "[", ""},
      {"127.0.0.1", "10.0.0.2, 127.0.0.1", ""},
  };
  for (const Case& each : cases) {
    CAPTURE(each.peer, each.forwarded_for);
    CHECK(proxies.network_of(each.peer, each.forwarded_for) == each.network);
  }
}

TEST_CASE("too many new ballots of one network are asked to come again, changes are not") {
  RunningServer server(behind_proxy());
  use_up(server);
  const Headers spent = {{"X-Forwarded-For", "203.0.113.9"}};
  const Reply late = put(server, 5'000, spent);
  CHECK(late.status == 429);
  CHECK(late.header("retry-after") == "60");
  CHECK(late.header("content-type") == "application/problem+json");
  CHECK(late.body.find("203.0.113") == std::string::npos);
  // Neither what says that it is another's, nor several fields, helps.
  CHECK(put(server, 5'000, {{"X-Forwarded-For", "6.6.6.6"}, {"X-Forwarded-For", "203.0.113.9"}})
            .status == 429);
  CHECK(put(server, 7, spent).status == 204);
  CHECK(server.ask("DELETE", ballot_url(8), {}, spent).status == 204);
  CHECK(server
            .ask("PUT", ballot_url(9), ballot_json(R"("answers":{})"),
                 {{"Content-Type", "application/json"}, {"X-Forwarded-For", "203.0.113.9"}})
            .status == 204);
  CHECK(put(server, 5'000, {{"X-Forwarded-For", "203.0.113.10"}}).status == 204);
  CHECK(put(server, 5'001, {}).status == 204);
  server.pass_minutes(1);
  CHECK(put(server, 5'002, spent).status == 204);
}

TEST_CASE("who is no proxy cannot speak for another") {
  const RunningServer server({.work_rule = server::WorkRule::never});
  HttpClient client(server.port());
  int refused = 0;
  for (unsigned i = 0; i <= limits::new_ballots_at_once; ++i) {
    const Reply reply = client.ask("PUT", ballot_url(i), ballot_json(R"("topic":"agree")"),
                                   {{"Content-Type", "application/json"},
                                    {"X-Forwarded-For", fmt::format("203.0.113.{}", i % 250)}});
    if (reply.status == 429) ++refused;
  }
  CHECK(refused == 1);
}

// The days on which ballots came, as anybody may read them.
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "store/recount.h"
#include "store/sqlite_store.h"
#include "tests/server/running_server.h"
#include "tests/support/temporary_folder.h"
#include "wire/totals.h"

using namespace enig;
using nlohmann::json;
using support::ballot_json;
using support::ballot_url;
using support::Reply;
using support::RunningServer;

namespace {

constexpr const char* address = "/api/v1/policies/smaasaker/arrivals";
constexpr int minutes_per_day = 24 * 60;

json days(const RunningServer& server) {
  const Reply reply = server.ask("GET", address);
  REQUIRE(reply.status == 200);
  return json::parse(reply.body)["days"];
}

// Ballots that nobody has put before.
void put(const RunningServer& server, unsigned first, unsigned count) {
  for (unsigned i = first; i < first + count; ++i) {
    REQUIRE(server.ask("PUT", ballot_url(i), ballot_json(R"("topic":"agree")"), support::json_body)
                .status == 204);
  }
}

}  // namespace

TEST_CASE("each day says by how much the releases have grown on it, or that it is withheld") {
  RunningServer server;
  CHECK(days(server) == json::array());
  put(server, 0, 19);
  // Nothing is said that no release has said.
  CHECK(days(server) == json::array());
  put(server, 19, 3);
  CHECK(days(server) == json::parse(R"([{"day":"2026-11-24","ballots":20}])"));
  server.pass_minutes(minutes_per_day);
  put(server, 22, 18);
  CHECK(days(server) == json::parse(R"([{"day":"2026-11-24","ballots":20},
                                        {"day":"2026-11-25","ballots":20}])"));
  server.pass_minutes(minutes_per_day);
  // Twenty ballots change, and none is new.
  for (unsigned i = 0; i < 20; ++i) {
    REQUIRE(
        server.ask("PUT", ballot_url(i), ballot_json(R"("topic":"disagree")"), support::json_body)
            .status == 204);
  }
  CHECK(days(server)[2] == json::parse(R"({"day":"2026-11-26","ballots":null})"));
  const json whole = json::parse(server.ask("GET", address).body);
  CHECK(whole["policy"] == "smaasaker");
  CHECK(whole["release"] == 3);
}

TEST_CASE("a restart forgets no day, and a recount makes the same of them") {
  const support::TemporaryFolder folder;
  std::string before;
  {
    RunningServer server({.store = store::SqliteStore::create(folder.path(), {}).value()});
    put(server, 0, 30);
    server.pass_minutes(minutes_per_day);
    put(server, 30, 30);
    before = server.ask("GET", address).body;
    CHECK(days(server).size() == 2);
    REQUIRE(server.stop().has_value());
  }
  {
    const RunningServer server({.store = store::SqliteStore::create(folder.path(), {}).value()});
    CHECK(server.ask("GET", address).body == before);
  }
  const auto store = store::SqliteStore::open_for_reading(folder.path());
  REQUIRE(store.has_value());
  const PolicyId policy("smaasaker");
  REQUIRE((*store)->open_policy(support::small_catalogue().policies.front().policy).has_value());
  const auto again = store::arrivals(**store, policy);
  REQUIRE(again.has_value());
  CHECK(wire::arrivals_json(policy, again->last_number(), again->shown(20)) == before);
}

TEST_CASE("the days are asked for as the totals are") {
  const RunningServer server({.mode = policy::Mode::trial});
  put(server, 0, 1);
  const Reply reply = server.ask("GET", address);
  CHECK(reply.body == R"({"policy":"smaasaker","release":1,)"
                      R"("days":[{"day":"2026-11-24","ballots":1}]})");
  CHECK(reply.header("content-type") == "application/json");
  CHECK(reply.header("cache-control") == support::asked_freshness);
  CHECK(server.ask("GET", address, {}, {{"If-None-Match", reply.header("etag")}}).status == 304);
  CHECK(server.ask("POST", address, "x").status == 405);
  CHECK(server.ask("GET", "/api/v1/policies/roads/arrivals").status == 404);
  files::Catalogue closed = support::small_catalogue();
  closed.site.show = policy::Show::closed;
  const RunningServer other({.catalogue = std::move(closed)});
  CHECK(other.ask("GET", address).status == 403);
}

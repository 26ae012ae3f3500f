// The JSON API over real sockets: everything that web/api.md says.
#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "store/recount.h"
#include "tests/server/running_server.h"
#include "tests/support/publications.h"
#include "wire/totals.h"

using namespace enig;
using nlohmann::json;
using support::ballot_json;
using support::ballot_url;
using support::json_body;
using support::Reply;
using support::RunningServer;

namespace {

json body_of(const Reply& reply) { return json::parse(reply.body, nullptr, false); }

int put(const RunningServer& server, unsigned number, std::string_view members) {
  return server.ask("PUT", ballot_url(number), ballot_json(members), json_body).status;
}

}  // namespace

TEST_CASE("the list of policies is as promised") {
  const RunningServer server;
  const Reply reply = server.ask("GET", "/api/v1/policies");
  CHECK(reply.status == 200);
  CHECK(reply.header("content-type") == "application/json");
  CHECK(body_of(reply) == json::parse(R"({"policies":[
          {"id":"smaasaker","title":"Små saker","revision":"00112233aabbccdd","url":"/oya/smaa/"},
          {"id":"parks","title":"Parks","revision":"ffeeddccbbaa0099","url":"/oya/parks/"}]})"));
}

TEST_CASE("a policy is sent in its file's form, with its revision") {
  const RunningServer server;
  const Reply reply = server.ask("GET", "/api/v1/policies/smaasaker");
  CHECK(reply.status == 200);
  const json policy = body_of(reply);
  CHECK(policy["format"] == "enig.policy/1");
  CHECK(policy["revision"] == "00112233aabbccdd");
  CHECK(policy["sections"][0]["points"][1]["points"][0]["id"] == "baat-el");
}

TEST_CASE("GET replies are not sent twice, and HEAD has the same head") {
  const RunningServer server;
  for (const char* const address :
       {"/api/v1/policies", "/api/v1/policies/parks", "/api/v1/policies/parks/totals"}) {
    CAPTURE(address);
    const Reply first = server.ask("GET", address);
    const bool is_list = std::string_view(address) == "/api/v1/policies";
    CHECK(first.header("cache-control") == (is_list ? "no-store" : support::asked_freshness));
    const Reply again = server.ask("GET", address, {}, {{"If-None-Match", first.header("etag")}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    const Reply head = server.ask("HEAD", address);
    CHECK(head.status == 200);
    CHECK(head.header("content-length") == std::to_string(first.body.size()));
    CHECK(head.header("etag") == first.header("etag"));
  }
}

TEST_CASE("totals before the first release are release 0 with every point") {
  const RunningServer server;
  REQUIRE(put(server, 1, R"("answers":{"skole":"agree"})") == 204);
  const Reply reply = server.totals();
  CHECK(reply.status == 200);
  const auto totals = wire::parse_totals(reply.body, support::small_policy());
  REQUIRE(totals.has_value());
  CHECK(*totals == store::fitted(std::nullopt, support::small_policy()));
}

TEST_CASE("twenty ballots are released, nineteen are not") {
  RunningServer server;
  for (unsigned i = 0; i < 19; ++i) REQUIRE(put(server, i, R"("topic":"agree")") == 204);
  server.pass_minutes(10'000);
  CHECK(body_of(server.totals())["release"] == 0);
  CHECK(body_of(server.totals())["ballots"] == 0);
  REQUIRE(put(server, 19, R"("topic":"disagree")") == 204);
  const json totals = body_of(server.totals());
  CHECK(totals["release"] == 1);
  CHECK(totals["ballots"] == 20);
  CHECK(totals["topic"] == json::parse(R"({"agree":19,"disagree":1,"unsure":0})"));
  CHECK(totals["released_at"] == "2026-12-01T10:55:00Z");
}

TEST_CASE("the same PUT twice counts once, another replaces it, DELETE withdraws it") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string said = R"("topic":"agree","answers":{"skole":"unsure"},"important":["skole"])";
  CHECK(put(server, 1, said) == 204);
  CHECK(put(server, 1, said) == 204);
  json totals = body_of(server.totals());
  CHECK(totals["release"] == 1);
  CHECK(totals["ballots"] == 1);
  CHECK(totals["points"]["skole"] ==
        json::parse(R"({"agree":0,"disagree":0,"unsure":1,"important":1})"));

  CHECK(put(server, 1, R"("answers":{"sone-1":"disagree"})") == 204);
  totals = body_of(server.totals());
  CHECK(totals["ballots"] == 1);
  CHECK(totals["topic"]["agree"] == 0);
  CHECK(totals["points"]["sone-1"]["disagree"] == 1);
  CHECK(totals["points"]["skole"]["unsure"] == 0);

  CHECK(server.ask("DELETE", ballot_url(1) + "?policy=smaasaker").status == 204);
  CHECK(body_of(server.totals())["ballots"] == 0);
  CHECK(server.ask("DELETE", ballot_url(1) + "?policy=smaasaker").status == 204);
}

TEST_CASE("who has a ballot's number is told whether it is there, and nothing more") {
  const RunningServer server;
  const std::string address = ballot_url(1) + "?policy=smaasaker";
  for (const char* const method : {"GET", "HEAD"}) {
    CAPTURE(method);
    CHECK(server.ask(method, address).status == 410);
    REQUIRE(put(server, 1, R"("topic":"agree")") == 204);
    const Reply there = server.ask(method, address);
    CHECK(there.status == 204);
    CHECK(there.body.empty());
    CHECK(there.header("cache-control") == "no-store");
    CHECK(server.ask(method, ballot_url(2) + "?policy=smaasaker").status == 410);
    CHECK(server.ask(method, ballot_url(1) + "?policy=parks").status == 410);
    REQUIRE(server.ask("DELETE", address).status == 204);
  }
  const Reply gone = server.ask("GET", address);
  CHECK(gone.status == 410);
  CHECK(body_of(gone)["title"] == "Gone");
  // Nothing was changed by the asking.
  CHECK(server.stubborn->commits() == std::vector<std::size_t>{1, 1, 1, 1});
}

TEST_CASE("a question about a ballot that names no policy of ours is refused") {
  const RunningServer server;
  CHECK(server.ask("GET", ballot_url(1)).status == 400);
  CHECK(server.ask("GET", ballot_url(1) + "?").status == 400);
  CHECK(server.ask("GET", ballot_url(1) + "?policy=smaasaker&x=1").status == 400);
  CHECK(server.ask("GET", ballot_url(1) + "?policy=none").status == 404);
  CHECK(server.ask("GET", "/api/v1/ballots/12?policy=smaasaker").status == 400);
}

TEST_CASE("a question about a ballot is answered after what was put before") {
  RunningServer server;
  server.stubborn->hold();
  std::thread putting([&] { CHECK(put(server, 1, R"("topic":"agree")") == 204); });
  server.stubborn->wait_for_commit();
  std::thread asking(
      [&] { CHECK(server.ask("HEAD", ballot_url(1) + "?policy=smaasaker").status == 204); });
  server.stubborn->let_go();
  putting.join();
  asking.join();
}

TEST_CASE("a ballot without any answer withdraws") {
  const RunningServer server({.mode = policy::Mode::trial});
  CHECK(put(server, 1, R"("topic":"agree")") == 204);
  CHECK(put(server, 1, R"("answers":{},"important":["skole"])") == 204);
  CHECK(body_of(server.totals())["ballots"] == 0);
}

TEST_CASE("DELETE without a policy withdraws from every policy, with one from that only") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string parks =
      R"({"policy":"parks","revision":"ffeeddccbbaa0099","consent":true,"topic":"agree"})";
  const auto vote_twice = [&] {
    REQUIRE(put(server, 1, R"("topic":"agree")") == 204);
    REQUIRE(server.ask("PUT", ballot_url(1), parks, json_body).status == 204);
  };
  vote_twice();
  CHECK(server.ask("DELETE", ballot_url(1) + "?policy=parks").status == 204);
  CHECK(body_of(server.totals("parks"))["ballots"] == 0);
  CHECK(body_of(server.totals())["ballots"] == 1);
  vote_twice();
  CHECK(server.ask("DELETE", ballot_url(1)).status == 204);
  CHECK(body_of(server.totals("parks"))["ballots"] == 0);
  CHECK(body_of(server.totals())["ballots"] == 0);
}

TEST_CASE("an id has three spellings and is one ballot") {
  const RunningServer server({.mode = policy::Mode::trial});
  for (const char* const id :
       {"00112233445566778899aabbccddeeff", "00112233445566778899AABBCCDDEEFF",
        "00112233-4455-6677-8899-aabbccddeeff", "ABEiM0RVZneImaq7zN3u_w"}) {
    CAPTURE(id);
    CHECK(server
              .ask("PUT", std::string("/api/v1/ballots/") + id, ballot_json(R"("topic":"agree")"),
                   json_body)
              .status == 204);
  }
  CHECK(body_of(server.totals())["ballots"] == 1);
}

TEST_CASE("a refused ballot says why, and nothing of it is stored") {
  struct Case {
    std::string body;
    int status;
    std::string_view says;
  };
  const std::string full = ballot_json(R"("answers":{"skole":"agree"})");
  const auto with = [&full](std::string_view part, std::string_view other) {
    std::string changed = full;
    return changed.replace(changed.find(part), part.size(), other);
  };
  const Case refused = GENERATE_COPY(values<Case>({
      {"", 400, "not valid JSON"},
      {"{", 400, "not valid JSON"},
      {full + "x", 400, "not valid JSON"},
      {with("\"agree\"", "\"agree\xff\""), 400, "not valid JSON in UTF-8"},
      {with("\"answers\"", "\"answer\""), 400, "no member \"answer\""},
      {with("\"consent\":true", "\"consent\":1"), 400, "\"consent\" cannot be a number"},
      {with("\"consent\":true,", ""), 422, "carries no consent"},
      {with("\"consent\":true", "\"consent\":false"), 422, "carries no consent"},
      {with("smaasaker", "storsaker"), 422, "There is no policy \"storsaker\""},
      {with("\"skole\"", "\"kino\""), 422, "has no point \"kino\""},
      {with("\"agree\"", "\"maybe\""), 422, "\"maybe\", which is no stance"},
      {ballot_json(R"("topic":"perhaps")"), 422, "\"perhaps\", which is no stance"},
      {ballot_json(R"("topic":"agree","important":["kino"])"), 422, "has no point \"kino\""},
      {with("00112233aabbccdd", "ffff"), 409, "is now at \"00112233aabbccdd\""},
      {std::string(64 * 1024 + 1, ' '), 413, "larger than 65536 bytes"},
  }));
  CAPTURE(refused.body.substr(0, 200));
  RunningServer server({.mode = policy::Mode::trial});
  const Reply reply = server.ask("PUT", ballot_url(1), refused.body, json_body);
  CHECK(reply.status == refused.status);
  CHECK(reply.header("content-type") == "application/problem+json");
  const json problem = body_of(reply);
  CHECK(problem["type"] == "about:blank");
  CHECK(problem["status"] == refused.status);
  CHECK_FALSE(problem["title"].get<std::string>().empty());
  INFO(problem["detail"].get<std::string>());
  CHECK(problem["detail"].get<std::string>().find(refused.says) != std::string::npos);
  CHECK(body_of(server.totals())["ballots"] == 0);
  CHECK(server.stubborn->commits().empty());
}

TEST_CASE("what is at fault in the request itself is refused before the ballot is read") {
  RunningServer server({.mode = policy::Mode::trial});
  const std::string full = ballot_json(R"("topic":"agree")");
  const auto problem = [&](int status, const Reply& reply) {
    CHECK(reply.status == status);
    CHECK(reply.header("content-type") == "application/problem+json");
    CHECK(body_of(reply)["status"] == status);
  };
  problem(400, server.ask("PUT", "/api/v1/ballots/", full, json_body));
  problem(400, server.ask("PUT", "/api/v1/ballots/1234", full, json_body));
  problem(400, server.ask("PUT", "/api/v1/ballots/" + std::string(32, 'g'), full, json_body));
  problem(400, server.ask("DELETE", "/api/v1/ballots/x"));
  problem(400, server.ask("DELETE", ballot_url(1) + "?policy=%"));
  problem(400, server.ask("DELETE", ballot_url(1) + "?polisy=smaasaker"));
  problem(400, server.ask("DELETE", ballot_url(1) + "?policy=smaasaker&policy=parks"));
  problem(404, server.ask("DELETE", ballot_url(1) + "?policy=storsaker"));
  problem(404, server.ask("DELETE", ballot_url(1) + "?policy=%3Cb%3E"));
  problem(415, server.ask("PUT", ballot_url(1), full, support::form_body));
  problem(415, server.ask("PUT", ballot_url(1), full, {{"Content-Type", "text/plain"}}));
  problem(404, server.ask("GET", "/api/v1/policies/storsaker"));
  problem(404, server.ask("GET", "/api/v1/policies/storsaker/totals"));
  problem(404, server.ask("GET", "/api/v1/policies/"));
  problem(404, server.ask("GET", "/api/v1/policies/totals"));
  problem(404, server.ask("GET", "/api/v1/policies/smaasaker/ballots"));
  problem(404, server.ask("GET", "/api/v1/ballots"));
  problem(404, server.ask("GET", "/api"));
  problem(404, server.ask("GET", "/api/v2/policies", {}, {{"Accept", "text/html"}}));
  CHECK(server.stubborn->commits().empty());
}

TEST_CASE("a ballot may be sent with a charset, or without saying that it is JSON") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string full = ballot_json(R"("topic":"agree")");
  CHECK(
      server.ask("PUT", ballot_url(1), full, {{"Content-Type", "application/json; charset=UTF-8"}})
          .status == 204);
  CHECK(server.ask("PUT", ballot_url(2), full).status == 204);
}

TEST_CASE("other methods are refused with those that there are") {
  const RunningServer server;
  struct Case {
    const char* method;
    std::string address;
    std::string allow;
  };
  for (const Case& each :
       {Case{"POST", "/api/v1/policies", "GET, HEAD"},
        Case{"DELETE", "/api/v1/policies/parks", "GET, HEAD"},
        Case{"PUT", "/api/v1/policies/parks/totals", "GET, HEAD"},
        Case{"POST", ballot_url(1), "GET, HEAD, PUT, DELETE"},
        Case{"PATCH", ballot_url(1), "GET, HEAD, PUT, DELETE"},
        Case{"OPTIONS", ballot_url(1), "GET, HEAD, PUT, DELETE"}, Case{"BREW", "/", "GET, HEAD"},
        Case{"POST", "/", "GET, HEAD"}, Case{"PUT", "/oya/smaa/", "GET, HEAD, POST"},
        Case{"POST", "/healthz", "GET, HEAD"},
        Case{"DELETE", "/theme.0123456789abcdef.css", "GET, HEAD"}}) {
    CAPTURE(each.method, each.address);
    const Reply reply = server.ask(each.method, each.address);
    CHECK(reply.status == 405);
    CHECK(reply.header("allow") == each.allow);
  }
}

TEST_CASE("a healthy server says so") {
  const RunningServer server;
  const Reply reply = server.ask("GET", "/healthz");
  CHECK(reply.status == 200);
  CHECK(reply.body == R"({"status":"ok"})");
}

TEST_CASE("ballots from many connections at once are all counted, once each") {
  // From a proxy that does not say whose they are.
  server::HttpServer::Options http;
  http.proxies = {"127.0.0.1"};
  const RunningServer server({.mode = policy::Mode::trial, .http = http});
  constexpr unsigned threads = 8;
  constexpr unsigned each = 100;
  std::vector<std::thread> people;
  std::atomic<unsigned> acknowledged{0};
  for (unsigned t = 0; t < threads; ++t) {
    people.emplace_back([&server, &acknowledged, t] {
      support::HttpClient client(server.port());
      for (unsigned i = 0; i < each; ++i) {
        // Every fourth is a ballot that another thread sends too.
        const unsigned number = i % 4 == 0 ? i : t * 1'000 + i;
        const char* const stance = i % 2 == 0 ? "agree" : "disagree";
        const Reply reply = client.ask(
            "PUT", ballot_url(number),
            ballot_json(fmt::format(R"("answers":{{"skole":"{}"}})", stance)), json_body);
        if (reply.status == 204) ++acknowledged;
      }
    });
  }
  for (std::thread& person : people) person.join();
  CHECK(acknowledged == threads * each);
  const json totals = body_of(server.totals());
  CHECK(totals["ballots"] == 25 + threads * 75);
  CHECK(totals["points"]["skole"]["agree"] == 25 + threads * 25);
  CHECK(totals["points"]["skole"]["disagree"] == threads * 50);
}

TEST_CASE("a busy or full store answers 503 with a time to come back") {
  RunningServer server({.mode = policy::Mode::trial});
  server.stubborn->fail_commits(Error{Fault::busy, "There is no room.", "Try again later."});
  const Reply reply =
      server.ask("PUT", ballot_url(1), ballot_json(R"("topic":"agree")"), json_body);
  CHECK(reply.status == 503);
  CHECK(reply.header("retry-after") == "2");
  CHECK(body_of(reply)["detail"] == "There is no room. Try again later.");
  server.stubborn->fail_commits(std::nullopt);
  CHECK(put(server, 1, R"("topic":"agree")") == 204);
}

TEST_CASE("when the disk fails the server acknowledges nothing more and ends with the reason") {
  RunningServer server;
  server.stubborn->fail_commits(Error{Fault::unavailable, "The disk is gone.", ""});
  CHECK(put(server, 1, R"("topic":"agree")") == 503);
  const std::expected<void, Error> ended = server.join();
  REQUIRE_FALSE(ended.has_value());
  CHECK(ended.error().what == "The disk is gone.");
}

// Releases as they reach the pages that are open, over real sockets.
#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "policy/site.h"
#include "tests/server/running_server.h"
#include "tests/support/publications.h"
#include "wire/totals.h"

using namespace enig;
using support::ballot_json;
using support::ballot_url;
using support::Headers;
using support::HttpClient;
using support::json_body;
using support::Reply;
using support::RunningServer;

namespace {

constexpr const char* events = "/api/v1/policies/smaasaker/events";
const std::string greeting = fmt::format("retry: {}\n\n", limits::stream_retry_ms);

// A page that stays open.
class Reader {
 public:
  explicit Reader(const RunningServer& server, const std::string& address = events,
                  const Headers& headers = {},
                  HttpClient::Intake intake = HttpClient::Intake::usual)
      : client_(server.port(), intake), head(client_.ask("GET", address, {}, headers)) {
    if (head.status == 200) CHECK(client_.read_until("\n\n") == greeting);
  }
  // The next event or comment, without the empty line after it.
  std::string next() {
    std::string event = client_.read_until("\n\n");
    event.resize(event.size() - 2);
    return event;
  }
  bool hears_within(int wait_ms) { return client_.hears_within(wait_ms); }
  bool is_closed() { return client_.is_closed(); }

 private:
  HttpClient client_;

 public:
  Reply head;
};

// With so many points that a release is no small thing to send.
files::Catalogue large_catalogue() {
  files::Catalogue catalogue = support::small_catalogue();
  policy::Section& section = catalogue.policies.front().policy.sections.front();
  const policy::Point point = section.points.front();
  for (int i = 0; i < 2'000; ++i) {
    section.points.push_back(point);
    section.points.back().id = PointId(fmt::format("punkt-{}", i));
    section.points.back().points.clear();
  }
  return catalogue;
}

void answer(const RunningServer& server, unsigned number) {
  REQUIRE(
      server.ask("PUT", ballot_url(number), ballot_json(R"("topic":"agree")"), json_body).status ==
      204);
}

std::string event(const RunningServer& server, int number) {
  return fmt::format("event: release\nid: {}\ndata: {}", number, server.totals().body);
}

}  // namespace

TEST_CASE("a release reaches every page that is open, as the totals have it") {
  RunningServer server({.mode = policy::Mode::trial});
  std::vector<std::unique_ptr<Reader>> readers;
  readers.reserve(50);
  for (int i = 0; i < 50; ++i) readers.push_back(std::make_unique<Reader>(server));
  const Reply& head = readers.front()->head;
  CHECK(head.status == 200);
  CHECK(head.header("content-type") == "text/event-stream");
  CHECK(head.header("cache-control") == "no-store");
  CHECK(head.header("x-accel-buffering") == "no");
  CHECK(head.header("connection") == "close");
  CHECK(head.header("content-length").empty());
  CHECK_FALSE(head.header("content-security-policy").empty());
  // Nothing is said as long as nothing is released.
  CHECK_FALSE(readers.front()->hears_within(0));
  for (int number = 1; number <= 3; ++number) {
    answer(server, static_cast<unsigned>(number));
    const std::string expected = event(server, number);
    for (const auto& reader : readers) CHECK(reader->next() == expected);
  }
  const std::string last = event(server, 3);
  const auto totals = wire::parse_totals(last.substr(last.find('{')), support::small_policy());
  REQUIRE(totals.has_value());
  CHECK(totals->sums.topic.agree == 3);
}

TEST_CASE("who comes back is sent the newest release if it is another, and only that") {
  RunningServer server({.mode = policy::Mode::trial});
  answer(server, 1);
  answer(server, 2);
  const std::string newest = event(server, 2);
  CHECK(Reader(server).next() == newest);
  CHECK(Reader(server, std::string(events) + "?after=1").next() == newest);
  CHECK(Reader(server, events, {{"Last-Event-ID", "1"}}).next() == newest);
  CHECK(Reader(server, events, {{"Last-Event-ID", "of somebody else"}}).next() == newest);
  // What came over the stream counts for more than what the page came with.
  Reader up_to_date(server, std::string(events) + "?after=1", {{"Last-Event-ID", "2"}});
  Reader from_page(server, std::string(events) + "?after=2");
  answer(server, 3);
  CHECK(up_to_date.next() == event(server, 3));
  CHECK(from_page.next() == event(server, 3));
}

TEST_CASE("a release of one policy is no news of another") {
  RunningServer server({.mode = policy::Mode::trial});
  Reader parks(server, "/api/v1/policies/parks/events");
  Reader own(server);
  answer(server, 1);
  CHECK(own.next() == event(server, 1));
  CHECK_FALSE(parks.hears_within(0));
}

TEST_CASE("what is no stream is refused with a sentence") {
  const RunningServer server;
  CHECK(server.ask("GET", "/api/v1/policies/storsaker/events").status == 404);
  CHECK(server.ask("POST", events, "x", json_body).status == 405);
  CHECK(server.ask("GET", "/api/v1/policies/events").status == 404);
  for (const char* const query : {"?after=", "?after=x", "?after=1&after=2", "?before=1"}) {
    CAPTURE(query);
    CHECK(server.ask("GET", std::string(events) + query).status == 400);
  }
  const Reply head = server.ask("HEAD", events);
  CHECK(head.status == 200);
  CHECK(head.header("content-type") == "text/event-stream");
}

TEST_CASE("a closed site tells of no releases") {
  files::Catalogue catalogue = support::small_catalogue();
  catalogue.site.show = policy::Show::closed;
  const RunningServer server({.catalogue = std::move(catalogue)});
  const Reply refused = server.ask("GET", events);
  CHECK(refused.status == 403);
  CHECK(refused.body.find("not published") != std::string::npos);
}

TEST_CASE("one reader too many is told when to ask again, and has the place of one who leaves") {
  const RunningServer server({.streams_max = 2});
  auto first = std::make_unique<Reader>(server);
  const Reader second(server);
  const Reply full = server.ask("GET", events);
  CHECK(full.status == 503);
  CHECK(full.header("retry-after") == std::to_string(limits::retry_after_s));
  CHECK(server.ask("GET", "/healthz").status == 200);
  first.reset();
  // The server learns of it from the network, in its own time.
  int status = 0;
  for (int tries = 0; tries < 1'000 && status != 200; ++tries) {
    status = Reader(server).head.status;
  }
  CHECK(status == 200);
}

TEST_CASE("a quiet stream sends a comment now and then") {
  server::HttpServer::Options http;
  http.stream_heartbeat_ms = 20;
  const RunningServer server({.http = http});
  Reader reader(server);
  CHECK(reader.next() == ":");
  CHECK(reader.next() == ":");
}

TEST_CASE("a stream outlives the time in which one release must be taken") {
  server::HttpServer::Options http;
  http.stream_heartbeat_ms = 20;
  http.stream_write_ms = 200;
  const RunningServer server({.mode = policy::Mode::trial, .http = http});
  answer(server, 1);
  Reader reader(server);
  REQUIRE(reader.next() == event(server, 1));
  for (int beat = 0; beat < 3 * http.stream_write_ms / http.stream_heartbeat_ms; ++beat) {
    CAPTURE(beat);
    REQUIRE(reader.next() == ":");
  }
}

TEST_CASE("a stop ends the streams in good order") {
  RunningServer server({.mode = policy::Mode::trial});
  Reader quiet(server);
  Reader told(server);
  answer(server, 1);
  const std::string expected = event(server, 1);
  CHECK(told.next() == expected);
  CHECK(quiet.next() == expected);
  CHECK(server.stop().has_value());
  CHECK(quiet.is_closed());
  CHECK(told.is_closed());
}

TEST_CASE("a reader that never reads is dropped, and holds up nobody") {
  server::HttpServer::Options http;
  http.stream_write_ms = 200;
  RunningServer server({.catalogue = large_catalogue(),
                        .mode = policy::Mode::trial,
                        .http = http,
                        .streams_max = 2});
  const Reader deaf(server, events, {}, HttpClient::Intake::little);
  Reader other(server);
  // More than the sockets of both ends hold, until its place is free.
  int releases = 0;
  int status = 0;
  while (status != 200 && releases < 400) {
    answer(server, static_cast<unsigned>(++releases));
    CHECK(other.next().starts_with(fmt::format("event: release\nid: {}\n", releases)));
    status = server.ask("HEAD", events).status;
  }
  CHECK(status == 200);
}

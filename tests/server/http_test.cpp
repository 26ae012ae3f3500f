// HTTP itself: rude, slow and strange clients.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "tests/server/running_server.h"

using namespace enig;
using support::ballot_json;
using support::ballot_url;
using support::HttpClient;
using support::json_body;
using support::Reply;
using support::RunningServer;

namespace {

constexpr std::string_view get_health = "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n";

std::string put_head(std::size_t length, std::string_view more = {}) {
  return fmt::format(
      "PUT {} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: "
      "{}\r\n{}\r\n",
      ballot_url(1), length, more);
}

}  // namespace

TEST_CASE("several requests share a connection, also when they are sent all at once") {
  const RunningServer server;
  HttpClient client(server.port());
  CHECK(client.ask("GET", "/healthz").status == 200);
  CHECK(client.ask("HEAD", "/healthz").body.empty());
  std::string three;
  for (int i = 0; i < 3; ++i) three += get_health;
  client.send(three);
  for (int i = 0; i < 3; ++i) CHECK(client.read().body == R"({"status":"ok"})");
}

TEST_CASE("a connection is closed when the client asks for it, or speaks HTTP/1.0") {
  const RunningServer server;
  HttpClient polite(server.port());
  CHECK(polite.ask("GET", "/healthz", {}, {{"Connection", "close"}}).header("connection") ==
        "close");
  CHECK(polite.is_closed());
  HttpClient old(server.port());
  old.send("GET /healthz HTTP/1.0\r\n\r\n");
  CHECK(old.is_closed() == false);  // first its reply
}

TEST_CASE("a request in small pieces is a request") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string body = ballot_json(R"("topic":"agree")");
  const std::string whole = put_head(body.size()) + body;
  HttpClient client(server.port());
  for (const char c : whole) client.send(std::string_view(&c, 1));
  CHECK(client.read().status == 204);
}

TEST_CASE("a chunked body is a body") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string body = ballot_json(R"("topic":"agree")");
  HttpClient client(server.port());
  client.send(
      fmt::format("PUT {} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "{:x}\r\n{}\r\n0\r\n\r\n",
                  ballot_url(1), body.size(), body));
  CHECK(client.read().status == 204);
}

TEST_CASE("a transfer encoding that is not understood smuggles no second request in") {
  const RunningServer server;
  for (const char* const coding : {"xchunked", "chunked, identity", "gzip, chunked", "identity",
                                   "chunked\r\nTransfer-Encoding: chunked"}) {
    for (const std::string& method : {std::string("GET /healthz"), "PUT " + ballot_url(1)}) {
      CAPTURE(coding, method);
      HttpClient client(server.port());
      client.send(
          fmt::format("{} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: {}\r\n\r\n"
                      "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n",
                      method, coding));
      const Reply reply = client.read();
      CHECK((reply.status == 501 || reply.status == 400));
      CHECK(client.is_closed());
    }
  }
}

TEST_CASE("who asks before sending the body is told to go on") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string body = ballot_json(R"("topic":"agree")");
  HttpClient client(server.port());
  client.send(put_head(body.size(), "Expect: 100-continue\r\n"));
  CHECK(client.read().status == 100);
  client.send(body);
  CHECK(client.read().status == 204);
  CHECK(client.ask("GET", "/healthz", {}, {{"Expect", "a-miracle"}}).status == 417);
}

TEST_CASE("what is too large is refused without being read, and the connection closed") {
  const RunningServer server;
  const auto refused = [&](int status, const std::string& request) {
    CAPTURE(request.substr(0, 80));
    HttpClient client(server.port());
    client.send(request);
    const Reply reply = client.read();
    CHECK(reply.status == status);
    CHECK(reply.header("content-type") == "application/problem+json");
    CHECK(reply.header("connection") == "close");
    CHECK(client.is_closed());
  };
  refused(413, put_head(limits::small_body_bytes_max + 1));
  refused(413, put_head(limits::small_body_bytes_max + 1) +
                   std::string(limits::small_body_bytes_max + 1, ' '));
  refused(413, fmt::format("PUT {} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "20000\r\n{}\r\n0\r\n\r\n",
                           ballot_url(1), std::string(0x20000, ' ')));
  refused(414, fmt::format("GET /{} HTTP/1.1\r\nHost: test\r\n\r\n",
                           std::string(limits::target_bytes_max, 'a')));
  refused(431, fmt::format("GET / HTTP/1.1\r\nHost: test\r\nX: {}\r\n\r\n",
                           std::string(limits::header_bytes_max, 'a')));
  refused(411, fmt::format("PUT {} HTTP/1.1\r\nHost: test\r\n\r\n", ballot_url(1)));
  refused(411, "POST /oya/smaa/ HTTP/1.1\r\nHost: test\r\n\r\n");
}

TEST_CASE("what is no request is refused") {
  const RunningServer server;
  for (const std::string request :
       {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\nHost: test\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: test\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost test\r\n\r\n", "GET / HTTP/1.1\r\nHost: test\r\nX\x01Y: z\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: test\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x02",
        "GET http://test/ HTTP/1.1\r\nHost: test\r\n\r\n", "GET * HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: test\r\n\r\n"}) {
    CAPTURE(request);
    HttpClient client(server.port());
    client.send(request);
    CHECK(client.read().status == 400);
  }
  CHECK(server.ask("GET", "/healthz").status == 200);
}

TEST_CASE("paths lead nowhere but to what there is") {
  const RunningServer server;
  for (const char* const path :
       {"/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd",
        "/theme.0123456789abcdef.css/", "//", "//example.org/", "/oya//smaa/", "/OYA/SMAA/",
        "/oya/smaa/index.html", "/index.html", "/oya/smaa%00", "/api/../healthz", "/ballots.sqlite",
        "/.git/config"}) {
    CAPTURE(path);
    CHECK(server.ask("GET", path).status == 404);
  }
}

TEST_CASE("a slow client is cut off by a deadline that its bytes do not renew") {
  server::HttpServer::Options http;
  http.header_deadline_ms = 150;
  http.body_deadline_ms = 150;
  const RunningServer server({.http = http});
  const auto start = std::chrono::steady_clock::now();
  HttpClient head(server.port());
  HttpClient body(server.port());
  HttpClient silent(server.port());
  head.send("GET /healthz HTTP/1.1\r\n");
  body.send(put_head(60'000));
  // One byte after the other, each well before the deadline, until the server has had enough.
  int bytes = 0;
  while (!body.hears_within(5)) {
    body.send(" ");
    REQUIRE(++bytes < 2'000);
  }
  CHECK(bytes > 5);
  CHECK(body.is_closed());
  CHECK(head.is_closed());
  CHECK(silent.is_closed());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  CHECK(server.ask("GET", "/healthz").status == 200);
}

TEST_CASE("the deadline rests while a ballot waits for its commit") {
  server::HttpServer::Options http;
  http.header_deadline_ms = 100;
  http.body_deadline_ms = 100;
  http.keep_alive_idle_ms = 100;
  RunningServer server({.mode = policy::Mode::trial, .http = http});
  server.stubborn->hold();
  auto reply = std::async(std::launch::async, [&] {
    return server.ask("PUT", ballot_url(1), ballot_json(R"("topic":"agree")"), json_body);
  });
  server.stubborn->wait_for_commit();
  // A silent connection that is cut off meanwhile shows that more than the deadline has passed.
  HttpClient silent(server.port());
  CHECK(silent.is_closed());
  HttpClient another(server.port());
  CHECK(another.is_closed());
  server.stubborn->let_go();
  CHECK(reply.get().status == 204);
}

TEST_CASE("an idle connection is closed in the end") {
  server::HttpServer::Options http;
  http.keep_alive_idle_ms = 50;
  const RunningServer server({.http = http});
  HttpClient client(server.port());
  CHECK(client.ask("GET", "/healthz").status == 200);
  CHECK(client.is_closed());
}

TEST_CASE("one connection too many is closed, the others are served") {
  server::HttpServer::Options http;
  http.connections_max = 3;
  const RunningServer server({.http = http});
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<HttpClient>(server.port()));
    CHECK(clients.back()->ask("GET", "/healthz").status == 200);
  }
  HttpClient fourth(server.port());
  CHECK(fourth.is_closed());
  CHECK(clients.front()->ask("GET", "/healthz").status == 200);
}

TEST_CASE("a stop lets the ballot that waits be kept and answered, and ends the idle") {
  RunningServer server({.mode = policy::Mode::trial});
  HttpClient idle(server.port());
  CHECK(idle.ask("GET", "/healthz").status == 200);
  server.stubborn->hold();
  auto reply = std::async(std::launch::async, [&] {
    return server.ask("PUT", ballot_url(1), ballot_json(R"("topic":"agree")"), json_body);
  });
  server.stubborn->wait_for_commit();
  auto ended = std::async(std::launch::async, [&] { return server.stop(); });
  CHECK(idle.is_closed());
  server.stubborn->let_go();
  CHECK(reply.get().status == 204);
  CHECK(ended.get().has_value());
  CHECK(server.stubborn->commits() == std::vector<std::size_t>{1});
}

TEST_CASE("a port that is taken is said in a sentence") {
  const RunningServer server;
  server::HttpServer::Options options;
  options.listen = {"127.0.0.1", server.port()};
  const auto second = server::HttpServer::create(options, {}, {});
  REQUIRE_FALSE(second.has_value());
  CHECK(to_text(second.error()) ==
        fmt::format("127.0.0.1:{} cannot be listened on: Address already in use. Stop the program "
                    "that uses it, or choose another port with --listen.",
                    server.port()));
  options.listen = {"example.org", 0};
  CHECK_FALSE(server::HttpServer::create(options, {}, {}).has_value());
}

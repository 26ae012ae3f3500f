// Clients that mean harm, over real sockets: each is refused in the way that web/api.md says, and
// an honest one is served meanwhile.
#include <fmt/format.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/limits.h"
#include "server/guests.h"
#include "server/head_scan.h"
#include "tests/server/running_server.h"

using namespace enig;
using server::HeadScan;
using support::ballot_json;
using support::ballot_url;
using support::HttpClient;
using support::json_body;
using support::Reply;
using support::RunningServer;

namespace {

// Somebody who reads and answers while the others do their worst: every reply must be right.
class Honest {
 public:
  explicit Honest(const RunningServer& server) : thread_([this, &server] { visit(server); }) {}
  ~Honest() { end(); }
  Honest(const Honest&) = delete;
  Honest& operator=(const Honest&) = delete;

  // How often both were right; fails the test where one was not.
  int end() {
    ending_ = true;
    if (thread_.joinable()) thread_.join();
    CHECK(wrong_ == 0);
    return visits_;
  }

 private:
  void visit(const RunningServer& server) {
    do {
      try {
        HttpClient client(server.port());
        const std::string ballot = ballot_json(R"("topic":"agree")");
        const bool shown = client.ask("GET", "/oya/smaa/").status == 200;
        const Reply kept = client.ask("PUT", ballot_url(1), ballot, json_body);
        if (!shown || kept.status != 204) ++wrong_;
      } catch (const std::exception&) {
        ++wrong_;
      }
      ++visits_;
    } while (!ending_);
  }

  std::atomic<bool> ending_{false};
  std::atomic<int> wrong_{0};
  std::atomic<int> visits_{0};
  std::thread thread_;
};

// What comes after it on the same connection must be nobody's request.
constexpr std::string_view smuggled = "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n";

std::string head(std::string_view lines, std::string_view start = "GET / HTTP/1.1") {
  return fmt::format("{}\r\nHost: test\r\n{}\r\n", start, lines);
}

std::string put(std::string_view lines, std::string_view body) {
  return head(lines, "PUT " + ballot_url(7) + " HTTP/1.1") + std::string(body);
}

// Whether a place is free for one more; the server gives it back in its own time.
bool is_served(const RunningServer& server) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    HttpClient again(server.port());
    again.send(smuggled);
    if (!again.is_closed()) return true;
  }
  return false;
}

struct Attack {
  const char* name;
  std::string bytes;
  int status = 400;
};

std::vector<Attack> attacks() {
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {"both lengths", put("Content-Length: 4\r\n" + chunked, "0\r\n\r\n")},
      {"both lengths, the other way round", put(chunked + "Content-Length: 4\r\n", "0\r\n\r\n")},
      {"two lengths that differ", put("Content-Length: 5\r\nContent-Length: 6\r\n", "123456")},
      {"the same length twice", put("Content-Length: 2\r\nContent-Length: 2\r\n", "{}")},
      {"a list of lengths", put("Content-Length: 2, 2\r\n", "{}")},
      {"a signed length", put("Content-Length: +2\r\n", "{}")},
      {"a negative length", put("Content-Length: -2\r\n", "{}")},
      {"a length in hexadecimal", put("Content-Length: 0x2\r\n", "{}")},
      {"a length with a blank in it", put("Content-Length: 1 2\r\n", "{}")},
      {"a length beyond every number", put("Content-Length: 18446744073709551618\r\n", "{}")},
      {"an empty length", put("Content-Length:\r\n", "{}")},
      {"a blank before the colon", put("Content-Length : 2\r\n", "{}")},
      {"a coding that is only almost chunked", put("Transfer-Encoding: xchunked\r\n", ""), 501},
      {"two codings", put("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"chunked twice", put(chunked + chunked, "0\r\n\r\n")},
      {"a coding in HTTP/1.0",
       "PUT " + ballot_url(7) + " HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a chunk extension", put(chunked, "2;a=b\r\n{}\r\n0\r\n\r\n")},
      {"an extension of the last chunk", put(chunked, "2\r\n{}\r\n0;a\r\n\r\n")},
      {"a chunk's length that is none", put(chunked, "zz\r\n{}\r\n0\r\n\r\n")},
      {"a chunk's length beyond every number", put(chunked, "fffffffffffffffff\r\n{}\r\n")},
      {"a negative chunk", put(chunked, "-2\r\n{}\r\n0\r\n\r\n")},
      {"a chunk without its end", put(chunked, "2\r\n{}0\r\n\r\n")},
      {"a chunk's line that ends by LF", put(chunked, "2\n{}\r\n0\r\n\r\n")},
      {"an endless chunk extension",
       put(chunked, "2;" + std::string(2 * limits::header_bytes_max, 'a'))},
      {"a folded line", head("X: a\r\n b\r\n")},
      {"a folded length", put("Content-Length:\r\n 2\r\n", "{}")},
      {"a folded first line", "GET / HTTP/1.1\r\n Host: test\r\n\r\n"},
      {"lines that end by LF", "GET / HTTP/1.1\nHost: test\n\n"},
      {"one line that ends by LF", "GET / HTTP/1.1\r\nHost: test\nX: y\r\n\r\n"},
      {"one line that ends by CR", "GET / HTTP/1.1\r\nHost: test\rX: y\r\n\r\n"},
      {"an empty line of LF", "GET / HTTP/1.1\r\nHost: test\r\n\n"},
      {"a null byte in a name", head(std::string("X\0Y: z\r\n", 8))},
      {"a null byte in a value", head(std::string("X: y\0z\r\n", 8))},
      {"a null byte in the address", head("", std::string("GET /\0 HTTP/1.1", 15))},
      {"a control character in a name", head("X\x01Y: z\r\n")},
      {"a line without a colon", head("nonsense\r\n")},
      {"a name that is empty", head(": x\r\n")},
      {"no Host", "GET / HTTP/1.1\r\n\r\n"},
      {"two Hosts", head("Host: other\r\n")},
      {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"an address of elsewhere", "GET http://test/ HTTP/1.1\r\nHost: test\r\n\r\n"},
      {"a tunnel", "CONNECT test:80 HTTP/1.1\r\nHost: test\r\n\r\n"},
      {"a version to come", "GET / HTTP/3.0\r\nHost: test\r\n\r\n"},
      {"no version", "GET /\r\n\r\n"},
      {"HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"TLS", std::string("\x16\x03\x01\x02\x00\x01", 6)},
      {"SSH", "\x53SH-2.0-x\r\n\r\n"},
      {"nothing but blanks", "    \r\n\r\n"},
      {"a megabyte of nothing", std::string(1'000'000, '\0')},
      {"an address that is too long", head("", "GET /" + std::string(9'000, 'a') + " HTTP/1.1"),
       414},
      {"an endless address", "GET /" + std::string(2 * limits::header_bytes_max, 'a'), 431},
      {"an endless method", std::string(2 * limits::header_bytes_max, 'G'), 431},
      {"an endless line", "GET / HTTP/1.1\r\nX: " + std::string(2 * limits::header_bytes_max, 'a'),
       431},
      {"endless lines",
       "GET / HTTP/1.1\r\n" +
           [] {
             std::string lines;
             while (lines.size() < 2 * limits::header_bytes_max) lines += "X: y\r\n";
             return lines;
           }(),
       431},
      {"no length", head("", "PUT " + ballot_url(7) + " HTTP/1.1"), 411},
      {"too much", put(fmt::format("Content-Length: {}\r\n", 1u << 30), ""), 413},
  };
}

}  // namespace

TEST_CASE("what is no plain HTTP/1.1 is refused, and its connection closed") {
  const RunningServer server({.mode = policy::Mode::trial});
  Honest honest(server);
  for (const Attack& attack : attacks()) {
    CAPTURE(attack.name);
    HttpClient client(server.port());
    client.send(attack.bytes + std::string(smuggled));
    const Reply reply = client.read();
    CHECK(reply.status == attack.status);
    // To HTTP/1.0 it goes without saying.
    const bool is_old = attack.bytes.find("HTTP/1.0") != std::string::npos;
    CHECK(reply.header("connection") == (is_old ? "" : "close"));
    CHECK_FALSE(reply.header("content-security-policy").empty());
    CHECK(client.is_closed());
  }
  CHECK(honest.end() > 0);
}

TEST_CASE("what follows a chunked body is no field of the request") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string body = ballot_json(R"("topic":"agree")");
  HttpClient client(server.port());
  client.send(
      put("Transfer-Encoding: chunked\r\n",
          fmt::format("{:x}\r\n{}\r\n0\r\nContent-Type: text/plain\r\n\r\n", body.size(), body)));
  CHECK(client.read().status == 204);
}

TEST_CASE("requests that are sent all at once, and half a one, are answered in turn") {
  const RunningServer server;
  HttpClient client(server.port());
  std::string many;
  for (int i = 0; i < 500; ++i) many += smuggled;
  client.send(many + "GET /hea");
  for (int i = 0; i < 500; ++i) REQUIRE(client.read().status == 200);
  client.send("lthz HTTP/1.1\r\nHost: test\r\n\r\n");
  CHECK(client.read().status == 200);
}

TEST_CASE("every phase of a connection has its own time") {
  server::HttpServer::Options http;
  http.header_deadline_ms = 200;
  http.body_deadline_ms = 400;
  http.keep_alive_idle_ms = 300;
  const RunningServer server({.mode = policy::Mode::trial, .http = http});
  Honest honest(server);
  std::vector<std::unique_ptr<HttpClient>> rude;
  for (int i = 0; i < 40; ++i) {
    rude.push_back(std::make_unique<HttpClient>(server.port()));
    HttpClient& client = *rude.back();
    if (i % 4 == 0) continue;                                        // says nothing
    if (i % 4 == 1) client.send("GET / HTTP/1.1\r\nX: ");            // half a head
    if (i % 4 == 2) client.send(put("Content-Length: 5\r\n", "{"));  // half a body
    if (i % 4 == 3) CHECK(client.ask("GET", "/healthz").status == 200);
  }
  for (const auto& client : rude) CHECK(client->is_closed());
  CHECK(honest.end() > 0);
}

TEST_CASE("who does not read the reply is cut off, and makes room") {
  constexpr std::size_t large_bytes = 32u << 20;  // more than the sockets of both ends hold
  server::HttpServer::Options http;
  http.reply_deadline_ms = 200;
  http.connections_max = 1;
  server::SiteFiles files;
  files.add("/large.txt", server::uncompressed("text/plain", std::string(large_bytes, 'x')));
  const RunningServer server({.site_files = std::move(files), .http = http});
  HttpClient deaf(server.port(), HttpClient::Intake::little);
  deaf.send("GET /large.txt HTTP/1.1\r\nHost: test\r\n\r\n");
  CHECK(deaf.hears_within(5'000));
  CHECK(is_served(server));
  CHECK_FALSE(deaf.hears_all(large_bytes));
}

TEST_CASE("one address has only so many connections, and gets them back") {
  server::HttpServer::Options http;
  http.connections_per_address_max = 3;
  const RunningServer server({.http = http});
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<HttpClient>(server.port()));
    CHECK(clients.back()->ask("GET", "/healthz").status == 200);
  }
  CHECK(HttpClient(server.port()).is_closed());
  // Somebody else is served.
  HttpClient other(server.port(), HttpClient::Intake::usual, "127.0.0.2");
  CHECK(other.ask("GET", "/healthz").status == 200);
  CHECK(clients.back()->ask("GET", "/healthz", {}, {{"Connection", "close"}}).status == 200);
  CHECK(clients.back()->is_closed());
  CHECK(is_served(server));
}

TEST_CASE("a proxy's connections are counted in all only") {
  server::HttpServer::Options http;
  http.connections_per_address_max = 1;
  http.proxies = {"127.0.0.1"};
  const RunningServer server({.http = http});
  HttpClient first(server.port());
  HttpClient second(server.port());
  CHECK(first.ask("GET", "/healthz").status == 200);
  CHECK(second.ask("GET", "/healthz").status == 200);
  HttpClient third(server.port(), HttpClient::Intake::usual, "127.0.0.2");
  CHECK(third.ask("GET", "/healthz").status == 200);
  CHECK(HttpClient(server.port(), HttpClient::Intake::usual, "127.0.0.2").is_closed());
}

TEST_CASE("a proxy's neighbours are no proxies") {
  server::Guests guests({.count_max = 10,
                         .per_address_max = 1,
                         .proxies = {"2001:0DB8:1:2:0::1", "::ffff:192.0.2.7"}});
  std::vector<std::shared_ptr<const void>> places;
  for (const char* const address :
       {"2001:db8:1:2::1", "2001:db8:1:2::1", "192.0.2.7", "192.0.2.7", "2001:db8:1:2::2"}) {
    CAPTURE(address);
    places.push_back(guests.enter(address));
    CHECK(places.back() != nullptr);
  }
  CHECK(guests.enter("2001:db8:1:2::2") == nullptr);
  CHECK(guests.enter("2001:db8:1:3::1") == nullptr);
}

TEST_CASE("a household is one address") {
  CHECK(server::counted_as("192.0.2.7") == "192.0.2.7");
  CHECK(server::counted_as("::ffff:192.0.2.7") == "192.0.2.7");
  CHECK(server::counted_as("2001:db8:1:2:3:4:5:6") == "2001:db8:1::/56");
  CHECK(server::counted_as("2001:db8:1:ff::1") == server::counted_as("2001:db8:1:1::"));
  CHECK(server::counted_as("2001:db8:1:100::1") != server::counted_as("2001:db8:1:1::"));
  CHECK(server::counted_as("fe80::1%eth0") == "fe80::/56");
  CHECK(server::counted_as("::1") == "::1");
  server::Guests guests({.count_max = 10, .per_address_max = 1});
  auto place = guests.enter("2001:db8:1:2::1");
  CHECK(place != nullptr);
  CHECK(guests.enter("2001:db8:1:3::1") == nullptr);
  CHECK(guests.enter("2001:db8:2:3::1") != nullptr);
  place.reset();
  CHECK(guests.enter("2001:db8:1:3::1") != nullptr);
}

TEST_CASE("a head is read alike whatever pieces it comes in") {
  const std::string whole = head("X: y\r\nZ:\r\n");
  HeadScan scan;
  for (std::size_t size = 1; size < whole.size(); ++size) {
    REQUIRE(scan.take(std::string_view(whole).substr(0, size)) == HeadScan::Found::part);
  }
  CHECK(scan.take(whole) == HeadScan::Found::whole);
  CHECK(HeadScan().take(whole + "\n\n\0body") == HeadScan::Found::whole);
  for (const Attack& attack : attacks()) {
    CAPTURE(attack.name);
    HeadScan at_once;
    const HeadScan::Found found = at_once.take(attack.bytes);
    HeadScan in_pieces;
    HeadScan::Found last = HeadScan::Found::part;
    for (std::size_t size = 1; size <= attack.bytes.size(); ++size) {
      last = in_pieces.take(std::string_view(attack.bytes).substr(0, size));
      if (last != HeadScan::Found::part) break;
    }
    CHECK(last == found);
    CHECK(in_pieces.problem() == at_once.problem());
  }
}

// Every byte that the program writes for its administrator, after people and attackers have been
// there.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/parks_site.h"
#include "tests/newsletter/sink.h"

using namespace enig::support;
using nlohmann::json;

namespace {

constexpr const char* ballot_id = "5eed5eed5eed5eedfeedfeedfeedfeed";
constexpr const char* agent = "Nysgjerrig/7.5";
constexpr const char* address = "kari.nordmann@example.org";
constexpr const char* proxied = "203.0.113.77";
// All that must not be in it, besides what is written in digits.
const std::vector<std::string> secrets = {ballot_id,
                                          "5EED5EED5EED5EED",
                                          "Xu1e7V7tXu3-7f7t_u3-7Q",
                                          "Nysgjerrig",
                                          "kari",
                                          "nordmann",
                                          proxied,
                                          "203.0",
                                          "wp-login",
                                          "hemmelig",
                                          "ballots/",
                                          "/newsletter/",
                                          "X-Forwarded-For",
                                          "evil.example"};

// Every digit is 0.
std::string shape_of(std::string text) {
  for (char& c : text) {
    if (c >= '0' && c <= '9') c = '0';
  }
  return text;
}
constexpr const char* second = "0:00:00";  // "12:15:30"
constexpr const char* unix_seconds = "0000000000";

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = 0; (at = text.find(part)) != std::string::npos;)
    text.erase(at, part.size());
  return text;
}

void visit_honestly(std::uint16_t port) {
  HttpClient client(port);
  const Headers known = {{"User-Agent", agent}, {"X-Forwarded-For", proxied}};
  Headers as_json = known;
  as_json.emplace_back("Content-Type", "application/json");
  Headers as_form = known;
  as_form.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  CHECK(client.ask("GET", "/parks/", {}, known).status == 200);
  const std::string head = revision(port);
  const std::string body = fmt::format(
      R"({{"policy":"parks","revision":"{}","consent":true,"answers":{}}})", head, agree);
  const std::string url = std::string("/api/v1/ballots/") + ballot_id;
  REQUIRE(client.ask("PUT", url, body, as_json).status == 204);
  CHECK(client.ask("PUT", url, R"({"policy":"hemmelig"})", as_json).status == 400);
  CHECK(client.ask("DELETE", url + "?policy=parks", {}, known).status == 204);
  REQUIRE(client.ask("PUT", "/api/v1/ballots/Xu1e7V7tXu3-7f7t_u3-7Q", body, as_json).status == 204);
  as_form.emplace_back("Sec-Fetch-Site", "same-origin");
  CHECK(client
            .ask("POST", "/parks/",
                 fmt::format("press=agree:benches&revision={}&consent=yes&ballot={}", head,
                             ballot_id),
                 as_form)
            .status == 200);
  const std::string sign_up = json{{"address", address}, {"language", "en"}}.dump();
  CHECK(client.ask("POST", "/api/v1/newsletter", sign_up, as_json).status == 202);
  HttpClient reader(port);
  CHECK(reader.ask("GET", "/api/v1/policies/parks/events", {}, known).status == 200);
}

void attack(std::uint16_t port) {
  for (const std::string& bytes :
       {std::string("GET /hemmelig\r\n"),
        std::string("\x16\x03\x01\x02\x00\x01hemmelig\r\n\r\n", 19),
        fmt::format("PUT /api/v1/ballots/{} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                    "Content-Length: 2\r\nUser-Agent: {}\r\n\r\n",
                    ballot_id, agent),
        "GET /" + std::string(20'000, 'k') + " HTTP/1.1\r\n\r\n",
        fmt::format("GET /wp-login.php?{0} HTTP/1.1\r\nHost: x\r\nX-A: {0}\nInjected: yes\r\n\r\n",
                    ballot_id)}) {
    HttpClient client(port);
    client.send(bytes);
    client.send("\r\n\r\n");
    CHECK(client.read().status >= 400);
  }
  HttpClient client(port);
  CHECK(client.ask("GET", "/wp-login.php?user=hemmelig%0a{\"event\":\"forged\"}").status == 404);
  CHECK(client.ask("POST", "/parks/", "press=delete:yes", {{"Origin", "https://evil.example"}})
            .status == 403);
  CHECK(client.ask("PUT", "/api/v1/ballots/hemmelig").status == 400);
  CHECK(client.ask("GET", "/newsletter/confirm/hemmelig").status == 404);
}

}  // namespace

TEST_CASE("no byte of the log tells who came, with what, or when within a minute") {
  const Site site;
  // It says the address back, as real ones do.
  Sink sink({"--answer", std::string("RCPT 550 5.1.1 ") + address + " is unknown"});
  std::vector<std::string> args = site.serve_args();
  args.insert(args.end(), {"--log", "json", "--log-level", "debug", "--newsletter-smtp", sink.url(),
                           "--newsletter-from", "Parks <post@example.org>", "--public-url",
                           "https://enig.example.org/"});
  Process serve(args);
  const std::uint16_t port = serve.served_port();
  visit_honestly(port);
  attack(port);
  site.folder.write("policies/parks.json", "{\"titel\": 1}");
  serve.signal(SIGHUP);
  serve.wait_for("policies_kept");
  serve.wait_for("\n");
  serve.signal(SIGTERM);
  const Outcome ended = serve.wait();
  REQUIRE(ended.exit_code == 0);

  const std::string all = ended.out + ended.err;
  for (const std::string& secret : secrets) {
    CAPTURE(secret, all);
    CHECK(all.find(secret) == std::string::npos);
  }
  CHECK(shape_of(" 12:15:30Z").find(second) != std::string::npos);  // so it would be found
  CHECK(shape_of(without(all, ":00Z")).find(second) == std::string::npos);
  CHECK(shape_of(all).find(unix_seconds) == std::string::npos);
  std::vector<json> events;
  std::istringstream lines(ended.err);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    REQUIRE(json::accept(line));
    events.push_back(json::parse(line));
    const std::string time = events.back()["time"];
    CHECK(shape_of(time) == "0000-00-00T00:00:00Z");
    CHECK(time.ends_with(":00Z"));
    CHECK(events.back()["event"] != "forged");
  }
  const auto told = [&](const json& wanted) {
    return std::ranges::any_of(events, [&](const json& event) {
      return std::ranges::all_of(wanted.items(), [&](const auto& member) {
        return event.contains(member.key()) && event[member.key()] == member.value();
      });
    });
  };
  CAPTURE(ended.err);
  CHECK(told({{"event", "started"}, {"level", "info"}, {"port", port}}));
  CHECK(told({{"event", "answered"}, {"aim", "ballots"}, {"status", 204}, {"count", 3}}));
  CHECK(told({{"event", "answered"}, {"aim", "ballots"}, {"status", 400}, {"count", 2}}));
  CHECK(told({{"event", "answered"}, {"aim", "form"}, {"status", 200}, {"count", 1}}));
  CHECK(told({{"event", "answered"}, {"aim", "form"}, {"status", 403}, {"count", 1}}));
  CHECK(told({{"event", "answered"}, {"aim", "events"}, {"status", 200}, {"count", 1}}));
  CHECK(told({{"event", "answered"}, {"aim", "unread"}, {"level", "info"}}));
  CHECK(told({{"event", "released"}, {"policy", "parks"}}));
  CHECK(told({{"event", "policy_problem"}, {"line", 1}, {"level", "error"}}));
  CHECK(told({{"event", "policies_kept"}, {"level", "error"}}));
  CHECK(told({{"event", "newsletter"}}));
  CHECK(told({{"event", "stopped"}}));
}

TEST_CASE("who asks for errors only hears nothing of a day in good order") {
  const Site site;
  std::vector<std::string> args = site.serve_args();
  args.insert(args.end(), {"--log-level", "error"});
  Process serve(args);
  const std::uint16_t port = serve.served_port();
  REQUIRE(put(port, 1, agree) == 204);
  attack(port);
  serve.signal(SIGTERM);
  const Outcome ended = serve.wait();
  CHECK(ended.exit_code == 0);
  CHECK(ended.err.empty());
}

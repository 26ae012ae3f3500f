// What Prometheus is told: the form of it, and that every value moves with what it counts.
#include "server/metrics.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <charconv>
#include <future>
#include <map>
#include <sstream>
#include <string>

#include "server/metrics_server.h"
#include "tests/server/running_server.h"

using namespace enig;
using support::ballot_json;
using support::ballot_url;
using support::HttpClient;
using support::json_body;
using support::RunningServer;

namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == text.npos;
}

// name="value",name="value"
void check_labels(std::string_view text) {
  while (!text.empty()) {
    const std::size_t equals = text.find("=\"");
    REQUIRE(equals != text.npos);
    CHECK(is_name(text.substr(0, equals)));
    const std::size_t end = text.find('"', equals + 2);
    REQUIRE(end != text.npos);
    CHECK(text.substr(equals, end - equals).find_first_of("\\\n") == text.npos);
    text.remove_prefix(end + 1);
    if (text.empty()) break;
    REQUIRE(text.front() == ',');
    text.remove_prefix(1);
  }
}

// Of a whole answer: each sample by its name and labels. Fails the test where a line is not in the
// text format 0.0.4: every family has HELP and TYPE once and before its samples, which stand
// together.
std::map<std::string, double> parsed(const std::string& text) {
  REQUIRE(text.ends_with('\n'));
  std::map<std::string, double> samples;
  std::map<std::string, std::string> types;
  std::string family;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    if (line.starts_with("# HELP ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
      CHECK(is_name(family));
      CHECK_FALSE(types.contains(family));
      continue;
    }
    if (line.starts_with("# TYPE ")) {
      REQUIRE(line.starts_with("# TYPE " + family + " "));
      const std::string type = line.substr(8 + family.size());
      CHECK((type == "counter" || type == "gauge" || type == "histogram"));
      CHECK((type == "counter") == family.ends_with("_total"));
      types[family] = type;
      continue;
    }
    const std::size_t space = line.rfind(' ');
    const std::string key = line.substr(0, space);
    const std::string name = key.substr(0, key.find('{'));
    REQUIRE(types.contains(family));
    const std::string rest = name.substr(std::min(family.size(), name.size()));
    CHECK(name.starts_with(family));
    CHECK((types[family] == "histogram" ? rest == "_bucket" || rest == "_sum" || rest == "_count"
                                        : rest.empty()));
    if (key.size() > name.size()) {
      REQUIRE(key.ends_with('}'));
      check_labels(std::string_view(key).substr(name.size() + 1, key.size() - name.size() - 2));
    }
    double value = -1;
    const auto [end, failed] =
        std::from_chars(line.data() + space + 1, line.data() + line.size(), value);
    CHECK(failed == std::errc());
    CHECK(end == line.data() + line.size());
    CHECK(value >= 0);
    CHECK(samples.emplace(key, value).second);
  }
  return samples;
}

std::map<std::string, double> metrics_of(const RunningServer& server) {
  const support::Reply reply = HttpClient(server.metrics_port()).ask("GET", "/metrics");
  REQUIRE(reply.status == 200);
  CHECK(reply.header("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(reply.header("cache-control") == "no-store");
  return parsed(reply.body);
}

constexpr const char* agrees = R"("topic":"agree")";
const server::Endpoint anywhere = {"127.0.0.1", 0};

}  // namespace

TEST_CASE("sums move with what they count, and nothing else does") {
  RunningServer server({.mode = policy::Mode::trial, .metrics = anywhere});
  auto before = metrics_of(server);
  CHECK(before.at("enig_ballots_acknowledged_total") == 0);
  CHECK(before.at("enig_commit_seconds_count") == 0);
  CHECK(before.at("enig_release_number{policy=\"smaasaker\"}") == 0);
  CHECK_FALSE(before.contains("enig_release_timestamp_seconds{policy=\"smaasaker\"}"));
  for (unsigned i = 1; i <= 3; ++i) {
    REQUIRE(server.ask("PUT", ballot_url(i), ballot_json(agrees), json_body).status == 204);
  }
  CHECK(server.ask("DELETE", ballot_url(3) + "?policy=smaasaker").status == 204);
  CHECK(server.ask("PUT", ballot_url(4), "{", json_body).status == 400);
  CHECK(server.ask("GET", "/oya/smaa/").status == 200);
  CHECK(server.ask("GET", "/nothing").status == 404);
  CHECK(server.ask("GET", "/api/v1/policies/smaasaker/totals").status == 200);
  HttpClient rude(server.port());
  rude.send("nonsense\r\n\r\n");
  CHECK(rude.read().status == 400);

  auto after = metrics_of(server);
  CHECK(after.at("enig_requests_total{aim=\"ballots\",status=\"204\"}") == 4);
  CHECK(after.at("enig_requests_total{aim=\"ballots\",status=\"400\"}") == 1);
  CHECK(after.at("enig_requests_total{aim=\"page\",status=\"200\"}") == 1);
  CHECK(after.at("enig_requests_total{aim=\"other\",status=\"404\"}") == 1);
  CHECK(after.at("enig_requests_total{aim=\"totals\",status=\"200\"}") == 1);
  CHECK(after.at("enig_requests_total{aim=\"unread\",status=\"400\"}") == 1);
  CHECK(after.at("enig_ballots_acknowledged_total") == 4);
  CHECK(after.at("enig_commit_ballots_sum") == 4);
  CHECK(after.at("enig_commit_ballots_count") == 4);
  CHECK(after.at("enig_commit_seconds_count") == 4);
  CHECK(after.at("enig_commit_ballots_bucket{le=\"1\"}") == 4);
  CHECK(after.at("enig_release_number{policy=\"smaasaker\"}") == 4);
  // 12:15:00 where the clock says 12:15:30.
  CHECK(after.at("enig_release_timestamp_seconds{policy=\"smaasaker\"}") == 1'795'522'500);
  CHECK(after.at("enig_release_number{policy=\"parks\"}") == 0);
}

TEST_CASE("what waits, who reads and who was turned away can be seen while it is so") {
  support::ServerOptions options;
  options.http.connections_per_address_max = 3;
  options.metrics = anywhere;
  RunningServer server(std::move(options));
  HttpClient reader(server.port());
  CHECK(reader.ask("GET", "/api/v1/policies/smaasaker/events").status == 200);
  CHECK(metrics_of(server).at("enig_streams") == 1);
  server.stubborn->hold();
  auto put = [&](unsigned number) {
    return std::async(std::launch::async, [&server, number] {
      return server.ask("PUT", ballot_url(number), ballot_json(agrees), json_body).status;
    });
  };
  auto first = put(1);
  server.stubborn->wait_for_commit();
  auto second = put(2);
  while (metrics_of(server).at("enig_ballots_waiting") < 1) continue;
  auto crowded = metrics_of(server);
  CHECK(crowded.at("enig_ballots_waiting") == 1);
  CHECK(crowded.at("enig_connections") == 3);
  CHECK(crowded.at("enig_connections_refused_total") == 0);
  CHECK(HttpClient(server.port()).is_closed());
  CHECK(metrics_of(server).at("enig_connections_refused_total") == 1);
  server.stubborn->let_go();
  CHECK(first.get() == 204);
  CHECK(second.get() == 204);
  CHECK(metrics_of(server).at("enig_ballots_waiting") == 0);
}

TEST_CASE(
    "ballots that were committed together, and how long it took, are counted in their class") {
  server::Metrics metrics;
  metrics.committed(1, std::chrono::microseconds(500));
  metrics.committed(39, std::chrono::microseconds(501));
  metrics.committed(5'000, std::chrono::seconds(6));
  const auto samples = parsed(metrics.to_text({}));
  CHECK(samples.at("enig_commit_ballots_bucket{le=\"1\"}") == 1);
  CHECK(samples.at("enig_commit_ballots_bucket{le=\"32\"}") == 1);
  CHECK(samples.at("enig_commit_ballots_bucket{le=\"64\"}") == 2);
  CHECK(samples.at("enig_commit_ballots_bucket{le=\"1024\"}") == 2);
  CHECK(samples.at("enig_commit_ballots_bucket{le=\"+Inf\"}") == 3);
  CHECK(samples.at("enig_commit_ballots_sum") == 5'040);
  CHECK(samples.at("enig_commit_seconds_bucket{le=\"0.0005\"}") == 1);
  CHECK(samples.at("enig_commit_seconds_bucket{le=\"0.001\"}") == 2);
  CHECK(samples.at("enig_commit_seconds_bucket{le=\"5\"}") == 2);
  CHECK(samples.at("enig_commit_seconds_bucket{le=\"+Inf\"}") == 3);
  CHECK(samples.at("enig_commit_seconds_sum") == 6.001001);
}

TEST_CASE("metrics are for the machine itself: nobody else's address, and no page of a browser") {
  RunningServer server({.metrics = anywhere});
  CHECK(server.ask("GET", "/metrics").status == 404);
  HttpClient client(server.metrics_port());
  CHECK(client.ask("GET", "/healthz").status == 404);
  CHECK(client.ask("POST", "/metrics", "x").status == 405);
  CHECK(client.ask("GET", "/metrics", {}, {{"Sec-Fetch-Site", "same-origin"}}).status == 403);
  CHECK(client.ask("GET", "/metrics", {}, {{"Origin", "https://evil.example"}}).status == 403);
  CHECK(client.ask("GET", "/metrics", {}, {{"Sec-Fetch-Site", "none"}}).status == 200);
  for (const char* const address : {"127.0.0.1", "127.9.9.9", "::1"}) {
    CHECK_FALSE(server::metrics_refusal({address, 1}).has_value());
  }
  for (const char* const address :
       {"0.0.0.0", "::", "192.0.2.7", "10.0.0.1", "128.0.0.1", "fe80::1", "localhost", ""}) {
    CAPTURE(address);
    CHECK(server::metrics_refusal({address, 1}).has_value());
    const auto refused = server::metrics_server({address, 0}, [] { return std::string(); });
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().fault == Fault::refused);
  }
}

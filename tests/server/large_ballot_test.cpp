// A ballot to a policy of 2,000 points with the longest ids, answered to the last of them.
#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "app/update.h"
#include "base/limits.h"
#include "page/resident.h"
#include "tests/server/running_server.h"
#include "tests/support/golden.h"
#include "tests/support/publications.h"
#include "wire/ballot.h"

using namespace enig;
using nlohmann::json;
using support::Reply;
using support::RunningServer;

namespace {

constexpr int points = 2'000;

// As long as an id may be.
PointId point_id(int number) { return PointId(fmt::format("{:0>64}", number)); }

files::Catalogue large_catalogue() {
  files::Catalogue catalogue = support::small_catalogue();
  policy::Policy& policy = catalogue.policies.front().policy;
  std::vector<policy::Point>& all = policy.sections.front().points;
  all.clear();
  for (int i = 0; i < points; ++i) {
    all.push_back({.id = point_id(i), .text = support::nb("Noe."), .points = {}});
  }
  policy.sections.erase(policy.sections.begin() + 1, policy.sections.end());
  return catalogue;
}

// Everything that a person can do on the page, done.
app::State everything() {
  app::State state;
  state.language = "nb";
  state.consent = app::Consent::given;
  state.topic = opinion::Stance::disagree;
  state.query = std::string(limits::query_bytes_max, 'x');
  state.open_tools.insert(app::whole_topic);
  for (int i = 0; i < points; ++i) {
    state.answers.emplace(point_id(i), opinion::Stance::disagree);
    state.important.insert(point_id(i));
    state.open_tools.insert({point_id(i)});
  }
  return state;
}

policy::Publication publication() {
  policy::Publication made = support::small_publication();
  made.policy = large_catalogue().policies.front().policy;
  return made;
}

void check_counted(const RunningServer& server) {
  const json totals = json::parse(server.totals().body);
  CHECK(totals["ballots"] == 1);
  CHECK(totals["topic"]["disagree"] == 1);
  int answered = 0;
  for (const auto& [id, counts] : totals["points"].items()) {
    answered += counts["disagree"] == 1 && counts["important"] == 1 ? 1 : 0;
  }
  CHECK(answered == points);
}

}  // namespace

TEST_CASE("2,000 points with the longest ids can be answered, all of them, as a ballot") {
  const RunningServer server({.catalogue = large_catalogue(), .mode = policy::Mode::trial});
  const std::string body = wire::to_json(app::ballot_of(publication(), everything()));
  CHECK(body.size() > limits::small_body_bytes_max);
  REQUIRE(server.ask("PUT", support::ballot_url(1), body, support::json_body).status == 204);
  check_counted(server);
}

TEST_CASE("2,000 points with the longest ids can be answered, all of them, by form") {
  const RunningServer server({.catalogue = large_catalogue(), .mode = policy::Mode::trial});
  app::State state = everything();
  // The last answer is the press.
  const PointId last = point_id(points - 1);
  state.answers.erase(last);
  std::string body = "press=disagree:" + last.str() + "&q=" + state.query;
  for (const page::HiddenField& field : page::hidden_fields(publication(), state)) {
    body += "&" + field.name + "=" + field.value;
  }
  CHECK(body.size() > limits::small_body_bytes_max);
  const Reply page = server.ask("POST", "/oya/smaa/", body, support::own_form_body);
  REQUIRE(page.status == 200);
  check_counted(server);
}

TEST_CASE("a server takes no more than its largest policy needs") {
  const RunningServer small({.mode = policy::Mode::trial});
  const std::string body = wire::to_json(app::ballot_of(publication(), everything()));
  CHECK(small.ask("PUT", support::ballot_url(1), body, support::json_body).status == 413);
  const RunningServer large({.catalogue = large_catalogue(), .mode = policy::Mode::trial});
  const std::string spaces(limits::request_base_bytes + points * limits::point_bytes_max + 1, ' ');
  CHECK(large.ask("PUT", support::ballot_url(1), spaces, support::json_body).status == 413);
}

TEST_CASE("only where answers are taken may a body be as large as they are") {
  const RunningServer server({.catalogue = large_catalogue(), .mode = policy::Mode::trial});
  const std::string spaces(limits::small_body_bytes_max + 1, ' ');
  CHECK(server.ask("POST", "/oya/smaa/", spaces, support::own_form_body).status != 413);
  for (const char* address : {"/", "/healthz", "/api/v1/policies", "/no/such/page/"}) {
    CAPTURE(address);
    CHECK(server.ask("POST", address, spaces, support::own_form_body).status == 413);
  }
}

TEST_CASE("the largest policy that can be is what every limit has room for") {
  const std::string id(limits::id_bytes_max, 'a');
  const std::string point = "&a." + id + "=disagree&i." + id + "=yes&open=tools%3A" + id;
  CHECK(point.size() <= limits::point_bytes_max);
  const std::string in_ballot = ",\"" + id + "\":\"disagree\",\"" + id + "\"";
  CHECK(in_ballot.size() <= limits::point_bytes_max);
  const std::string in_kept = in_ballot + ",\"" + id + "\"";
  CHECK(in_kept.size() * limits::points_max + 1'024 <= limits::kept_bytes_max);
}

TEST_CASE("the documented nginx lets through what any policy needs") {
  const std::string nginx = support::read_file("tools/deploy/nginx.conf");
  for (const char* const directive : {"client_max_body_size", "client_body_buffer_size"}) {
    CAPTURE(directive);
    const std::string line = fmt::format("{} {};", directive, limits::request_body_bytes_max);
    CHECK(nginx.find(line) != std::string::npos);
  }
}

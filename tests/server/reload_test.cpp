// Other policies take the place of those that are served, while people answer.
#include <fmt/format.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/running_server.h"
#include "tests/support/publications.h"

using namespace enig;
using nlohmann::json;
using support::ballot_json;
using support::ballot_url;
using support::HttpClient;
using support::json_body;
using support::RunningServer;
using support::small_catalogue;

namespace {

constexpr const char* next_revision = "9988776655443322";

// small_catalogue() with a point more, in front of all others, so that every other has another
// place.
files::Catalogue next_catalogue() {
  files::Catalogue catalogue = small_catalogue();
  policy::Policy& policy = catalogue.policies.front().policy;
  policy.revision = Revision(next_revision);
  auto& points = policy.sections.front().points;
  points.insert(points.begin(), support::point("ny", "Et nytt punkt."));
  return catalogue;
}

std::string ballot(std::string_view revision, std::string_view members) {
  return fmt::format(R"({{"policy":"smaasaker","revision":"{}","consent":true,{}}})", revision,
                     members);
}

json points_of(const RunningServer& server) {
  return json::parse(server.totals().body).at("points");
}

constexpr const char* old_revision = "00112233aabbccdd";
constexpr const char* agrees = R"("answers":{"sone-1":"agree"})";

}  // namespace

TEST_CASE("a policy that has changed is published, and every answer stays with its point") {
  RunningServer server({.mode = policy::Mode::trial});
  REQUIRE(server.ask("PUT", ballot_url(1), ballot(old_revision, agrees), json_body).status == 204);
  HttpClient open_page(server.port());
  REQUIRE(open_page.ask("GET", "/api/v1/policies/smaasaker/events?after=1").status == 200);

  REQUIRE(server.publish(next_catalogue()).has_value());
  CHECK(server.ask("GET", "/oya/smaa/").body.find("Et nytt punkt.") != std::string::npos);
  CHECK(points_of(server).at("sone-1").at("agree") == 1);
  CHECK(points_of(server).at("ny").at("agree") == 0);
  CHECK(server.ask("PUT", ballot_url(2), ballot(old_revision, agrees), json_body).status == 409);
  REQUIRE(server.ask("PUT", ballot_url(2), ballot(next_revision, agrees), json_body).status == 204);
  CHECK(points_of(server).at("sone-1").at("agree") == 2);
  CHECK(points_of(server).at("ny").at("agree") == 0);
  // The stream that was open before tells of it.
  CHECK(open_page.read_until("id: 2\n").find("event: release") != std::string::npos);
}

TEST_CASE("a ballot that waits while its policy changes is kept for what it was meant for") {
  RunningServer server({.mode = policy::Mode::trial});
  server.stubborn->hold();
  auto kept = std::async(std::launch::async, [&] {
    return server.ask("PUT", ballot_url(1), ballot(old_revision, agrees), json_body).status;
  });
  server.stubborn->wait_for_commit();
  auto published =
      std::async(std::launch::async, [&] { return server.publish(next_catalogue()).has_value(); });
  server.stubborn->let_go();
  CHECK(kept.get() == 204);
  CHECK(published.get());
  CHECK(points_of(server).at("sone-1").at("agree") == 1);
  CHECK(points_of(server).at("ny").at("agree") == 0);
}

TEST_CASE("under load, every answer is counted for its own point or refused as stale") {
  support::ServerOptions options;
  options.mode = policy::Mode::trial;
  options.http.proxies = {"127.0.0.1"};  // many people's, so that their budget is not one's
  RunningServer server(std::move(options));
  constexpr unsigned people = 4;
  std::atomic<bool> ending{false};
  std::vector<std::future<unsigned>> visits;
  for (unsigned person = 0; person < people; ++person) {
    visits.push_back(std::async(std::launch::async, [&, person] {
      HttpClient client(server.port());
      unsigned kept = 0;
      for (unsigned i = 0; !ending; ++i) {
        const std::string url = ballot_url(1 + person + people * kept);
        const char* const revision = i % 2 == 0 ? old_revision : next_revision;
        const int status = client.ask("PUT", url, ballot(revision, agrees), json_body).status;
        if (status == 204) ++kept;
        // While policies change places, the old one's ballots are to be sent again.
        if (status != 204 && status != 409 && status != 503)
          throw std::runtime_error(fmt::format("{}", status));
      }
      return kept;
    }));
  }
  for (int i = 0; i < 40; ++i) {
    REQUIRE(server.publish(i % 2 == 0 ? next_catalogue() : small_catalogue()).has_value());
  }
  ending = true;
  unsigned kept = 0;
  for (auto& visit : visits) kept += visit.get();
  REQUIRE(kept > 0);
  REQUIRE(server.publish(next_catalogue()).has_value());
  CHECK(points_of(server).at("sone-1").at("agree") == kept);
  CHECK(points_of(server).at("ny").at("agree") == 0);
}

TEST_CASE("a policy that is taken away is no more there, and can be withdrawn from") {
  RunningServer server({.mode = policy::Mode::trial});
  REQUIRE(server.ask("PUT", ballot_url(1), ballot(old_revision, agrees), json_body).status == 204);
  files::Catalogue parks = small_catalogue();
  parks.policies.erase(parks.policies.begin());
  parks.site.topics.erase(parks.site.topics.begin());
  REQUIRE(server.publish(std::move(parks)).has_value());
  CHECK(server.ask("GET", "/oya/smaa/").status == 404);
  CHECK(server.totals().status == 404);
  CHECK(server.ask("PUT", ballot_url(1), ballot(old_revision, agrees), json_body).status == 422);
  CHECK(server.ask("DELETE", ballot_url(1)).status == 204);
  REQUIRE(server.publish(small_catalogue()).has_value());
  server.pass_minutes(1);
  CHECK(points_of(server).at("sone-1").at("agree") == 0);
}

TEST_CASE("what cannot be published leaves everything as it was") {
  RunningServer server({.mode = policy::Mode::trial});
  files::Catalogue twice = next_catalogue();
  twice.policies[1].path = twice.policies[0].path;
  const auto refused = server.publish(std::move(twice));
  REQUIRE_FALSE(refused.has_value());
  CHECK(to_text(refused.error()).find("is that of something else already") != std::string::npos);
  server.stubborn->fail_opens(Error{Fault::busy, "There is no room.", "Make some."});
  CHECK_FALSE(server.publish(next_catalogue()).has_value());
  CHECK(server.ask("GET", "/oya/smaa/").body.find("Et nytt punkt.") == std::string::npos);
  CHECK(server.ask("PUT", ballot_url(1), ballot(old_revision, agrees), json_body).status == 204);
  CHECK(points_of(server).at("sone-1").at("agree") == 1);
  CHECK(server.publish(next_catalogue()).has_value());
}

TEST_CASE("policies that were half taken over when the database went away mean what they meant") {
  RunningServer server({.mode = policy::Mode::trial});
  REQUIRE(server.ask("PUT", ballot_url(1), ballot(old_revision, agrees), json_body).status == 204);
  files::Catalogue both = next_catalogue();
  both.policies[1].policy.revision = Revision("0011001100110011");
  // The first policy is opened as it is now, the second is not, and nor is the first as it was.
  server.stubborn->fail_opens(Error{Fault::busy, "There is no database.", ""},
                              {.well = 1, .failing = 4});
  const auto refused = server.publish(both);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == Fault::busy);
  // Nothing is asked of the store before it knows the old policies again.
  const int status =
      server.ask("PUT", ballot_url(2), ballot(old_revision, agrees), json_body).status;
  CHECK(status == 503);
  CHECK_FALSE(server.publish(both).has_value());
  CHECK(server.ask("PUT", ballot_url(2), ballot(old_revision, agrees), json_body).status == 204);
  CHECK(points_of(server).at("sone-1").at("agree") == 2);
  REQUIRE(server.publish(both).has_value());
  CHECK(points_of(server).at("sone-1").at("agree") == 2);
  CHECK(points_of(server).at("ny").at("agree") == 0);
  CHECK(server.stop().has_value());
}

TEST_CASE("a theme, a program or a picture that is new is served from the next edition on") {
  server::SiteFiles before;
  before.add("/icon.svg", server::uncompressed("image/svg+xml", "<svg/>"));
  RunningServer server({.mode = policy::Mode::trial, .site_files = before});
  REQUIRE(server.publish(next_catalogue()).has_value());
  CHECK(server.ask("GET", "/icon.svg").body == "<svg/>");
  server::SiteFiles after;
  after.add("/icon.svg", server::uncompressed("image/svg+xml", "<svg></svg>"));
  REQUIRE(server.publish(small_catalogue(), after).has_value());
  CHECK(server.ask("GET", "/icon.svg").body == "<svg></svg>");
  // What cannot be published takes no file with it.
  server.stubborn->fail_opens(Error{Fault::busy, "There is no room.", ""});
  CHECK_FALSE(server.publish(next_catalogue(), before).has_value());
  REQUIRE(server.publish(next_catalogue()).has_value());
  CHECK(server.ask("GET", "/icon.svg").body == "<svg></svg>");
}

TEST_CASE("the release rule of the new site is the one that counts") {
  RunningServer server;
  REQUIRE(server.ask("PUT", ballot_url(1), ballot(old_revision, agrees), json_body).status == 204);
  CHECK(points_of(server).at("sone-1").at("agree") == 0);
  files::Catalogue open = small_catalogue();
  open.site.release = {.first_ballots = 1, .next_ballots = 1, .minutes = 0};
  REQUIRE(server.publish(std::move(open)).has_value());
  CHECK(points_of(server).at("sone-1").at("agree") == 1);
}

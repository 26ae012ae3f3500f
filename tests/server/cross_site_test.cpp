// Requests that a page of another site makes, as browsers of today and of before send them.
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/limits.h"
#include "opinion/ballot.h"
#include "server/form_token.h"
#include "tests/server/running_server.h"

using namespace enig;
using nlohmann::json;
using server::FormTokens;
using support::ballot_json;
using support::ballot_url;
using support::Headers;
using support::Reply;
using support::RunningServer;

namespace {

constexpr const char* embedder = "https://www.example.org";

files::Catalogue catalogue() {
  files::Catalogue catalogue = support::small_catalogue();
  catalogue.site.embed_origins = {embedder};
  return catalogue;
}

struct Sender {
  const char* name;
  Headers headers;
};

// Of programs and pages that may change something through the API.
const std::vector<Sender> welcome = {
    {"a program", {}},
    {"an own page", {{"Origin", "http://test"}, {"Sec-Fetch-Site", "same-origin"}}},
    {"an own page in an older browser", {{"Origin", "http://test"}}},
    {"an own page over TLS", {{"Origin", "https://test"}}},
    {"an own page behind a proxy that changes Host",
     {{"Origin", "https://enig.example"}, {"Sec-Fetch-Site", "same-origin"}}},
    {"an embedding page", {{"Origin", embedder}, {"Sec-Fetch-Site", "cross-site"}}},
    {"an embedding page in an older browser", {{"Origin", embedder}}},
};

const std::vector<Sender> foreign = {
    {"another site's page", {{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}}},
    {"the same in an older browser", {{"Origin", "https://evil.example"}}},
    {"a neighbour", {{"Origin", "https://evil.example.org"}, {"Sec-Fetch-Site", "same-site"}}},
    {"one that looks alike", {{"Origin", "https://www.example.org.evil.example"}}},
    {"one with another port", {{"Origin", "http://test:81"}}},
    {"the embedder without TLS", {{"Origin", "http://www.example.org"}}},
    {"a page in a sandbox", {{"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}}},
    {"a page that hides its origin", {{"Sec-Fetch-Site", "cross-site"}}},
};

// Hidden from the API, but what an older browser's own form sends too.
const Headers nameless = {{"Origin", "null"}};

Headers with_type(const Headers& headers, const char* type) {
  Headers all = headers;
  all.emplace_back("Content-Type", type);
  return all;
}
Headers as_json(const Headers& headers) { return with_type(headers, "application/json"); }
Headers as_form(const Headers& headers) {
  return with_type(headers, "application/x-www-form-urlencoded");
}

std::string field(const Reply& page, const std::string& name) {
  const std::string before = "<input type=\"hidden\" name=\"" + name + "\" value=\"";
  const std::size_t at = page.body.find(before);
  if (at == std::string::npos) return {};
  const std::size_t from = at + before.size();
  return page.body.substr(from, page.body.find('"', from) - from);
}

int agreeing(const RunningServer& server) {
  return json::parse(server.totals().body)["points"]["skole"]["agree"].get<int>();
}

const std::string answer = ballot_json(R"("answers":{"skole":"agree"})");

std::string form(const std::string& press, const Reply& page) {
  return "revision=00112233aabbccdd&consent=yes&press=" + press +
         "&ballot=" + field(page, "ballot") + "&token=" + field(page, "token");
}

}  // namespace

TEST_CASE("ballots are put and withdrawn by programs, own pages and those of allowed origins") {
  const RunningServer server({.catalogue = catalogue(), .mode = policy::Mode::trial});
  for (const Sender& sender : welcome) {
    CAPTURE(sender.name);
    CHECK(server.ask("PUT", ballot_url(1), answer, as_json(sender.headers)).status == 204);
    CHECK(agreeing(server) == 1);
    CHECK(server.ask("DELETE", ballot_url(1), {}, sender.headers).status == 204);
    CHECK(agreeing(server) == 0);
  }
}

TEST_CASE("other sites' pages change nothing, and may read what everybody may") {
  const RunningServer server({.catalogue = catalogue(), .mode = policy::Mode::trial});
  REQUIRE(server.ask("PUT", ballot_url(1), answer, support::json_body).status == 204);
  std::vector<Sender> all = foreign;
  all.push_back({"a page without a name", nameless});
  for (const Sender& sender : all) {
    CAPTURE(sender.name);
    const Reply put = server.ask("PUT", ballot_url(2), answer, as_json(sender.headers));
    CHECK(put.status == 403);
    CHECK(put.body.find("embed_origins") != std::string::npos);
    CHECK(put.header("access-control-allow-origin").empty());
    CHECK(server.ask("DELETE", ballot_url(1), {}, sender.headers).status == 403);
    const Reply read = server.ask("GET", "/api/v1/policies/smaasaker/totals", {}, sender.headers);
    CHECK(read.status == 200);
    CHECK(read.header("access-control-allow-origin").empty());
  }
  CHECK(agreeing(server) == 1);
}

TEST_CASE("a browser that asks first is told who may do what") {
  const RunningServer server({.catalogue = catalogue()});
  const auto ask = [&](const char* origin, const std::string& address) {
    return server.ask("OPTIONS", address, {},
                      {{"Origin", origin}, {"Access-Control-Request-Method", "PUT"}});
  };
  const Reply allowed = ask(embedder, ballot_url(1));
  CHECK(allowed.status == 204);
  CHECK(allowed.header("access-control-allow-origin") == embedder);
  CHECK(allowed.header("access-control-allow-methods").find("PUT") != std::string::npos);
  CHECK(allowed.header("access-control-allow-headers").find("Content-Type") != std::string::npos);
  CHECK(allowed.header("access-control-allow-credentials").empty());
  CHECK(allowed.header("vary") == "Origin");
  const Reply refused = ask("https://evil.example", ballot_url(1));
  CHECK(refused.status == 403);
  CHECK(refused.header("access-control-allow-origin").empty());
  CHECK(ask(embedder, "/oya/smaa/").status == 405);
  CHECK(server.ask("OPTIONS", ballot_url(1)).status == 405);

  // What it then reads, also from a copy that was made for somebody else.
  const Reply totals = server.ask("GET", "/api/v1/policies/smaasaker/totals", {},
                                  {{"Origin", embedder}, {"Accept-Encoding", "br"}});
  CHECK(totals.header("access-control-allow-origin") == embedder);
  CHECK(totals.header("vary").find("Origin") != std::string::npos);
  CHECK(server.totals().header("vary").find("Origin") != std::string::npos);
}

TEST_CASE("a form of another site's page is refused with a page that says so") {
  const RunningServer server({.catalogue = catalogue(), .mode = policy::Mode::trial});
  const Reply own = server.ask("POST", "/oya/smaa/", "press=ask%3Askole", support::form_body);
  for (const Sender& sender : foreign) {
    CAPTURE(sender.name);
    Headers headers = as_form(sender.headers);
    headers.emplace_back("Accept", "text/html");
    const Reply refused = server.ask("POST", "/oya/smaa/", form("agree:skole", own), headers);
    CHECK(refused.status == 403);
    CHECK(refused.header("content-type") == "text/html; charset=utf-8");
  }
  CHECK(server.stubborn->commits().empty());
}

TEST_CASE("a form that no browser vouches for needs the token that its page was given") {
  RunningServer server({.mode = policy::Mode::trial});
  for (const Headers& browser : {as_form({}), as_form(nameless)}) {
    const auto post = [&](const std::string& body) {
      return server.ask("POST", "/oya/smaa/", body, browser);
    };
    // The page that asks for consent has it, and each after it.
    const Reply asked = post("revision=00112233aabbccdd&press=ask%3Askole");
    const Reply agreed = post(form("consent:yes", asked));
    REQUIRE(agreed.status == 200);
    CHECK(post(form("agree:skole", agreed)).status == 200);
    CHECK(agreeing(server) == 1);
    CHECK(post(form("delete:yes", agreed)).status == 200);
    CHECK(agreeing(server) == 0);

    // Another ballot's is none.
    const std::string other =
        "revision=00112233aabbccdd&consent=yes&press=agree:skole&ballot="
        "00112233445566778899aabbccddeeff&token=" +
        field(agreed, "token");
    CHECK(post(other).status == 403);
    CHECK(agreeing(server) == 0);
  }
}

TEST_CASE("a form that has lain open for too long keeps its answers, and the next press counts") {
  struct Tongue {
    const char* address;
    const char* sentence;
  };
  for (const Tongue& tongue : {Tongue{"/oya/smaa/", "Siden har vært åpen for lenge"},
                               Tongue{"/en/oya/smaa/", "This page has been open for too long"}}) {
    CAPTURE(tongue.address);
    RunningServer server({.mode = policy::Mode::trial});
    const auto post = [&](const std::string& body) {
      return server.ask("POST", tongue.address, body, support::form_body);
    };
    const Reply asked = post("revision=00112233aabbccdd&press=ask%3Askole");
    const Reply agreed = post(form("consent:yes", asked));
    server.pass_minutes(limits::form_token_minutes);
    CHECK(post(form("agree:skole", agreed)).status == 200);
    CHECK(agreeing(server) == 1);
    server.pass_minutes(1);
    const Reply late = post(form("disagree:skole", agreed) + "&a.skole=agree&a.baat=unsure");
    CHECK(late.status == 403);
    CHECK(late.header("content-type") == "text/html; charset=utf-8");
    CHECK(late.body.find(tongue.sentence) != std::string::npos);
    CHECK(field(late, "a.skole") == "disagree");
    CHECK(field(late, "a.baat") == "unsure");
    CHECK(field(late, "ballot") == field(agreed, "ballot"));
    CHECK(agreeing(server) == 1);

    const Reply again = post(form("agree:sone-1", late) + "&a.skole=disagree&a.baat=unsure");
    CHECK(again.status == 200);
    CHECK(again.body.find(tongue.sentence) == std::string::npos);
    const json points = json::parse(server.totals().body)["points"];
    CHECK(points["skole"]["disagree"] == 1);
    CHECK(points["baat"]["unsure"] == 1);
    CHECK(points["sone-1"]["agree"] == 1);

    // What is to be deleted stays until it is: nothing is said to be gone that is not.
    server.pass_minutes(limits::form_token_minutes + 1);
    const Reply kept = post(form("delete:yes", again) + "&a.skole=disagree");
    CHECK(kept.status == 403);
    CHECK(field(kept, "a.skole") == "disagree");
    CHECK(json::parse(server.totals().body)["ballots"] == 1);
  }
}

TEST_CASE("a token is its ballot's, its policy's, its server's, and of its time") {
  std::int64_t now = 1'795'522'530;
  FormTokens::Secret secret = {7};
  const FormTokens tokens(secret, [&now] { return now; });
  const PolicyId parks("parks");
  opinion::BallotId ballot;
  ballot.bytes = {1};
  const std::string token = tokens.make(parks, ballot);
  CHECK(tokens.holds(token, parks, ballot));
  CHECK_FALSE(tokens.holds(token, PolicyId("other"), ballot));
  CHECK_FALSE(tokens.holds(token, parks, std::nullopt));
  CHECK(tokens.holds(tokens.make(parks, std::nullopt), parks, std::nullopt));
  const std::string minute = token.substr(0, token.find('.'));
  CHECK_FALSE(tokens.holds(std::to_string(std::stoll(minute) + 1) + token.substr(minute.size()),
                           parks, ballot));
  for (const char* const none : {"", ".", "1", "x.y", "99999999999999999999."}) {
    CHECK_FALSE(tokens.holds(none, parks, ballot));
  }
  CHECK_FALSE(tokens.holds(token + "0", parks, ballot));
  secret[0] = 8;
  CHECK_FALSE(FormTokens(secret, [&now] { return now; }).holds(token, parks, ballot));
  now += limits::form_token_minutes * 60;
  CHECK(tokens.holds(token, parks, ballot));
  now += 60;
  CHECK_FALSE(tokens.holds(token, parks, ballot));
}

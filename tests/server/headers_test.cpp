// The header fields that keep a browser from doing what the publisher did not write: graded for
// every kind of reply.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/server/running_server.h"

using namespace enig;
using support::ballot_json;
using support::ballot_url;
using support::HttpClient;
using support::json_body;
using support::Reply;
using support::RunningServer;

namespace {

constexpr std::string_view embedder = "https://www.example.org";

files::Catalogue embedded_catalogue() {
  files::Catalogue catalogue = support::small_catalogue();
  catalogue.site.embed_origins = {std::string(embedder), "https://example.com"};
  return catalogue;
}

server::SiteFiles some_files() {
  server::SiteFiles files;
  files.add("/program/0123456789abcdef/enig.wasm",
            server::uncompressed("application/wasm", std::string("\0asm", 4)));
  files.add("/icon.svg", server::compressed("image/svg+xml", std::string(5'000, ' ')));
  return files;
}

struct Kind {
  std::string name;
  Reply reply;
};

// One of each kind of reply that there is, with its status.
std::vector<Kind> every_kind(const RunningServer& server) {
  std::vector<Kind> kinds;
  const auto add = [&](int status, std::string name, Reply reply) {
    CAPTURE(name);
    CHECK(reply.status == status);
    kinds.push_back({std::move(name), std::move(reply)});
  };
  const auto get = [&](int status, const char* address, const support::Headers& headers = {}) {
    add(status, address, server.ask("GET", address, {}, headers));
  };
  const support::Headers person = {{"Accept", "text/html"}};
  get(200, "/");
  get(200, "/oya/smaa/");
  get(200, "/accessibility/");
  get(200, "/program/0123456789abcdef/enig.wasm");
  get(200, "/icon.svg", {{"Accept-Encoding", "br"}});
  get(206, "/icon.svg", {{"Range", "bytes=0-1"}});
  get(416, "/icon.svg", {{"Range", "bytes=9999-"}});
  get(200, "/theme.0123456789abcdef.css");
  get(200, "/healthz");
  get(200, "/api/v1/policies");
  get(200, "/api/v1/policies/smaasaker/totals");
  get(200, "/api/v1/policies/smaasaker/events");
  get(304, "/icon.svg", {{"If-None-Match", "*"}});
  get(308, "/oya/smaa");
  get(400, "/%");
  get(404, "/nope");
  get(404, "/nope", person);
  get(404, "/api/v1/nope");
  add(405, "DELETE", server.ask("DELETE", "/"));
  const std::string ballot = ballot_json(R"("topic":"agree")");
  add(204, "PUT", server.ask("PUT", ballot_url(1), ballot, json_body));
  add(400, "PUT {", server.ask("PUT", ballot_url(1), "{", json_body));
  add(403, "a foreign PUT",
      server.ask("PUT", ballot_url(1), ballot, {{"Origin", "https://evil.example"}}));
  add(204, "preflight",
      server.ask("OPTIONS", ballot_url(1), {},
                 {{"Origin", std::string(embedder)}, {"Access-Control-Request-Method", "PUT"}}));
  add(200, "a form", server.ask("POST", "/oya/smaa/", "press=ask%3Askole", support::form_body));
  add(403, "a form without a token",
      server.ask("POST", "/oya/smaa/", "press=agree%3Askole&consent=yes&revision=00112233aabbccdd",
                 support::form_body));
  HttpClient rude(server.port());
  rude.send("nonsense\r\n\r\n");
  add(400, "nonsense", rude.read());
  return kinds;
}

// What stands after the directive's name, or nothing.
std::string directive(const std::string& policy, std::string_view name) {
  const std::size_t at = policy.find(std::string(name) + " ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + name.size() + 1;
  return policy.substr(from, std::min(policy.find(';', from), policy.size()) - from);
}

// What is wrong with a reply, in words: nothing for the best grade.
std::vector<std::string> faults_of(const Reply& reply) {
  std::vector<std::string> faults;
  const auto want = [&](bool holds, const char* fault) {
    if (!holds) faults.emplace_back(fault);
  };
  const std::string policy = reply.header("content-security-policy");
  want(directive(policy, "default-src") == "'none'", "something is allowed that is not named");
  want(directive(policy, "script-src") == "'self' 'wasm-unsafe-eval'", "other scripts may run");
  for (const char* const kind :
       {"style-src", "img-src", "font-src", "manifest-src", "connect-src", "worker-src"}) {
    want(directive(policy, kind) == "'self'", "something comes from elsewhere");
  }
  want(directive(policy, "form-action") == "'self'", "forms may be sent elsewhere");
  want(directive(policy, "base-uri") == "'none'", "addresses may be bent");
  want(directive(policy, "frame-ancestors") ==
           fmt::format("'self' {} https://example.com", embedder),
       "others may frame it");
  for (const char* const loose : {"'unsafe-inline'", "'unsafe-eval'", "data:", "blob:", "*",
                                  "http:", "https: ", "'unsafe-hashes'"}) {
    want(policy.find(loose) == std::string::npos, "the policy is loose");
  }
  want(reply.header("x-content-type-options") == "nosniff", "types may be guessed");
  want(reply.header("referrer-policy") == "no-referrer", "addresses are told to others");
  const std::string permissions = reply.header("permissions-policy");
  for (const char* const feature : {"camera", "microphone", "geolocation", "payment", "usb"}) {
    want(permissions.find(std::string(feature) + "=()") != std::string::npos,
         "the device may be asked for what is not needed");
  }
  want(reply.header("cross-origin-opener-policy") == "same-origin", "openers keep hold of it");
  const bool is_page = reply.header("content-type").starts_with("text/html");
  want(reply.header("cross-origin-resource-policy") == (is_page ? "cross-origin" : "same-origin"),
       "it may be taken in by whom it is not for");
  want(reply.header("strict-transport-security") == "max-age=31536000", "plain HTTP is come by");
  want(reply.header("set-cookie").empty(), "it sets a cookie");
  want(reply.header("server").empty(), "it says what it is");
  want(!reply.header("date").empty(), "it has no date");
  const bool has_freshness = !reply.header("cache-control").empty();
  want(has_freshness || reply.status == 308 || reply.status == 204 || reply.status == 416,
       "caches have to guess");
  return faults;
}

}  // namespace

TEST_CASE("every kind of reply has the best grade") {
  const RunningServer server({.catalogue = embedded_catalogue(),
                              .mode = policy::Mode::trial,
                              .site_files = some_files(),
                              .hsts_days = 365});
  for (const Kind& kind : every_kind(server)) {
    CAPTURE(kind.name, kind.reply.status);
    CHECK(faults_of(kind.reply) == std::vector<std::string>{});
  }
}

TEST_CASE(
    "browsers are told to come by TLS only where that is set, and pages framed where allowed") {
  const RunningServer server;
  const Reply page = server.ask("GET", "/");
  CHECK(page.header("strict-transport-security").empty());
  CHECK(page.header("cross-origin-resource-policy") == "same-origin");
  CHECK(directive(page.header("content-security-policy"), "frame-ancestors") == "'self'");
}

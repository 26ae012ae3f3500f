#include "server/published.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tests/server/running_server.h"
#include "tests/support/publications.h"

using namespace enig;
using server::Published;

namespace {

Published publish(files::Catalogue catalogue) {
  auto published = Published::create(std::move(catalogue), policy::Mode::counted);
  if (!published) FAIL(to_text(published.error()));
  return std::move(*published);
}

std::string addresses(const Published& published) {
  std::string all;
  for (const auto& [address, page] : published.pages()) {
    all += address + " " + page.language + (page.topic ? " " + std::to_string(*page.topic) : "") +
           "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("every topic has a page in every language, its own at the shortest address") {
  CHECK(addresses(publish(support::small_catalogue())) ==
        "/ nb\n"
        "/accessibility/ nb\n"
        "/en/ en\n"
        "/en/accessibility/ en\n"
        "/en/oya/smaa/ en 0\n"
        "/nb/oya/parks/ nb 1\n"
        "/oya/parks/ en 1\n"
        "/oya/smaa/ nb 0\n");
}

TEST_CASE("an address without its slash, or with a language too many, leads to the page") {
  const Published published = publish(support::small_catalogue());
  CHECK(published.moved("/oya/smaa") == "./smaa/");
  CHECK(published.moved("/en") == "./en/");
  CHECK(published.moved("/nb/") == "../");
  CHECK(published.moved("/nb/oya/smaa/") == "../../../oya/smaa/");
  CHECK(published.moved("/nb/oya/smaa") == "./smaa/");
  for (const char* const none :
       {"/", "/oya/smaa/", "/oya", "/oya/", "//", "", "x", "//example.org", "/nope"}) {
    CAPTURE(none);
    CHECK_FALSE(published.moved(none).has_value());
  }
}

TEST_CASE("policies are found by their id") {
  const Published published = publish(support::small_catalogue());
  REQUIRE(published.find(PolicyId("parks")) != nullptr);
  CHECK(published.find(PolicyId("parks"))->revision == Revision("ffeeddccbbaa0099"));
  CHECK(published.find(PolicyId("oya")) == nullptr);
  CHECK(published.url_of(1) == "/oya/parks/");
}

TEST_CASE("two things never have one address") {
  for (const char* const path :
       {"en/oya/smaa.json", "api/v1.json", "api.json", "healthz.json", "newsletter.json",
        "newsletter/spring.json", "en/newsletter.json"}) {
    CAPTURE(path);
    files::Catalogue catalogue = support::small_catalogue();
    catalogue.policies[1].path = path;
    const auto published = Published::create(std::move(catalogue), policy::Mode::counted);
    REQUIRE_FALSE(published.has_value());
    CHECK(published.error().fault == Fault::refused);
  }
}

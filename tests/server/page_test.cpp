#include <brotli/decode.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>

#include "tests/server/running_server.h"
#include "tests/support/publications.h"
#include "tests/support/temporary_folder.h"
#include "wire/publication.h"

using namespace enig;
using support::ballot_json;
using support::ballot_url;
using support::json_body;
using support::Reply;
using support::RunningServer;

namespace {

bool has(const Reply& reply, std::string_view text) {
  return reply.body.find(text) != std::string::npos;
}

// What the page carries for the browser's program.
std::string carried(const Reply& page) {
  const std::string_view open = R"(<script type="application/json" id="enig.publication">)";
  const std::size_t at = page.body.find(open);
  REQUIRE(at != std::string::npos);
  const std::size_t start = at + open.size();
  return page.body.substr(start, page.body.find("</script>", start) - start);
}

// The name of the style sheet that a page asks for.
std::string theme_of(const Reply& page) {
  const std::size_t at = page.body.find("theme.");
  REQUIRE(at != std::string::npos);
  return page.body.substr(at, page.body.find('"', at) - at);
}

std::string brotli_decoded(const std::string& bytes) {
  std::string out(1'000'000, '\0');
  std::size_t size = out.size();
  REQUIRE(BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                  &size, reinterpret_cast<std::uint8_t*>(out.data())) ==
          BROTLI_DECODER_RESULT_SUCCESS);
  return out.substr(0, size);
}

}  // namespace

TEST_CASE("a topic is a whole page that a browser without script can read") {
  const RunningServer server;
  const Reply page = server.ask("GET", "/oya/smaa/");
  CHECK(page.status == 200);
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.body.starts_with("<!doctype html>\n<html lang=\"nb\">"));
  CHECK(has(page, "Ha hele øya i sone 1."));
  CHECK(has(page, "Hus &amp; hjem &lt;alle&gt;."));
  CHECK(has(page, "<form id=\"enig.form\" method=\"post\""));
  CHECK(has(page, "href=\"../../" + theme_of(page) + "\""));
  CHECK(has(server.ask("GET", "/en/oya/smaa/"), "<html lang=\"en\">"));
  CHECK(has(server.ask("GET", "/en/oya/smaa/"), "href=\"../../../" + theme_of(page) + "\""));
  // There is no program here, so none is named.
  CHECK_FALSE(has(page, "loader.js"));
  CHECK(has(server.ask("GET", "/"), "href=\"./oya/smaa/\""));
  CHECK(has(server.ask("GET", "/en/"), "<html lang=\"en\">"));
}

TEST_CASE("a page carries the publication and the numbers that it shows") {
  const RunningServer server({.mode = policy::Mode::trial});
  const auto fresh = wire::parse_publication(carried(server.ask("GET", "/en/oya/smaa/")));
  REQUIRE(fresh.has_value());
  CHECK(fresh->language == "en");
  CHECK(fresh->publication.mode == policy::Mode::trial);
  CHECK(fresh->publication.policy == support::small_policy());
  REQUIRE(fresh->release.has_value());
  CHECK(fresh->release->number == 0);

  REQUIRE(server.ask("PUT", ballot_url(1), ballot_json(R"("topic":"agree")"), json_body).status ==
          204);
  const auto later = wire::parse_publication(carried(server.ask("GET", "/en/oya/smaa/")));
  REQUIRE(later.has_value());
  CHECK(later->release->number == 1);
  CHECK(later->release->sums.topic.agree == 1);
}

TEST_CASE("a page carries what others say to other topics, once that is released") {
  const RunningServer server({.mode = policy::Mode::trial});
  const auto sums = [&](const char* address) {
    return wire::parse_publication(carried(server.ask("GET", address)))->topic_sums;
  };
  CHECK(sums("/oya/parks/").empty());
  REQUIRE(server.ask("PUT", ballot_url(1), ballot_json(R"("topic":"agree")"), json_body).status ==
          204);
  CHECK(sums("/oya/parks/") ==
        wire::TopicSums{{PolicyId("smaasaker"), {.agree = 1, .disagree = 0, .unsure = 0}}});
  // Its own are in its release.
  CHECK(sums("/oya/smaa/").empty());
}

TEST_CASE("a closed site shows its numbers nowhere: not on a page, not in it, not in the API") {
  files::Catalogue catalogue = support::small_catalogue();
  catalogue.site.show = policy::Show::closed;
  const RunningServer server({.catalogue = std::move(catalogue), .mode = policy::Mode::trial});
  REQUIRE(server.ask("PUT", ballot_url(1), ballot_json(R"("topic":"agree")"), json_body).status ==
          204);
  const auto first = wire::parse_publication(carried(server.ask("GET", "/oya/smaa/")));
  REQUIRE(first.has_value());
  CHECK_FALSE(first->release.has_value());
  const auto other = wire::parse_publication(carried(server.ask("GET", "/oya/parks/")));
  REQUIRE(other.has_value());
  CHECK(other->topic_sums.empty());
  const Reply pressed = server.ask("POST", "/oya/smaa/",
                                   "press=disagree:skole&revision=00112233aabbccdd&consent=yes"
                                   "&ballot=00112233445566778899aabbccddeeff",
                                   support::own_form_body);
  CHECK(pressed.status == 200);
  const auto answered = wire::parse_publication(carried(pressed));
  REQUIRE(answered.has_value());
  CHECK_FALSE(answered->release.has_value());
  const Reply totals = server.totals();
  CHECK(totals.status == 403);
  CHECK(totals.header("content-type") == "application/problem+json");
  CHECK(has(totals, "The numbers of this site are not published."));
  CHECK(server.totals("storsaker").status == 404);
}

TEST_CASE("a page is sent again only when there is a new release") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string etag = server.ask("GET", "/oya/smaa/").header("etag");
  CHECK(server.ask("GET", "/oya/smaa/", {}, {{"If-None-Match", etag}}).status == 304);
  REQUIRE(server.ask("PUT", ballot_url(1), ballot_json(R"("topic":"agree")"), json_body).status ==
          204);
  const Reply changed = server.ask("GET", "/oya/smaa/", {}, {{"If-None-Match", etag}});
  CHECK(changed.status == 200);
  CHECK(changed.header("etag") != etag);
}

TEST_CASE("pages and JSON are sent small to who can read Brotli") {
  const RunningServer server;
  const std::string theme = "/" + theme_of(server.ask("GET", "/"));
  for (const std::string& address : {std::string("/oya/smaa/"), theme}) {
    CAPTURE(address);
    const Reply plain = server.ask("GET", address);
    const Reply small = server.ask("GET", address, {}, {{"Accept-Encoding", "gzip, deflate, br"}});
    CHECK(plain.header("content-encoding").empty());
    CHECK(plain.header("vary") == "Accept-Encoding");
    CHECK(small.header("content-encoding") == "br");
    CHECK(small.header("content-type") == plain.header("content-type"));
    CHECK(small.body.size() < plain.body.size() / 2);
    CHECK(brotli_decoded(small.body) == plain.body);
    CHECK(small.header("etag") != plain.header("etag"));
    CHECK(server
              .ask("GET", address, {},
                   {{"Accept-Encoding", "br"}, {"If-None-Match", small.header("etag")}})
              .status == 304);
  }
}

TEST_CASE("what is one packet anyway is sent as it is") {
  const RunningServer server;
  const Reply list = server.ask("GET", "/api/v1/policies", {}, {{"Accept-Encoding", "br"}});
  CHECK(list.header("content-encoding").empty());
  CHECK(list.header("vary").empty());
}

TEST_CASE("an address without its slash leads to the page for good") {
  const RunningServer server;
  const Reply moved = server.ask("GET", "/oya/smaa");
  CHECK(moved.status == 308);
  CHECK(moved.header("location") == "./smaa/");
  CHECK(server.ask("POST", "/oya/smaa", "x=y", support::form_body).status == 308);
}

TEST_CASE("the accessibility statement is a page in every language, and every page leads to it") {
  const RunningServer server;
  const Reply statement = server.ask("GET", "/accessibility/");
  CHECK(statement.status == 200);
  CHECK(has(statement, ">Tilgjengelighet</h1>"));
  CHECK(server.ask("GET", "/accessibility").status == 308);
  CHECK(server.ask("POST", "/accessibility/", "x=y", support::form_body).status == 405);
  CHECK(has(server.ask("GET", "/en/accessibility/"), "<html lang=\"en\">"));
  CHECK(has(server.ask("GET", "/oya/smaa/"), "href=\"../../accessibility/\""));
  CHECK(has(server.ask("GET", "/en/"), "href=\"../en/accessibility/\""));
}

TEST_CASE("a person who is lost gets a page, a program a problem") {
  const RunningServer server;
  const Reply person = server.ask("GET", "/nope", {}, {{"Accept", "text/html,*/*;q=0.8"}});
  CHECK(person.status == 404);
  CHECK(person.header("content-type") == "text/html; charset=utf-8");
  CHECK(has(person, "<html lang=\"nb\">"));
  CHECK(has(person, ">Denne siden finnes ikke</h1>"));
  CHECK(has(person, "href=\"./\""));
  // The way on is found from wherever the person is, in the language that they read.
  const Reply deep =
      server.ask("GET", "/en/oya/no/such/page", {}, {{"Accept", "text/html,*/*;q=0.8"}});
  CHECK(deep.status == 404);
  CHECK(has(deep, "<html lang=\"en\">"));
  CHECK(has(deep, ">This page does not exist</h1>"));
  CHECK(has(deep, "href=\"../../../../en/\""));
  CHECK(has(deep, "href=\"../../../../" + theme_of(deep) + "\""));
  // Also with another method, and where the request never reached a route.
  const Reply posted = server.ask("POST", "/", "x=y", {{"Accept", "text/html"}});
  CHECK(posted.status == 405);
  CHECK(has(posted, ">Det gikk ikke</h1>"));
  CHECK(has(posted, ">Feilkode 405</p>"));
  CHECK_FALSE(has(posted, "This address answers"));
  const Reply in_english = server.ask("POST", "/en/", "x=y", {{"Accept", "text/html"}});
  CHECK(has(in_english, ">Error code 405: This address answers GET, HEAD only.</p>"));
  CHECK(has(posted, "id=\"enig.wrong.again\""));
  const Reply long_address =
      server.ask("GET", "/" + std::string(3'000, 'x'), {}, {{"Accept", "text/html"}});
  CHECK(long_address.status == 414);
  CHECK(has(long_address, ">Feilkode 414</p>"));
  CHECK(server.ask("GET", "/api/v1/nope", {}, {{"Accept", "text/html"}}).header("content-type") ==
        "application/problem+json");
  const Reply program = server.ask("GET", "/nope", {}, {{"Accept", "*/*"}});
  CHECK(program.status == 404);
  CHECK(program.header("content-type") == "application/problem+json");
}

TEST_CASE("where the address says nothing of it, a lost person is told in the language they want") {
  const RunningServer server;
  const auto language = [&](const std::string& address, const std::string& wanted) {
    const Reply page =
        server.ask("GET", address, {}, {{"Accept", "text/html"}, {"Accept-Language", wanted}});
    const std::size_t at = page.body.find("<html lang=\"");
    return at == std::string::npos ? "" : page.body.substr(at + 12, 2);
  };
  CHECK(language("/nope", "en-GB, en;q=0.9") == "en");
  CHECK(language("/nope", "nn, en;q=0.9") == "nb");
  CHECK(language("/nope", "fr") == "nb");
  // The page that one is on says it better than the browser.
  CHECK(language("/en/nope", "nb") == "en");
}

TEST_CASE("a lost person can go on in another language") {
  const RunningServer server;
  const Reply lost = server.ask("GET", "/oya/nope/", {}, {{"Accept", "text/html"}});
  CHECK(has(lost, "id=\"enig.language.en\""));
  CHECK(has(lost, "href=\"../../en/\""));
}

TEST_CASE("the theme is the publisher's, whatever lies in the site folder") {
  files::Catalogue catalogue = support::small_catalogue();
  catalogue.site.theme.accent = "#123456";
  server::SiteFiles files;
  const std::string older = "/theme.0123456789abcdef.css";
  files.add("/style.css", server::uncompressed("text/css", "own"));
  const RunningServer server({.catalogue = std::move(catalogue), .site_files = std::move(files)});
  const Reply theme = server.ask("GET", "/" + theme_of(server.ask("GET", "/")));
  CHECK(theme.header("content-type") == "text/css; charset=utf-8");
  CHECK(theme.header("cache-control") == "public, max-age=31536000, immutable");
  CHECK(has(theme, "#123456"));
  CHECK(server.ask("GET", "/style.css").body == "own");
  // A page that is older than the theme goes on being shown, and is asked about again.
  const Reply to_older = server.ask("GET", older);
  CHECK(to_older.body == theme.body);
  CHECK(to_older.header("cache-control") == support::asked_freshness);
  CHECK(server.ask("GET", "/theme.css").status == 404);
}

TEST_CASE("the program's files may be kept for good, and pages name the newest") {
  server::SiteFiles files;
  const support::TemporaryFolder folder;
  folder.write("program/0123456789abcdef/loader.js", "old");
  folder.write("program/fedcba9876543210/loader.js", "new");
  folder.write("program/current", "fedcba9876543210\n");
  folder.write("worker.js", "worker");
  auto loaded = server::SiteFiles::load(folder.path());
  REQUIRE(loaded.has_value());
  const RunningServer server({.site_files = std::move(*loaded)});
  const Reply page = server.ask("GET", "/oya/smaa/");
  CHECK(page.header("cache-control") == support::asked_freshness);
  CHECK(has(page, "src=\"../../program/fedcba9876543210/loader.js\""));
  for (const char* const name : {"0123456789abcdef", "fedcba9876543210"}) {
    const Reply file = server.ask("GET", "/program/" + std::string(name) + "/loader.js");
    CHECK(file.status == 200);
    CHECK(file.header("cache-control") == "public, max-age=31536000, immutable");
    CHECK_FALSE(file.header("etag").empty());
  }
  CHECK(server.ask("GET", "/worker.js").header("cache-control") == support::asked_freshness);
  CHECK(server.ask("GET", "/program/current").status == 404);
}

TEST_CASE("a program that is not whole is not named") {
  const support::TemporaryFolder folder;
  CHECK(server::newest_program(folder.path()).empty());
  folder.write("program/current", "fedcba9876543210\n");
  CHECK(server::newest_program(folder.path()).empty());
  folder.write("program/current", "../../etc\n");
  CHECK(server::newest_program(folder.path()).empty());
  folder.write("program/fedcba9876543210/loader.js", "new");
  folder.write("program/current", "fedcba9876543210\n");
  CHECK(server::newest_program(folder.path()) == "program/fedcba9876543210/");
}

TEST_CASE("a page says how a card unfolds, for answers before the program runs") {
  const RunningServer server;
  const Reply page = server.ask("GET", "/oya/smaa/");
  const std::size_t first =
      page.body.find("<template id=\"enig.early.first\" data-card=\"sone-1\"");
  const std::size_t next = page.body.find("<template id=\"enig.early.next\" data-card=\"sone-1\"");
  REQUIRE(first != std::string::npos);
  REQUIRE(next > first);
  const std::string asking = page.body.substr(first, next - first);
  const std::string other = page.body.substr(next, page.body.find("</template>", next) - next);
  CHECK(asking.find("id=\"sone-1.consent.yes\"") != std::string::npos);
  CHECK(asking.find("id=\"sone-1.outcome\"") != std::string::npos);
  CHECK(other.find("sone-1.consent") == std::string::npos);
  CHECK(other.find("id=\"sone-1.outcome\"") != std::string::npos);
  CHECK_FALSE(has(server.ask("GET", "/"), "<template"));
}

#include "wire/publication.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tests/support/publications.h"

using namespace enig;
using wire::CarriedPage;

namespace {

// parse_site asks for a topic, which the page needs no more but carries.
policy::Publication small_publication() {
  policy::Publication publication = support::small_publication();
  publication.site.topics = {{"oya/smaa.json"}, {"oya/parks.json"}};
  return publication;
}

opinion::Release first_release() {
  opinion::Release release;
  release.policy = PolicyId("smaasaker");
  release.revision = Revision("00112233aabbccdd");
  release.number = 1;
  release.released_at = {1'795'522'500};
  release.points = policy::point_ids(support::small_policy());
  release.sums.ballots = 21;
  release.sums.points.resize(release.points.size());
  release.sums.points[0].stances.agree = 21;
  return release;
}

std::string replaced(std::string json, std::string_view part, std::string_view other) {
  const std::size_t at = json.find(part);
  REQUIRE(at != std::string::npos);
  return json.replace(at, part.size(), other);
}

}  // namespace

TEST_CASE("the browser's program starts from the very publication that the server had") {
  const policy::Mode mode =
      GENERATE(policy::Mode::counted, policy::Mode::trial, policy::Mode::read_only);
  policy::Publication publication = small_publication();
  publication.mode = mode;
  const CarriedPage sent{publication, "en", first_release()};
  CHECK(wire::parse_publication(wire::to_json(sent.publication, sent.language, sent.release)) ==
        sent);
}

TEST_CASE("a page without a release carries none") {
  const CarriedPage sent{small_publication(), "nb", std::nullopt};
  const std::string json = wire::to_json(sent.publication, sent.language, sent.release);
  CHECK(json.ends_with("\"release\":null}"));
  CHECK(wire::parse_publication(json) == sent);
}

TEST_CASE("every setting of the site travels") {
  policy::Publication publication = small_publication();
  publication.site.theme = {.accent = "#003366", .accent_dark = "#99ccff"};
  publication.site.release = {.first_ballots = 5, .next_ballots = 6, .minutes = 7};
  publication.site.show = policy::Show::closed;
  publication.site.embed_origins = {"https://www.example.org"};
  const CarriedPage sent{publication, "nb", std::nullopt};
  CHECK(wire::parse_publication(wire::to_json(publication, "nb", std::nullopt)) == sent);
}

TEST_CASE("nothing in a page can end the script element that carries it") {
  policy::Publication publication = small_publication();
  publication.policy.title = support::nb("</script><!-- <script>");
  publication.site.title = support::nb("<b>");
  publication.topics[0].title = support::nb("</SCRIPT>");
  const std::string json = wire::to_json(publication, "nb", first_release());
  CHECK(json.find('<') == std::string::npos);
  CHECK(wire::parse_publication(json) == CarriedPage{publication, "nb", first_release()});
}

TEST_CASE("a page that was tampered with is refused") {
  const std::string json = wire::to_json(small_publication(), "nb", first_release());
  const std::string bad =
      GENERATE_COPY(as<std::string>(), "", "{}", "[]", json + "x", json.substr(0, json.size() - 1),
                    replaced(json, R"("mode":"counted")", R"("mode":"free")"),
                    replaced(json, R"("mode":"counted",)", ""),
                    replaced(json, R"("language":"nb")", R"("language":1)"),
                    replaced(json, R"("path":"oya/smaa")", R"("path":7)"),
                    replaced(json, R"("languages":["nb"],"path")", R"("languages":[],"path")"),
                    replaced(json, R"("title":{"nb":"Små saker"})", R"("title":{})"),
                    replaced(json, R"("format":"enig.site/1")", R"("format":"enig.site/9")"),
                    replaced(json, R"("format":"enig.policy/1")", R"("format":"enig.policy/9")"),
                    replaced(json, R"("ballots":21)", R"("ballots":20)"),
                    replaced(json, R"("release":{)", R"("release":[],"other":{)"),
                    replaced(json, R"("policy":{)", R"("policy":null,"other":{)"));
  CAPTURE(bad);
  CHECK_FALSE(wire::parse_publication(bad).has_value());
}

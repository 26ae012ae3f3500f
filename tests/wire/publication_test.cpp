#include "wire/publication.h"

#include <fmt/format.h>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>
#include <vector>

#include "base/limits.h"
#include "policy/json_tree.h"
#include "policy/parse.h"
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

// A policy file with these sections, in some languages.
struct PolicyText {
  std::string languages = R"(["nb","en"])";
  std::string sections;

  [[nodiscard]] std::string file() const {
    return fmt::format(
        R"({{"format":"enig.policy/1","id":"smaasaker","languages":{},"party":"P","title":"T",)"
        R"("intro":"I","sections":{},"question":"Q?",)"
        R"("follow_up":{{"agree":{{"thanks":"A"}},)"
        R"("disagree":{{"thanks":"D"}}}}}})",
        languages, sections);
  }
};

// The publication of a policy file, which must be right.
policy::Publication publication_of(const PolicyText& text) {
  policy::Parsed<policy::Policy> parsed =
      policy::parse("p.json", text.file(), policy::Origin::file);
  if (!parsed) FAIL(policy::to_text(parsed.error()));
  policy::Publication publication = small_publication();
  publication.policy = std::move(*parsed);
  publication.policy.revision = Revision("00112233aabbccdd");
  return publication;
}

opinion::Release release_of(const policy::Policy& policy) {
  opinion::Release release = first_release();
  release.points = policy::point_ids(policy);
  release.sums.points.assign(release.points.size(), {.stances = {7, 7, 7}, .important = 21});
  return release;
}

// One point a size that is given, in values: itself, its id, its text, and a text in each language.
std::string points_of(const std::vector<std::size_t>& sizes,
                      const std::vector<std::string>& languages) {
  std::string json;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    std::string words;
    for (std::size_t language = 0; language < sizes[i] - 3; ++language) {
      words += fmt::format(R"({}"{}":"x")", language == 0 ? "" : ",", languages[language]);
    }
    json += fmt::format(R"({}{{"id":"p{}","text":{{{}}}}})", i == 0 ? "" : ",", i, words);
  }
  return fmt::format(R"([{{"id":"s","title":"S","points":[{}]}}])", json);
}

std::size_t values_in(const policy::JsonNode& node) {
  std::size_t values = 1;
  for (const policy::JsonNode& item : node.items) values += values_in(item);
  for (const policy::JsonMember& member : node.members) values += values_in(member.value);
  return values;
}

std::size_t values_in(const PolicyText& text) {
  const std::string json = text.file();
  policy::ProblemList problems("p.json", json);
  const auto root = policy::read_json(json, policy::file_json_limits, problems);
  REQUIRE(root.has_value());
  return values_in(*root);
}

}  // namespace

TEST_CASE("the deepest policy that is legal reaches the browser's program") {
  // The root is level 1, each list of sections and each section one more.
  PolicyText text{.sections = R"([{"id":"p","text":{"nb":"Ja","en":"Yes"}}])"};  // 3 levels
  text.sections = fmt::format(R"([{{"id":"s","title":"S","points":{}}}])", text.sections);
  for (std::size_t depth = 6; depth < limits::json_depth_max; depth += 2) {
    text.sections =
        fmt::format(R"([{{"id":"s{}","title":"S","sections":{}}}])", depth, text.sections);
  }
  const CarriedPage sent{publication_of(text), "nb", std::nullopt, {}};
  CHECK(wire::parse_publication(wire::to_json(sent.publication, "nb", std::nullopt)) == sent);

  text.sections = fmt::format(R"([{{"id":"t","title":"S","sections":{}}}])", text.sections);
  CHECK_FALSE(policy::parse("p.json", text.file(), policy::Origin::file).has_value());
}

TEST_CASE("the fullest policy that is legal reaches the browser's program on the fullest site") {
  std::vector<std::string> languages;
  for (char letter = 'a'; letter < 'a' + 25; ++letter) languages.push_back({'n', letter});
  const std::size_t full = languages.size() + 3;
  PolicyText text{.languages = fmt::format(R"(["{}"])", fmt::join(languages, R"(",")")),
                  .sections = points_of({}, languages)};
  // As many full points as fit, and two that share the rest.
  std::size_t left = limits::json_values_max - values_in(text);
  std::vector<std::size_t> sizes;
  for (; left >= 2 * full; left -= full) sizes.push_back(full);
  sizes.push_back(left / 2);
  sizes.push_back(left - left / 2);
  text.sections = points_of(sizes, languages);
  REQUIRE(values_in(text) == limits::json_values_max);

  CarriedPage sent{publication_of(text), "nb", std::nullopt, {}};
  sent.release = release_of(sent.publication.policy);
  policy::Topic topic{.id = PolicyId("parks"), .title = {{}}, .languages = {}, .path = "parks"};
  std::vector<policy::LocalText::Variant> titles;
  for (std::size_t i = 0; i < limits::languages_max; ++i) {
    topic.languages.push_back({static_cast<char>('a' + i / 25), static_cast<char>('a' + i % 25)});
    titles.push_back({topic.languages.back(), "P"});
  }
  topic.title = policy::LocalText(titles);
  sent.publication.topics.assign(limits::topics_max, topic);
  CHECK(wire::parse_publication(wire::to_json(sent.publication, "nb", sent.release)) == sent);

  sizes.front() -= 1;
  sizes.push_back(5);
  text.sections = points_of(sizes, languages);
  const auto refused = policy::parse("p.json", text.file(), policy::Origin::file);
  REQUIRE_FALSE(refused.has_value());
  REQUIRE(refused.error().size() == 1);
  CHECK(refused.error().front().what.contains("more than 250000 values"));
}

TEST_CASE("the longest policy that is legal reaches the browser's program") {
  // Each '<' of the file is written with six bytes.
  const std::string words(limits::text_characters_max, '<');
  std::string points;
  for (int i = 0; points.size() + 2 * words.size() < limits::policy_file_bytes_max; ++i) {
    points += fmt::format(R"({}{{"id":"p{}","text":"{}"}})", i == 0 ? "" : ",", i, words);
  }
  const PolicyText text{.sections =
                            fmt::format(R"([{{"id":"s","title":"S","points":[{}]}}])", points)};
  const CarriedPage sent{publication_of(text), "nb", std::nullopt, {}};
  const std::string json = wire::to_json(sent.publication, "nb", std::nullopt);
  CHECK(json.size() > 5 * limits::policy_file_bytes_max);
  CHECK((wire::parse_publication(json) == sent));
}

TEST_CASE("the browser's program starts from the very publication that the server had") {
  const policy::Mode mode =
      GENERATE(policy::Mode::counted, policy::Mode::trial, policy::Mode::read_only);
  policy::Publication publication = small_publication();
  publication.mode = mode;
  publication.newsletter = GENERATE(policy::NewsletterOffer::open, policy::NewsletterOffer::none);
  const CarriedPage sent{publication, "en", first_release(), {}};
  CHECK(wire::parse_publication(wire::to_json(sent.publication, sent.language, sent.release)) ==
        sent);
}

TEST_CASE("a page without a release carries none") {
  const CarriedPage sent{small_publication(), "nb", std::nullopt, {}};
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
  const CarriedPage sent{publication, "nb", std::nullopt, {}};
  CHECK(wire::parse_publication(wire::to_json(publication, "nb", std::nullopt)) == sent);
}

TEST_CASE("nothing in a page can end the script element that carries it") {
  policy::Publication publication = small_publication();
  publication.policy.title = support::nb("</script><!-- <script>");
  publication.site.title = support::nb("<b>");
  publication.topics[0].title = support::nb("</SCRIPT>");
  const std::string json = wire::to_json(publication, "nb", first_release());
  CHECK(json.find('<') == std::string::npos);
  CHECK(wire::parse_publication(json) == CarriedPage{publication, "nb", first_release(), {}});
}

TEST_CASE("what others say to other topics comes along, where it is released") {
  const wire::TopicSums sums{{PolicyId("parks"), {.agree = 12, .disagree = 7, .unsure = 2}}};
  const std::string json = wire::to_json(small_publication(), "nb", std::nullopt, sums);
  CHECK(json.find(R"("topic_sums":{"parks":{"agree":12,"disagree":7,"unsure":2}})") !=
        std::string::npos);
  CHECK(wire::parse_publication(json) ==
        CarriedPage{small_publication(), "nb", std::nullopt, sums});
  for (const std::string& bad :
       {replaced(json, R"("agree":12)", R"("agree":-1)"),
        replaced(json, R"("agree":12)", R"("agree":"12")"), replaced(json, R"("agree":12,)", ""),
        replaced(json, R"("topic_sums":{"parks")", R"("topic_sums":{"nowhere")"),
        replaced(json, R"("topic_sums":{"parks":{)", R"("topic_sums":[],"other":{"parks":{)")}) {
    CAPTURE(bad);
    CHECK_FALSE(wire::parse_publication(bad).has_value());
  }
}

TEST_CASE("a page that was tampered with is refused") {
  const std::string json = wire::to_json(small_publication(), "nb", first_release());
  const std::string bad =
      GENERATE_COPY(as<std::string>(), "", "{}", "[]", json + "x", json.substr(0, json.size() - 1),
                    replaced(json, R"("mode":"counted")", R"("mode":"free")"),
                    replaced(json, R"("mode":"counted",)", ""),
                    replaced(json, R"("newsletter":"not-offered")", R"("newsletter":"perhaps")"),
                    replaced(json, R"("newsletter":"not-offered",)", ""),
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

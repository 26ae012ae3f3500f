#include "page/resident.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "policy/parse.h"
#include "tests/page/states.h"
#include "tests/support/golden.h"

using namespace enig;
using app::Target;
using opinion::Stance;
using support::after;
using support::fresh_state;
using support::release_with;
using support::sone;

namespace {

void collect_ids(const page::Node& node, std::vector<std::string>& ids) {
  ids.push_back(node.id);
  for (const page::Node& child : node.children) collect_ids(child, ids);
}

}  // namespace

TEST_CASE("a fresh topic page has every section, point and button") {
  const policy::Publication publication = support::small_publication();
  CHECK_THAT(page::to_text(page::resident(publication, fresh_state())),
             support::equals_golden("tests/page/topic_fresh.txt"));
}

TEST_CASE("the first answer is pressed, and its card asks for consent") {
  const policy::Publication publication = support::small_publication();
  const app::State state = after(publication, {app::Answer{sone, Stance::agree}});
  CHECK_THAT(page::to_text(page::resident(publication, state)),
             support::equals_golden("tests/page/topic_asked.txt"));
}

TEST_CASE("an answered point shows its shares, and the topic its follow-up") {
  const policy::Publication publication = support::small_publication();
  const app::State state =
      after(publication, {app::Answer{sone, Stance::agree}, app::GiveConsent{},
                          app::Answer{app::whole_topic, Stance::agree}, app::Delivered{},
                          app::TotalsArrived{release_with(publication, {154, 39, 21}, {3, 1, 0})}});
  CHECK_THAT(page::to_text(page::resident(publication, state)),
             support::equals_golden("tests/page/topic_answered.txt"));
}

TEST_CASE("what became of an answer is said aloud, also where it failed") {
  const policy::Publication publication = support::small_publication();
  const auto status_after = [&](const app::Action& reply) {
    const app::State state =
        after(publication, {app::Answer{sone, Stance::agree}, app::GiveConsent{}, reply});
    return page::find(page::resident(publication, state).root, "enig.status")->text;
  };
  CHECK(status_after(app::Delivered{}).starts_with("Svaret ditt er lagret."));
  CHECK(status_after(app::DeliveryFailed{Fault::unavailable}).contains("Vi prøver igjen"));
  CHECK(status_after(app::DeliveryFailed{Fault::refused}).contains("ble ikke lagret"));
  CHECK(status_after(app::DeliveryFailed{Fault::stale}).contains("Last siden på nytt"));
}

TEST_CASE("withheld numbers say why, and what will come") {
  const policy::Publication publication = support::small_publication();
  const app::State state =
      after(publication, {app::Answer{sone, Stance::agree}, app::GiveConsent{}, app::Delivered{}});
  const page::Page page = page::resident(publication, state);
  const page::Node* const result = page::find(page.root, "sone-1.result");
  REQUIRE(result != nullptr);
  CHECK(
      result->text ==
      "Resultatet vises når 20 har svart. Da ser du her hvor mange som er enige, og hva flertallet "
      "mener.");
  CHECK_FALSE(page::find(page.root, "sone-1.bar")->shares.has_value());
}

TEST_CASE("a point nobody has a released answer to shows no share of nothing") {
  const policy::Publication publication = support::small_publication();
  const app::State state =
      after(publication, {app::Answer{Target{PointId("skole")}, Stance::agree}, app::GiveConsent{},
                          app::TotalsArrived{release_with(publication, {1, 0, 0}, {})}});
  const page::Page page = page::resident(publication, state);
  CHECK_FALSE(page::find(page.root, "skole.bar")->shares.has_value());
  CHECK(page::find(page.root, "skole.result")
            ->text.starts_with("Resultatet vises når flere svar er talt opp. Da ser du her "));
}

TEST_CASE("no number is shown before the point is answered") {
  const policy::Publication publication = support::small_publication();
  const app::State state =
      after(publication, {app::TotalsArrived{release_with(publication, {154, 39, 21}, {3, 1, 0})}});
  CHECK(page::find(page::resident(publication, state).root, "sone-1.result") == nullptr);
}

TEST_CASE("a site that always shows its numbers shows them unanswered too, a closed one never") {
  policy::Publication publication = support::small_publication();
  const app::TotalsArrived totals{release_with(publication, {154, 39, 21}, {3, 1, 0})};
  publication.site.show = policy::Show::always;
  CHECK(page::find(page::resident(publication, after(publication, {totals})).root, "sone-1.bar") !=
        nullptr);
  publication.site.show = policy::Show::closed;
  const app::State answered = after(publication, {totals, app::Answer{sone, Stance::agree}});
  const page::Page closed = page::resident(publication, answered);
  // No room is kept for what does not come.
  CHECK(page::find(closed.root, "sone-1.bar") == nullptr);
  CHECK(page::find(closed.root, "sone-1.result")->text == "Resultatene vises ikke ennå.");
}

TEST_CASE("before consent no button posts an answer") {
  const policy::Publication publication = support::small_publication();
  for (const app::State& state :
       {fresh_state(), after(publication, {app::AskConsent{sone}}),
        after(publication, {app::Answer{sone, Stance::agree}, app::DeclineConsent{}})}) {
    const std::string text = page::to_text(page::resident(publication, state));
    CHECK(text.find("posts agree:") == std::string::npos);
    CHECK(text.find("posts disagree:") == std::string::npos);
    CHECK(text.find("posts unsure:") == std::string::npos);
    CHECK(text.find("hidden a.") == std::string::npos);
    CHECK(text.find("posts ask:sone-1") != std::string::npos);
  }
}

TEST_CASE("after consent a form carries all answers") {
  const policy::Publication publication = support::small_publication();
  const app::State state = after(
      publication, {app::AskConsent{sone}, app::GiveConsent{}, app::Answer{sone, Stance::agree},
                    app::Answer{app::whole_topic, Stance::unsure}});
  const std::vector<page::HiddenField> wanted{{"revision", "00112233aabbccdd"},
                                              {"consent", "yes"},
                                              {"a.", "unsure"},
                                              {"a.sone-1", "agree"}};
  CHECK(page::resident(publication, state).hidden_fields == wanted);
}

TEST_CASE("a trial and a read-only copy say what they are") {
  policy::Publication publication = support::small_publication();
  publication.mode = policy::Mode::trial;
  CHECK(page::find(page::resident(publication, fresh_state()).root, "enig.notice")
            ->text.starts_with("Prøvedrift"));
  publication.mode = policy::Mode::read_only;
  const page::Page copy = page::resident(publication, fresh_state());
  CHECK(page::find(copy.root, "enig.notice")->text.starts_with("Dette er en kopi"));
  CHECK(page::to_text(copy).find("posts") == std::string::npos);
}

TEST_CASE("in English the publisher's Norwegian is marked as Norwegian") {
  const policy::Publication publication = support::small_publication();
  app::State state = fresh_state();
  state.language = "en";
  const page::Page page = page::resident(publication, state);
  CHECK(page.language == "en");
  CHECK(page::find(page.root, "enig.title")->language == "nb");
  CHECK(page::find(page.root, "sone-1.agree")->text == "Agree");
  CHECK(page::find(page.root, "sone-1.agree")->language.empty());
  CHECK(page::find(page.root, "enig.language.nb")->href == "../../../oya/smaa/");
}

TEST_CASE("every point of the Bærum policy is on its page, and no two nodes share an id") {
  const auto policy = policy::parse(
      "naering.json", support::read_file("policies/baerum/naering.json"), policy::Origin::file);
  REQUIRE(policy.has_value());
  policy::Publication publication = support::small_publication();
  publication.policy = *policy;
  publication.topics.push_back({policy->id, policy->title, policy->languages, "baerum/naering"});
  const page::Page page = page::resident(publication, fresh_state());
  for (const PointId& id : policy::point_ids(*policy)) {
    CAPTURE(id.str());
    CHECK(page::find(page.root, id.str()) != nullptr);
    CHECK(page::find(page.root, id.str() + ".agree") != nullptr);
  }
  std::vector<std::string> ids;
  collect_ids(page.root, ids);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
}

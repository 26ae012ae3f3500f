// Every state of a visit, as text: of each page the parts that the state is about.
#include <catch2/catch_test_macros.hpp>

#include "page/names.h"
#include "page/resident.h"
#include "page/statement.h"
#include "tests/page/states.h"
#include "tests/support/golden.h"

using namespace enig;
using app::Target;
using opinion::Stance;
using support::after;
using support::sone;

namespace {

const Target skole{PointId("skole")};
const app::Started all_abilities{
    {.memory = true, .clipboard = true, .picture = true, .share = true}};

// "form" is what the form without script carries.
std::string parts_of(const page::Page& page, const std::vector<const char*>& ids) {
  std::string text;
  for (const page::HiddenField& field : page.hidden_fields) {
    text += "hidden " + field.name + "=" + field.value + "\n";
  }
  for (const page::OtherForm& form : page.other_forms) {
    text += "form #" + form.id + " -> " + form.address;
    for (const page::HiddenField& field : form.fields) {
      text += " " + field.name + "=" + field.value;
    }
    text += "\n";
  }
  for (const char* id : ids) {
    const page::Node* const node = page::find(page.root, id);
    page::Page part;
    part.root = node != nullptr ? *node : page::Node{};
    if (node == nullptr) part.root.id = std::string("no ") + id;
    const std::string lines = page::to_text(part);
    text += lines.substr(lines.find('\n') + 1);
  }
  return text;
}

policy::Publication with_newsletter() {
  policy::Publication publication = support::small_publication();
  publication.newsletter = policy::NewsletterOffer::open;
  publication.policy.newsletter = policy::Newsletter{support::nb("Takk for interessen din."),
                                                     support::nb("Du får nyhetsbrev fra oss.")};
  return publication;
}

app::TotalsArrived totals(const policy::Publication& publication) {
  opinion::Release release = support::release_with(publication, {154, 39, 21}, {120, 30, 10});
  release.sums.points[3].stances = {20, 180, 14};
  return {release};
}

}  // namespace

TEST_CASE("who declines keeps the answers, uncounted, and may think again") {
  const auto publication = support::small_publication();
  const app::State state =
      after(publication, {app::Answer{sone, Stance::agree}, app::DeclineConsent{}});
  CHECK_THAT(parts_of(page::resident(publication, state), {"sone-1", "enig.mine"}),
             support::equals_golden("tests/page/visit_declined.txt"));
}

TEST_CASE("a withheld result takes the room of the one to come") {
  const auto publication = support::small_publication();
  const app::State state =
      after(publication, {app::Answer{sone, Stance::agree}, app::GiveConsent{}, app::Delivered{}});
  CHECK_THAT(parts_of(page::resident(publication, state), {"sone-1", "reiser.sum", "enig.status"}),
             support::equals_golden("tests/page/visit_withheld.txt"));
}

TEST_CASE("numbers that are older than the own answer say that it is not in them") {
  const auto publication = support::small_publication();
  const auto result = [&](const std::vector<app::Action>& actions) {
    const page::Page page = page::resident(publication, after(publication, actions));
    const page::Node* const node = page::find(page.root, "sone-1.result");
    REQUIRE(node != nullptr);
    return node->text;
  };
  const app::Action shown = totals(publication);
  const app::Action answer = app::Answer{sone, Stance::agree};
  CHECK(result({shown, answer, app::GiveConsent{}, app::Delivered{}})
            .ends_with("ditt er ikke med ennå)"));
  // Before and without consent it is never in them.
  CHECK(result({shown, answer}).ends_with("svar)"));
  CHECK(result({shown, answer, app::DeclineConsent{}}).ends_with("svar)"));
  CHECK(result({answer, app::GiveConsent{}, app::Delivered{}, shown}).ends_with("svar)"));
  app::TotalsArrived next = std::get<app::TotalsArrived>(shown);
  ++next.release.number;
  CHECK(result({shown, answer, app::GiveConsent{}, app::Delivered{}, next}).ends_with("svar)"));
}

TEST_CASE("in words too, the share that is shown lies in its interval") {
  auto publication = support::small_publication();
  for (const opinion::Counts counts :
       {opinion::Counts{493'900'000, 493'300'000, 12'800'000}, opinion::Counts{1, 999'999, 0},
        opinion::Counts{999'999, 1, 0}, opinion::Counts{2, 1, 0}}) {
    const app::State state =
        after(publication, {app::Answer{sone, Stance::agree},
                            app::TotalsArrived{support::release_with(publication, counts, {})}});
    const page::Page page = page::resident(publication, state);
    const std::string words = page::find(page.root, "sone-1.bar")->text;
    CAPTURE(words);
    const auto number_after = [&](std::string_view before) {
      return std::stoi(words.substr(words.find(before) + before.size()));
    };
    const int share = std::stoi(words);
    CHECK(number_after(" fra ") <= share);
    CHECK(number_after(" til ") >= share);
  }
}

TEST_CASE("closed results say so, and the summary says nothing of a majority") {
  auto publication = support::small_publication();
  publication.site.show = policy::Show::closed;
  const app::State state =
      after(publication, {app::Answer{sone, Stance::agree}, app::GiveConsent{}, app::Delivered{},
                          totals(publication), app::ToggleSummary{}});
  CHECK_THAT(parts_of(page::resident(publication, state), {"sone-1.reply", "enig.mine"}),
             support::equals_golden("tests/page/visit_closed.txt"));
}

TEST_CASE("tools that have been asked for hold the link, answered or not") {
  const auto publication = support::small_publication();
  const app::State state =
      after(publication, {app::Answer{sone, Stance::agree}, app::GiveConsent{},
                          app::ToggleImportant{PointId("sone-1")}, app::ToggleTools{sone},
                          app::ToggleTools{skole}, app::ToggleTools{app::whole_topic}});
  CHECK_THAT(
      parts_of(page::resident(publication, state), {"sone-1.reply", "skole", "enig.topic.reply"}),
      support::equals_golden("tests/page/visit_tools.txt"));
}

TEST_CASE("a filter shows what fits and how much that is, and titles only around it") {
  const auto publication = support::small_publication();
  const app::State state = after(
      publication, {app::Answer{skole, Stance::disagree}, app::SetFilter{app::Filter::disagreed}});
  CHECK_THAT(parts_of(page::resident(publication, state),
                      {"enig.finder", "reiser", "bygg", "enig.status"}),
             support::equals_golden("tests/page/visit_filtered.txt"));
}

TEST_CASE("a search marks what it has found, in titles and texts too") {
  const auto publication = support::small_publication();
  const app::State state = after(publication, {app::Search{"BATER"}, app::Search{"båter"}});
  CHECK_THAT(parts_of(page::resident(publication, state), {"enig.finder", "reiser", "enig.status"}),
             support::equals_golden("tests/page/visit_searched.txt"));
  const app::State title = after(publication, {app::Search{"HJEM hus"}});
  CHECK_THAT(parts_of(page::resident(publication, title), {"enig.hits", "bygg"}),
             support::equals_golden("tests/page/visit_searched_title.txt"));
}

TEST_CASE("what the search has found and the filter hides is counted apart, and can be shown") {
  const auto publication = support::small_publication();
  const auto finder = [&](std::vector<app::Action> actions) {
    actions.insert(actions.begin(), app::Answer{{PointId("baat-el")}, Stance::agree});
    actions.emplace_back(app::Search{"båter"});
    const app::State state = after(publication, actions);
    return parts_of(page::resident(publication, state), {"enig.hits", "enig.hits.ways"}) +
           (page::find(page::resident(publication, state).root, "baat") ? "a card\n" : "no card\n");
  };
  CHECK_THAT(finder({}) + finder({app::SetFilter{app::Filter::agreed}}) +
                 finder({app::SetFilter{app::Filter::disagreed}}),
             support::equals_golden("tests/page/visit_hidden_hits.txt"));
}

TEST_CASE("a single letter is not looked for, and the page says so, beside what the filter shows") {
  const auto publication = support::small_publication();
  const auto said = [&](const std::vector<app::Action>& actions) {
    const page::Page page = page::resident(publication, after(publication, actions));
    CHECK(page::find(page.root, "enig.status")
              ->text.starts_with(page::find(page.root, "enig.hits")->text));
    return page::find(page.root, "enig.hits")->text;
  };
  CHECK(said({app::Search{"b"}}) == "Skriv minst to bokstaver.");
  CHECK(said({app::Search{" -"}}) == "Skriv minst to bokstaver.");
  CHECK(said({app::SetFilter{app::Filter::unanswered}, app::Search{"b"}}) ==
        "Skriv minst to bokstaver. 4 av 4\u00A0punkter");
  const page::Page blank = page::resident(publication, after(publication, {app::Search{"  "}}));
  CHECK(page::find(blank.root, "enig.hits") == nullptr);
}

TEST_CASE("a large share of few answers is not called the lack of a majority") {
  const auto publication = support::small_publication();
  const auto majority = [&](opinion::Counts counts) {
    const app::State state =
        after(publication, {app::Answer{sone, Stance::agree}, app::GiveConsent{},
                            app::TotalsArrived{support::release_with(publication, counts, {})}});
    return page::find(page::resident(publication, state).root, "sone-1.majority")->text;
  };
  CHECK(majority({.agree = 1}) == "For få svar til å si noe sikkert.");
  CHECK(majority({.agree = 1, .disagree = 3}) == "For få svar til å si noe sikkert.");
  CHECK(majority({.agree = 3, .disagree = 2}) == "For få svar til å si noe sikkert.");
  CHECK(majority({.agree = 59, .disagree = 41}) == "Ikke noe klart flertall.");
  CHECK(majority({.agree = 1, .disagree = 1}) == "Ikke noe klart flertall.");
  CHECK(majority({.agree = 1, .unsure = 3}) == "Ikke noe klart flertall.");
  CHECK(majority({.agree = 4}) == "Flertallet er enig.");
}

TEST_CASE("where nothing is found there is a sentence, and a way back to everything") {
  const auto publication = support::small_publication();
  const app::State state = after(publication, {app::Search{"bat"}});
  CHECK_THAT(parts_of(page::resident(publication, state), {"enig.finder", "reiser", "bygg"}),
             support::equals_golden("tests/page/visit_nothing_found.txt"));
  const app::State all = after(publication, {app::Search{"bat"}, app::ShowAll{}});
  CHECK(page::find(page::resident(publication, all).root, "skole") != nullptr);
  const app::State agreed = after(publication, {app::SetFilter{app::Filter::agreed}});
  CHECK(page::find(page::resident(publication, agreed).root, "enig.hits")->text ==
        "Du har ikke sagt deg enig i noe ennå.");
}

TEST_CASE("the own summary stands with and against the majority, and can be kept and shared") {
  const auto publication = support::small_publication();
  const app::State state =
      after(publication,
            {all_abilities, app::Answer{sone, Stance::agree}, app::GiveConsent{},
             app::Answer{skole, Stance::agree}, app::ToggleImportant{PointId("skole")},
             app::Answer{{PointId("baat")}, Stance::unsure}, app::Delivered{}, totals(publication),
             app::ToggleMemory{}, app::ToggleSummary{}, app::ToggleSharing{}});
  CHECK_THAT(parts_of(page::resident(publication, state), {"reiser.sum", "bygg.sum", "enig.mine"}),
             support::equals_golden("tests/page/visit_summary.txt"));
}

TEST_CASE("deleting is asked for in place, and afterwards nothing is left") {
  const auto publication = support::small_publication();
  const std::vector<app::Action> asked{app::Answer{sone, Stance::agree}, app::GiveConsent{},
                                       app::Delivered{}, app::ToggleDeletion{}};
  CHECK_THAT(parts_of(page::resident(publication, after(publication, asked)), {"enig.mine"}),
             support::equals_golden("tests/page/visit_deletion_asked.txt"));
  std::vector<app::Action> done = asked;
  done.emplace_back(app::DeleteAnswers{});
  CHECK_THAT(parts_of(page::resident(publication, after(publication, done)),
                      {"sone-1", "enig.mine", "enig.status"}),
             support::equals_golden("tests/page/visit_deleted.txt"));
}

TEST_CASE("that all is deleted is seen until the next press, and how far it has come") {
  const auto publication = support::small_publication();
  const auto seen = [&](const std::vector<app::Action>& then) -> std::string {
    std::vector<app::Action> actions{app::Answer{sone, Stance::agree}, app::GiveConsent{},
                                     app::Delivered{}, app::DeleteAnswers{}};
    actions.insert(actions.end(), then.begin(), then.end());
    const page::Page page = page::resident(publication, after(publication, actions));
    const page::Node* const node = page::find(page.root, "enig.mine.deleted");
    return node != nullptr ? node->text : "";
  };
  CHECK(seen({}) == "Svarene dine er slettet.");
  CHECK(seen({app::Delivered{}}) == "Svarene dine er slettet.");
  CHECK(seen({app::DeliveryFailed{Fault::unavailable}}).contains("så snart vi får kontakt"));
  CHECK(seen({app::DeliveryFailed{Fault::unavailable}, app::Delivered{}}) ==
        "Svarene dine er slettet.");
  CHECK(seen({app::ToggleSummary{}}).empty());
  CHECK(seen({app::SetFilter{app::Filter::all}}).empty());
  CHECK(seen({app::Answer{sone, Stance::agree}}).empty());
}

TEST_CASE("what consent was asked for by is not asked for again where it has been done") {
  const auto publication = support::small_publication();
  const auto asks_again = [&](std::vector<app::Action> actions) {
    actions.emplace_back(app::GiveConsent{});
    const page::Page page = page::resident(publication, after(publication, actions));
    return page::find(page.root, "sone-1.consent.again") != nullptr;
  };
  CHECK(asks_again({app::AskConsent{sone}}));
  CHECK_FALSE(asks_again({app::ToggleImportant{PointId("sone-1")}}));
  CHECK_FALSE(asks_again({app::Answer{sone, Stance::agree}}));
  // Taken back before the question was answered.
  CHECK_FALSE(asks_again({app::Answer{sone, Stance::agree}, app::Undo{sone}}));
  CHECK_FALSE(asks_again({app::AskConsent{sone}, app::ToggleImportant{PointId("sone-1")}}));
}

TEST_CASE("without script another language takes the answers along, after consent") {
  auto publication = support::small_publication();
  publication.site.languages = {"nb", "en"};
  const auto language = [&](const std::vector<app::Action>& actions) {
    const page::Page page = page::resident(publication, after(publication, actions));
    const page::Node* const node = page::find(page.root, "enig.language.en");
    CHECK(node->href == "../../en/oya/smaa/");
    return std::string(page::name_of(node->kind)) + " " + node->form_id;
  };
  CHECK(language({}) == "link ");
  CHECK(language({app::Answer{sone, Stance::agree}}) == "link ");
  CHECK(language({app::Answer{sone, Stance::agree}, app::DeclineConsent{}}) == "button enig.form");
  CHECK(language({app::Answer{sone, Stance::agree}, app::GiveConsent{}}) == "button enig.form");
}

TEST_CASE("what has not arrived says so in its card, with and without memory") {
  const auto publication = support::small_publication();
  const auto delivery = [&](std::vector<app::Action> actions) {
    actions.insert(actions.begin(),
                   {all_abilities, app::Answer{sone, Stance::agree}, app::GiveConsent{}});
    const page::Page page = page::resident(publication, after(publication, actions));
    const page::Node* const node = page::find(page.root, "sone-1.delivery");
    return node != nullptr ? node->text : "";
  };
  CHECK(delivery({}).empty());
  CHECK(delivery({app::Connection{app::Network::offline}}) ==
        "Svaret venter. Det sendes når du er på nett.");
  CHECK(delivery({app::ToggleMemory{}, app::Connection{app::Network::offline}}) ==
        "Lagret på enheten. Sendes når du er på nett.");
  CHECK(delivery({app::Connection{app::Network::offline}, app::Connection{app::Network::online},
                  app::Delivered{}})
            .empty());
  CHECK(delivery({app::DeliveryFailed{Fault::unavailable}}).contains("Vi prøver igjen"));
  CHECK(delivery({app::DeliveryFailed{Fault::refused}}).contains("ble ikke lagret"));
  CHECK(delivery({app::DeliveryFailed{Fault::stale}}).contains("Last siden på nytt"));
}

TEST_CASE("every card whose answer waits says so, and it is said aloud once") {
  const auto publication = support::small_publication();
  std::vector<app::Action> actions{all_abilities,
                                   app::Answer{sone, Stance::agree},
                                   app::GiveConsent{},
                                   app::Delivered{},
                                   app::Connection{app::Network::offline},
                                   app::Answer{app::whole_topic, Stance::agree}};
  const app::State one = after(publication, actions);
  actions.emplace_back(app::Answer{app::Target{PointId("skole")}, Stance::unsure});
  const app::State two = after(publication, actions);
  const page::Page page = page::resident(publication, two);
  for (const char* const id : {"enig.topic.delivery", "skole.delivery"}) {
    CAPTURE(id);
    const page::Node* const node = page::find(page.root, id);
    REQUIRE(node != nullptr);
    CHECK(node->text == "Svaret venter. Det sendes når du er på nett.");
  }
  CHECK(page::find(page.root, "sone-1.delivery") == nullptr);  // it has arrived
  CHECK(two.said == app::Said::delivery);
  CHECK(two.said_count == one.said_count);
}

TEST_CASE("a page of older words says so above its points, and in the cards that are answered") {
  const auto publication = support::small_publication();
  const page::Page fresh = page::resident(publication, after(publication, {app::Superseded{}}));
  const page::Node* const notice = page::find(fresh.root, "enig.stale");
  REQUIRE(notice != nullptr);
  CHECK(notice->text.contains("Last siden på nytt"));
  const page::Page pressed = page::resident(
      publication, after(publication, {app::Superseded{}, app::Answer{sone, Stance::agree}}));
  CHECK(page::find(pressed.root, "sone-1.delivery") != nullptr);
  CHECK(page::find(pressed.root, "enig.stale") != nullptr);
}

TEST_CASE("agreeing on the topic leads to more to agree on, the newsletter and other ways") {
  const auto publication = with_newsletter();
  const std::vector<app::Action> agreed{app::Answer{app::whole_topic, Stance::agree},
                                        app::GiveConsent{}, app::Delivered{}};
  CHECK_THAT(parts_of(page::resident(publication, after(publication, agreed)), {"enig.follow"}),
             support::equals_golden("tests/page/visit_agreed.txt"));
  const auto signed_up = [&](app::SignUp outcome) {
    std::vector<app::Action> actions = agreed;
    actions.emplace_back(app::Subscribe{"kari@example.org"});
    actions.emplace_back(app::SignUpReplied{outcome});
    return parts_of(page::resident(publication, after(publication, actions)),
                    {"enig.newsletter", "enig.status"});
  };
  CHECK_THAT(signed_up(app::SignUp::address_wrong),
             support::equals_golden("tests/page/visit_newsletter_wrong.txt"));
  CHECK_THAT(signed_up(app::SignUp::sent),
             support::equals_golden("tests/page/visit_newsletter_sent.txt"));
}

TEST_CASE("disagreeing leads to other topics, and no newsletter is offered") {
  const auto publication = with_newsletter();
  const app::State state = after(publication, {app::Answer{app::whole_topic, Stance::disagree}});
  CHECK_THAT(parts_of(page::resident(publication, state), {"enig.follow"}),
             support::equals_golden("tests/page/visit_disagreed.txt"));
}

TEST_CASE("Nynorsk and English say it all in their own words and numbers") {
  auto publication = support::small_publication();
  publication.site.languages = {"nb", "nn", "en"};
  for (const char* language : {"nn", "en"}) {
    const app::State state = after(
        publication,
        {all_abilities, app::Answer{sone, Stance::agree}, app::GiveConsent{}, app::Delivered{},
         app::TotalsArrived{support::release_with(publication, {1234, 39, 21}, {1, 0, 0})},
         app::Answer{app::whole_topic, Stance::agree}, app::ToggleSummary{}},
        language);
    CHECK_THAT(page::to_text(page::resident(publication, state)),
               support::equals_golden(std::string("tests/page/visit_") + language + ".txt"));
  }
}

TEST_CASE("equal words that are said twice look different each time") {
  const auto publication = support::small_publication();
  const auto status = [&](int copies) {
    std::vector<app::Action> actions;
    for (int i = 0; i < copies; ++i) actions.emplace_back(app::LinkCopied{});
    return page::find(page::resident(publication, after(publication, actions)).root, "enig.status")
        ->text;
  };
  CHECK(status(0).empty());
  CHECK(status(1).starts_with("Lenken er kopiert."));
  CHECK(status(2).starts_with("Lenken er kopiert."));
  CHECK(status(1) != status(2));
}

TEST_CASE(
    "the accessibility statement says what is followed, tested and missing, and whom to tell") {
  const auto publication = support::small_publication();
  CHECK_THAT(page::to_text(page::statement(publication, "nb")),
             support::equals_golden("tests/page/statement.txt"));
  const page::Page page = page::statement(publication, "en");
  CHECK(page.language == "en");
  CHECK(page::find(page.root, "enig.language.nb")->href == "../../accessibility/");
}

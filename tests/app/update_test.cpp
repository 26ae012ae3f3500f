#include <catch2/catch_test_macros.hpp>

#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

TEST_CASE("before consent nothing leaves the device") {
  Person person;
  CHECK(person.does(Answer{sone, Stance::agree}).empty());
  CHECK(person.does(Answer{skole, Stance::disagree}).empty());
  CHECK(person.does(Undo{sone}).empty());
  CHECK(person.state.delivery == Delivery::nothing_to_send);
}

TEST_CASE("the first answer asks for consent in its own card, once") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  CHECK(person.state.consent == Consent::asked);
  CHECK(person.state.consent_target == sone);
  person.does(Answer{skole, Stance::agree});
  CHECK(person.state.consent_target == sone);
}

TEST_CASE("the question for consent goes with the answer that it is about") {
  for (const Action& back : {Action(Answer{sone, Stance::agree}), Action(Undo{sone})}) {
    Person person;
    person.does(Answer{sone, Stance::agree});
    person.does(back);
    CHECK(person.state.consent == Consent::unasked);
    CHECK_FALSE(person.state.consent_target.has_value());
    // The next answer asks again, where it is.
    person.does(Answer{skole, Stance::agree});
    CHECK(person.state.consent_target == skole);
  }
}

TEST_CASE("where something else is answered, the question for consent goes there") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{whole_topic, Stance::agree});
  person.does(ToggleImportant{PointId("skole")});
  // Another stance, or another card, leaves it where it is.
  person.does(Answer{sone, Stance::disagree});
  person.does(Undo{skole});
  CHECK(person.state.consent_target == sone);
  person.does(Answer{sone, Stance::disagree});
  CHECK(person.state.consent == Consent::asked);
  CHECK(person.state.consent_target == skole);
  person.does(ToggleImportant{PointId("skole")});
  CHECK(person.state.consent_target == whole_topic);
  person.does(Undo{whole_topic});
  CHECK(person.state.consent == Consent::unasked);
}

TEST_CASE("a mark that is still there keeps the question for consent in its card") {
  Person person;
  person.does(ToggleImportant{PointId("sone-1")});
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{sone, Stance::agree});
  CHECK(person.state.consent_target == sone);
}

TEST_CASE("who takes the first answer back is asked nothing more") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  person.does(Undo{sone});
  CHECK_FALSE(person.state.consent_target.has_value());
}

TEST_CASE("consent sends everything that has been answered, as one ballot") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{whole_topic, Stance::disagree});
  const auto effects = person.does(GiveConsent{});
  REQUIRE(effects.size() == 3);
  CHECK(effects[1] == Effect(Keep{Memory::off}));
  CHECK(effects[2] == Effect(KeepPage{}));
  const auto* const sent = std::get_if<SendBallot>(&effects[0]);
  REQUIRE(sent != nullptr);
  CHECK(sent->ballot == opinion::Ballot{.policy = PolicyId("smaasaker"),
                                        .revision = Revision("00112233aabbccdd"),
                                        .consent = opinion::Consented::yes,
                                        .topic = Stance::disagree,
                                        .answers = {{PointId("sone-1"), Stance::agree}},
                                        .important = {}});
  CHECK(person.state.delivery == Delivery::waiting);
}

TEST_CASE("whoever declines can go on answering, uncounted") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  CHECK(person.does(DeclineConsent{}).empty());
  CHECK(person.does(Answer{skole, Stance::agree}).empty());
  CHECK(person.state.consent == Consent::declined);
  CHECK(stance_on(person.state, skole) == Stance::agree);
}

TEST_CASE("whoever declined can change their mind") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(DeclineConsent{});
  CHECK(has<SendBallot>(person.does(GiveConsent{})));
}

TEST_CASE("pressing the given stance again takes it back") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{sone, Stance::agree});
  CHECK_FALSE(stance_on(person.state, sone).has_value());
}

TEST_CASE("another stance replaces the first") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{sone, Stance::unsure});
  CHECK(stance_on(person.state, sone) == Stance::unsure);
}

TEST_CASE("taking back the last answer withdraws the ballot") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  CHECK(person.does(Undo{sone}) == std::vector<Effect>{WithdrawBallot{}, Keep{Memory::off}});
  CHECK(person.does(Delivered{}) == std::vector<Effect>{FetchTotals{}, Keep{Memory::off}});
  CHECK(person.state.delivery == Delivery::nothing_to_send);
  // Nothing lies on the server any more, so there is nothing to withdraw.
  CHECK(person.does(Undo{sone}).empty());
}

TEST_CASE("undoing what was never answered does nothing") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  CHECK(person.does(Undo{skole}).empty());
}

TEST_CASE("an answer to a point that does not exist changes nothing") {
  Person person;
  const State before = person.state;
  CHECK(person.does(Answer{Target{PointId("tog")}, Stance::agree}).empty());
  CHECK(person.does(Undo{Target{PointId("tog")}}).empty());
  CHECK(person.does(AskConsent{Target{PointId("tog")}}).empty());
  CHECK(person.state == before);
}

TEST_CASE("numbers that are not published are not asked for") {
  policy::Publication publication = support::small_publication();
  publication.site.show = policy::Show::closed;
  Person person(publication);
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  CHECK(person.does(Delivered{}) == std::vector<Effect>{Keep{Memory::off}});
}

TEST_CASE("an acknowledged ballot is followed by a look at the totals") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  CHECK(person.does(Delivered{}) == std::vector<Effect>{FetchTotals{}, Keep{Memory::off}});
  CHECK(person.state.delivery == Delivery::counted);
  CHECK(person.state.said == Said::counted);
}

TEST_CASE("a failed delivery is told, and a refused one told apart") {
  Person person;
  person.does(DeliveryFailed{Fault::unavailable});
  CHECK(person.state.delivery == Delivery::failed);
  person.does(DeliveryFailed{Fault::refused});
  CHECK(person.state.delivery == Delivery::refused);
}

TEST_CASE("a stale page withdraws what it has had counted, once, and sends nothing more") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  CHECK(person.does(DeliveryFailed{Fault::stale}) ==
        std::vector<Effect>{WithdrawBallot{Withdrawal::for_good}});
  CHECK(person.does(DeliveryFailed{Fault::stale}).empty());
  CHECK(person.does(Answer{skole, Stance::agree}).empty());
  CHECK(person.does(DeliveryFailed{Fault::unavailable}).empty());
  CHECK(person.does(Delivered{}).empty());
  CHECK(person.state.delivery == Delivery::stale);
  CHECK_FALSE(person.state.has_been_sent);
}

TEST_CASE("older totals never replace newer ones, and another policy's never any") {
  Person person;
  person.does(TotalsArrived{release_of(person.publication(), 3)});
  person.does(TotalsArrived{release_of(person.publication(), 2)});
  CHECK(person.state.release->number == 3);
  opinion::Release foreign = release_of(person.publication(), 9);
  foreign.policy = PolicyId("annet");
  person.does(TotalsArrived{foreign});
  opinion::Release shorter = release_of(person.publication(), 9);
  shorter.points.pop_back();
  person.does(TotalsArrived{shorter});
  CHECK(person.state.release->number == 3);
}

TEST_CASE("a read-only copy asks for nothing and sends nothing") {
  Person person(policy::Mode::read_only);
  CHECK(person.does(Answer{sone, Stance::agree}).empty());
  CHECK(person.state.consent == Consent::unasked);
  CHECK(person.does(GiveConsent{}).empty());
  CHECK(person.state.consent == Consent::unasked);
}

TEST_CASE("a page without script asks for consent without an answer") {
  Person person;
  CHECK(person.does(AskConsent{sone}).empty());
  CHECK(person.state.consent == Consent::asked);
  CHECK_FALSE(has_answers(person.state));
  person.does(AskConsent{skole});
  CHECK(person.state.consent_target == skole);
  CHECK_FALSE(has<SendBallot>(person.does(GiveConsent{})));
  CHECK(has<SendBallot>(person.does(Answer{skole, Stance::agree})));
}

TEST_CASE("consent that has been given is not given twice") {
  Person person;
  person.is_counted();
  CHECK(person.does(GiveConsent{}).empty());
  CHECK(person.does(DeclineConsent{}).empty());
  CHECK(person.state.consent == Consent::given);
}

TEST_CASE("every change after consent is kept, also its arrival") {
  Person person;
  person.is_counted();
  CHECK(has<Keep>(person.does(Answer{skole, Stance::unsure})));
  CHECK(has<Keep>(person.does(Delivered{})));
  CHECK(has<Keep>(person.does(ToggleImportant{PointId("skole")})));
  CHECK(has<Keep>(person.does(Undo{skole})));
}

TEST_CASE("a mark of importance is sent with the answers") {
  Person person;
  person.is_counted();
  const auto effects = person.does(ToggleImportant{PointId("skole")});
  REQUIRE(has<SendBallot>(effects));
  CHECK(std::get<SendBallot>(effects[0]).ballot.important == std::set{PointId("skole")});
  CHECK(person.state.said == Said::important);
  CHECK(has<SendBallot>(person.does(ToggleImportant{PointId("skole")})));
  CHECK(person.state.important.empty());
  CHECK(person.state.said == Said::not_important);
}

TEST_CASE("a mark asks for consent as an answer does, and alone is no ballot") {
  Person person;
  CHECK(person.does(ToggleImportant{PointId("skole")}).empty());
  CHECK(person.state.consent == Consent::asked);
  CHECK(person.state.consent_target == skole);
  CHECK_FALSE(has_answers(person.state));
  const auto effects = person.does(GiveConsent{});
  CHECK_FALSE(has<SendBallot>(effects));
  CHECK(has<Keep>(effects));
  CHECK(person.state.delivery == Delivery::nothing_to_send);
  // It goes with the first answer, and with the last it is withdrawn.
  CHECK(has<SendBallot>(person.does(Answer{sone, Stance::agree})));
  CHECK(has<WithdrawBallot>(person.does(Undo{sone})));
}

TEST_CASE("a mark on a point that does not exist changes nothing") {
  Person person;
  const State before = person.state;
  CHECK(person.does(ToggleImportant{PointId("tog")}).empty());
  CHECK(person.does(ToggleImportant{PointId("")}).empty());
  CHECK(person.state == before);
}

TEST_CASE("without network an answer waits, and is told of as such, once") {
  Person person;
  person.is_counted();
  person.does(Connection{Network::offline});
  CHECK(person.state.delivery == Delivery::counted);
  const int said = person.state.said_count;
  CHECK(has<SendBallot>(person.does(Answer{skole, Stance::agree})));
  CHECK(person.state.delivery == Delivery::offline);
  CHECK(person.state.said == Said::delivery);
  person.does(DeliveryFailed{Fault::unavailable});
  person.does(Answer{skole, Stance::disagree});
  CHECK(person.state.delivery == Delivery::offline);
  CHECK(person.state.said_count == said + 1);
  person.does(Connection{Network::online});
  CHECK(person.state.delivery == Delivery::waiting);
  person.does(Delivered{});
  CHECK(person.state.delivery == Delivery::counted);
}

TEST_CASE("what is under way when the network goes is told to wait") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  const int said = person.state.said_count;
  person.does(Connection{Network::offline});
  CHECK(person.state.delivery == Delivery::offline);
  CHECK(person.state.said == Said::delivery);
  CHECK(person.state.said_count == said + 1);
  person.does(Connection{Network::offline});
  person.does(DeliveryFailed{Fault::busy});
  CHECK(person.state.said_count == said + 1);
}

TEST_CASE("a failure that goes on is said once") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  person.does(DeliveryFailed{Fault::unavailable});
  const int said = person.state.said_count;
  person.does(DeliveryFailed{Fault::unavailable});
  CHECK(person.state.said_count == said);
}

TEST_CASE("new numbers are said where they stand beside an own answer, and only then") {
  Person person;
  opinion::Release release = release_of(person.publication(), 1);
  person.does(TotalsArrived{release});
  CHECK(person.state.said == Said::nothing);
  person.does(Answer{sone, Stance::agree});
  release.number = 2;
  release.sums.points[3].stances.agree = 21;  // of skole, which is unanswered
  person.does(TotalsArrived{release});
  CHECK(person.state.said == Said::nothing);
  release.number = 3;
  release.sums.points[0].stances.agree = 21;
  person.does(TotalsArrived{release});
  CHECK(person.state.said == Said::new_totals);
  const int said = person.state.said_count;
  person.does(TotalsArrived{release});
  release.number = 4;
  person.does(TotalsArrived{release});
  CHECK(person.state.said_count == said);
}

TEST_CASE("numbers that move with the own answer are not said to be new") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  opinion::Release release = release_of(person.publication(), 1);
  release.sums.points[0].stances.agree = 21;
  // From the stream, before the reply to the own ballot.
  person.does(TotalsArrived{release});
  CHECK(person.state.said == Said::nothing);
  person.does(Delivered{});
  const int said = person.state.said_count;
  release.number = 2;
  release.sums.points[0].stances.agree = 22;
  person.does(TotalsArrived{release});
  CHECK(person.state.said == Said::counted);
  CHECK(person.state.said_count == said);
  // Somebody else's.
  release.number = 3;
  release.sums.points[0].stances.agree = 23;
  person.does(TotalsArrived{release});
  CHECK(person.state.said == Said::new_totals);
}

TEST_CASE("numbers that are never shown are never said to be new") {
  Person person;
  person.publication().site.show = policy::Show::closed;
  person.does(Answer{whole_topic, Stance::agree});
  opinion::Release release = release_of(person.publication(), 1);
  release.sums.topic.agree = 30;
  person.does(TotalsArrived{release});
  CHECK(person.state.said == Said::nothing);
}

TEST_CASE("an answer that is taken back takes the point's mark with it, and nobody else's") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{skole, Stance::agree});
  person.does(ToggleImportant{*sone.point});
  person.does(ToggleImportant{*skole.point});
  person.does(Undo{sone});
  CHECK(person.state.important == std::set<PointId>{*skole.point});
  // Another answer keeps it.
  person.does(Answer{skole, Stance::disagree});
  CHECK(person.state.important == std::set<PointId>{*skole.point});
}

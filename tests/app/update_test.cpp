#include <catch2/catch_test_macros.hpp>

#include "app/state.h"
#include "tests/support/publications.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

const Target sone{PointId("sone-1")};
const Target skole{PointId("skole")};

// A person at the page: keeps the state, and what would have left the device.
class Person {
 public:
  explicit Person(policy::Mode mode = policy::Mode::counted)
      : publication_(support::small_publication()) {
    publication_.mode = mode;
    state.language = "nb";
  }

  std::vector<Effect> does(const Action& action) {
    Step step = update(publication_, state, action);
    state = std::move(step.state);
    return step.effects;
  }

  [[nodiscard]] const policy::Publication& publication() const { return publication_; }

  State state;

 private:
  policy::Publication publication_;
};

opinion::Release release_of(const policy::Publication& publication, std::int64_t number) {
  opinion::Release release{.policy = publication.policy.id,
                           .revision = publication.policy.revision,
                           .number = number,
                           .released_at = {},
                           .points = policy::point_ids(publication.policy),
                           .sums = {}};
  release.sums.points.resize(release.points.size());
  return release;
}

}  // namespace

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

TEST_CASE("consent sends everything that has been answered, as one ballot") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{whole_topic, Stance::disagree});
  const auto effects = person.does(GiveConsent{});
  REQUIRE(effects.size() == 1);
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
  CHECK(person.does(GiveConsent{}).size() == 1);
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
  CHECK(person.does(Undo{sone}) == std::vector<Effect>{WithdrawBallot{}});
  CHECK(person.does(Delivered{}) == std::vector<Effect>{FetchTotals{}});
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

TEST_CASE("an acknowledged ballot is followed by a look at the totals") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(GiveConsent{});
  CHECK(person.does(Delivered{}) == std::vector<Effect>{FetchTotals{}});
  CHECK(person.state.delivery == Delivery::counted);
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
  CHECK(person.does(DeliveryFailed{Fault::stale}) == std::vector<Effect>{WithdrawBallot{}});
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
  CHECK(person.does(GiveConsent{}).empty());
  CHECK(person.does(Answer{skole, Stance::agree}).size() == 1);
}

#include <catch2/catch_test_macros.hpp>

#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

Person counted_with_memory() {
  Person person;
  person.does(Started{{.memory = true}});
  person.is_counted();
  return person;
}

Recalled kept_answers() {
  Recalled recalled;
  recalled.answers = {{PointId("skole"), Stance::disagree}, {PointId("nedlagt"), Stance::agree}};
  recalled.important = {PointId("skole"), PointId("nedlagt")};
  recalled.answered_topics = {PolicyId("parks"), PolicyId("smaasaker")};
  return recalled;
}

}  // namespace

TEST_CASE("memory is offered where the browser has one, and is off until it is asked for") {
  Person person;
  CHECK(person.state.memory == Memory::unavailable);
  person.does(Started{{.memory = true}});
  CHECK(person.state.memory == Memory::off);
  person.does(Started{{.memory = false}});
  CHECK(person.state.memory == Memory::unavailable);
}

TEST_CASE("nothing is remembered before consent, or where the browser has no memory") {
  Person person;
  person.does(Started{{.memory = true}});
  person.does(Answer{sone, Stance::agree});
  CHECK(person.does(ToggleMemory{}).empty());
  CHECK(person.state.memory == Memory::off);
  Person without;
  without.is_counted();
  CHECK(without.does(ToggleMemory{}).empty());
  CHECK(without.state.memory == Memory::unavailable);
  Person reader(policy::Mode::read_only);
  reader.does(Started{{.memory = true}});
  reader.does(Answer{sone, Stance::agree});
  CHECK(reader.does(ToggleMemory{}).empty());
}

TEST_CASE("memory keeps the answers at once, and then every change") {
  Person person = counted_with_memory();
  CHECK(person.does(ToggleMemory{}) == std::vector<Effect>{Keep{Memory::on}});
  CHECK(person.state.said == Said::remembered);
  const auto effects = person.does(Answer{skole, Stance::agree});
  REQUIRE(effects.size() == 2);
  CHECK(effects[1] == Effect(Keep{Memory::on}));
}

TEST_CASE("forgetting takes the answers off the device, and leaves them on the page") {
  Person person = counted_with_memory();
  person.does(ToggleMemory{});
  CHECK(person.does(ToggleMemory{}) == std::vector<Effect>{Forget{.what = Forgetting::device}});
  CHECK(person.state.said == Said::forgotten);
  CHECK(person.state.memory == Memory::off);
  CHECK(stance_on(person.state, sone) == Stance::agree);
  CHECK(person.state.consent == Consent::given);
}

TEST_CASE("a browser that refuses to remember is told of, and may be asked again") {
  Person person = counted_with_memory();
  person.does(MemoryFailed{});
  CHECK(person.state.memory == Memory::off);
  person.does(ToggleMemory{});
  person.does(MemoryFailed{});
  CHECK(person.state.memory == Memory::failed);
  CHECK(person.state.said == Said::not_remembered);
  CHECK(person.does(Answer{skole, Stance::agree}).back() == Effect(Keep{Memory::off}));
  CHECK(person.does(ToggleMemory{}) == std::vector<Effect>{Keep{Memory::on}});
}

TEST_CASE("deleting withdraws the ballot for good, clears the device, and starts afresh") {
  Person person = counted_with_memory();
  person.does(ToggleMemory{});
  person.does(SetFilter{Filter::unanswered});
  person.does(Answer{skole, Stance::agree});
  person.does(Answer{whole_topic, Stance::agree});
  person.does(ToggleImportant{PointId("skole")});
  person.does(ToggleSummary{});
  person.does(ToggleDeletion{});
  CHECK(person.state.deletion == Deletion::asked);
  CHECK(person.does(DeleteAnswers{}) ==
        std::vector<Effect>{WithdrawBallot{Withdrawal::for_good}, Forget{}});
  State fresh;
  fresh.language = "nb";
  fresh.filter = Filter::unanswered;
  fresh.abilities = person.state.abilities;
  fresh.memory = Memory::off;
  fresh.delivery = Delivery::waiting;
  fresh.said = Said::deleted;
  fresh.has_just_deleted = true;
  fresh.said_count = person.state.said_count;
  CHECK(person.state == fresh);
  CHECK(person.does(Delivered{}) == std::vector<Effect>{FetchTotals{}});
  CHECK(person.state.delivery == Delivery::nothing_to_send);
}

TEST_CASE("deleting can be thought better of") {
  Person person = counted_with_memory();
  person.does(ToggleDeletion{});
  CHECK(person.does(ToggleDeletion{}).empty());
  CHECK(person.state.deletion == Deletion::unasked);
  CHECK(stance_on(person.state, sone) == Stance::agree);
}

TEST_CASE("who declined can delete too, and nothing is withdrawn that never was sent") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(DeclineConsent{});
  CHECK(person.does(DeleteAnswers{}) == std::vector<Effect>{Forget{}});
  CHECK(person.state.answers.empty());
  CHECK(person.state.consent == Consent::unasked);
  CHECK(person.state.delivery == Delivery::nothing_to_send);
  CHECK(person.does(Answer{sone, Stance::agree}).empty());
  CHECK(person.state.consent == Consent::asked);
}

TEST_CASE("answers given while a deletion is under way ask for consent anew") {
  Person person = counted_with_memory();
  person.does(DeleteAnswers{});
  CHECK(person.does(Answer{skole, Stance::agree}).empty());
  // The withdrawal has arrived: that counts nobody.
  person.does(Delivered{});
  CHECK(person.state.delivery == Delivery::nothing_to_send);
  CHECK(has<SendBallot>(person.does(GiveConsent{})));
}

TEST_CASE("a deletion without network waits") {
  Person person = counted_with_memory();
  person.does(Connection{Network::offline});
  person.does(DeleteAnswers{});
  CHECK(person.state.delivery == Delivery::offline);
  person.does(Connection{Network::online});
  CHECK(person.state.delivery == Delivery::waiting);
}

TEST_CASE("what the device remembers is gone on with, as far as the policy still has it") {
  Person person;
  const auto effects = person.does(kept_answers());
  CHECK(effects == std::vector<Effect>{Keep{Memory::off}, KeepPage{}});
  CHECK(person.state.answers == std::map<PointId, Stance>{{PointId("skole"), Stance::disagree}});
  CHECK(person.state.important == std::set{PointId("skole")});
  CHECK(person.state.answered_topics == std::set{PolicyId("parks")});
  CHECK(person.state.consent == Consent::given);
  CHECK(person.state.delivery == Delivery::counted);
  CHECK(person.state.memory == Memory::on);
  person.does(Started{{.memory = true}});
  CHECK(person.state.memory == Memory::on);
  CHECK(has<SendBallot>(person.does(Answer{sone, Stance::agree})));
}

TEST_CASE("what was pressed before the program ran is acted after, and wins") {
  Person person;
  person.does(kept_answers());
  const auto effects = person.does(Answer{skole, Stance::agree});
  REQUIRE(has<SendBallot>(effects));
  CHECK(std::get<SendBallot>(effects[0]).ballot.answers.at(PointId("skole")) == Stance::agree);
}

TEST_CASE("what had not been sent when the page was closed is sent by the next one") {
  Person person;
  Recalled recalled = kept_answers();
  recalled.is_unsent = true;
  CHECK(has<SendBallot>(person.does(recalled)));
  CHECK(person.state.delivery == Delivery::waiting);
  Person emptied;
  Recalled empty;
  empty.is_unsent = true;
  CHECK(has<WithdrawBallot>(emptied.does(empty)));
}

TEST_CASE("another tab's answers take the place of those here, and the same ones do nothing") {
  Person person = counted_with_memory();
  Recalled recalled = kept_answers();
  CHECK_FALSE(has<SendBallot>(person.does(recalled)));
  CHECK_FALSE(stance_on(person.state, sone).has_value());
  CHECK(person.does(recalled).empty());
}

TEST_CASE("a ballot that waits here does not land after another tab's newer one") {
  Person person = counted_with_memory();
  person.does(Answer{whole_topic, Stance::agree});
  const auto effects = person.does(kept_answers());
  REQUIRE(has<SendBallot>(effects));
  CHECK_FALSE(std::get<SendBallot>(effects[0]).ballot.topic.has_value());
}

TEST_CASE("a read-only copy and a stale page recall nothing") {
  Person reader(policy::Mode::read_only);
  const State before = reader.state;
  CHECK(reader.does(kept_answers()).empty());
  CHECK(reader.state == before);
  Person person = counted_with_memory();
  person.does(DeliveryFailed{Fault::stale});
  CHECK(person.does(kept_answers()).empty());
  CHECK(stance_on(person.state, sone) == Stance::agree);
}

TEST_CASE("what another tab deletes is gone here too") {
  Person person = counted_with_memory();
  person.does(ToggleMemory{});
  CHECK(person.does(ForgottenElsewhere{Elsewhere::deleted}) ==
        std::vector<Effect>{WithdrawBallot{Withdrawal::for_good},
                            Forget{Forgetting::tab, Telling::no}});
  CHECK(person.state.answers.empty());
  CHECK(person.state.consent == Consent::unasked);
}

TEST_CASE("what another tab only forgets stays on this page") {
  Person person = counted_with_memory();
  person.does(ToggleMemory{});
  CHECK(person.does(ForgottenElsewhere{Elsewhere::forgotten}).empty());
  CHECK(person.state.memory == Memory::off);
  CHECK(stance_on(person.state, sone) == Stance::agree);
}

TEST_CASE("what a later page of this tab has dropped is gone here, and only here") {
  Person person = counted_with_memory();
  person.does(ToggleMemory{});
  CHECK(person.does(ForgottenElsewhere{Elsewhere::dropped}) ==
        std::vector<Effect>{WithdrawBallot{Withdrawal::for_good},
                            Forget{Forgetting::own_words, Telling::no}});
  CHECK(person.state.answers.empty());
}

TEST_CASE("a page of older words says so, asks for no consent and sends nothing") {
  Person person;
  CHECK(person.does(Superseded{}).empty());
  CHECK(person.state.delivery == Delivery::stale);
  CHECK(person.state.said == Said::delivery);
  CHECK(person.does(Answer{sone, Stance::agree}).empty());
  CHECK(person.state.consent == Consent::unasked);
  Person reader(policy::Mode::read_only);
  reader.does(Superseded{});
  CHECK(reader.state.delivery == Delivery::nothing_to_send);
}

TEST_CASE("every answer that has not come to the server is known") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  CHECK(person.state.unsent.empty());
  person.does(GiveConsent{});
  person.does(Answer{whole_topic, Stance::agree});
  CHECK(person.state.unsent == std::set<Target>{whole_topic, sone});
  person.does(DeliveryFailed{});
  CHECK(person.state.unsent == std::set<Target>{whole_topic, sone});
  person.does(Delivered{});
  CHECK(person.state.unsent.empty());
  person.does(Undo{sone});
  CHECK(person.state.unsent == std::set<Target>{sone});
  person.does(DeleteAnswers{});
  CHECK(person.state.unsent.empty());
}

TEST_CASE("answers kept to words that have changed are told of until the next answer") {
  Person person;
  CHECK(person.does(Outdated{}).empty());
  CHECK(person.state.lost_answers);
  CHECK(person.state.consent == Consent::unasked);
  person.does(Answer{sone, Stance::agree});
  CHECK_FALSE(person.state.lost_answers);
  Person reader(policy::Mode::read_only);
  CHECK(reader.does(Outdated{}).empty());
  CHECK_FALSE(reader.state.lost_answers);
}

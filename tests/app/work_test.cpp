// The work that a server asks for before it takes a ballot: the outbox's rules for it.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "app/outbox.h"
#include "app/update.h"
#include "base/limits.h"
#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;

namespace {

opinion::BallotId id_of(std::uint8_t first) {
  opinion::BallotId id;
  id.bytes[0] = first;
  return id;
}
const opinion::BallotId fresh = id_of(7);

SendBallot answer_to(const char* point) {
  opinion::Ballot ballot;
  ballot.policy = PolicyId("smaasaker");
  ballot.answers.emplace(PointId(point), opinion::Stance::agree);
  return {ballot};
}

using Errands = std::vector<Errand>;

Put put_of(const Errands& errands) {
  REQUIRE(errands.size() == 1);
  const auto* const put = std::get_if<Put>(&errands[0]);
  REQUIRE(put != nullptr);
  return *put;
}

// An outbox that has been asked for work.
struct Asked {
  Asked() {
    (void)outbox.take(answer_to("a"));
    put = put_of(outbox.wake(fresh));
    answered = outbox.replied({put.token, 429, "12.6.ab"});
  }
  Outbox outbox;
  Put put;
  Answered answered;
};

}  // namespace

TEST_CASE("a ballot that work is asked for waits for its proof, and goes with it") {
  Asked asked;
  CHECK(asked.put.proof.empty());
  CHECK(asked.answered.actions.empty());
  CHECK(asked.answered.errands == Errands{WakeIn{limits::work_told_after_ms}, Prove{"12.6.ab"}});
  CHECK(asked.outbox.wake(fresh).empty());
  const Answered proved = asked.outbox.proved("12.6.ab.5");
  CHECK(proved.actions.empty());
  CHECK(proved.errands == Errands{WakeIn{0}});
  const Put again = put_of(asked.outbox.wake(id_of(8)));
  CHECK(again.proof == "12.6.ab.5");
  CHECK(again.id == fresh);
  CHECK(again.ballot == asked.put.ballot);
  CHECK(asked.outbox.replied({again.token, 204}).actions == std::vector<Action>{Delivered{}});
}

TEST_CASE("a 429 without a challenge is tried again later") {
  Outbox outbox;
  (void)outbox.take(answer_to("a"));
  const Put put = put_of(outbox.wake(fresh));
  const Answered answered = outbox.replied({put.token, 429});
  CHECK(answered.actions == std::vector<Action>{DeliveryFailed{Fault::unavailable}});
  CHECK(answered.errands == Errands{WakeIn{limits::retry_first_ms}});
}

TEST_CASE("what is pressed meanwhile goes with the proof, and the timer tells once") {
  Asked asked;
  CHECK(asked.outbox.take(answer_to("b")) == Errands{WakeIn{limits::work_told_after_ms}});
  CHECK(asked.outbox.rung() == Action(WorkTakesLong{}));
  CHECK(asked.outbox.wake(fresh).empty());
  CHECK_FALSE(asked.outbox.rung().has_value());
  CHECK(asked.outbox.take(answer_to("c")).empty());
  (void)asked.outbox.proved("12.6.ab.5");
  CHECK_FALSE(asked.outbox.rung().has_value());
  const Put put = put_of(asked.outbox.wake(fresh));
  CHECK(put.ballot == answer_to("c").ballot);
  CHECK(put.proof == "12.6.ab.5");
}

TEST_CASE("a page that goes away while it works sends nothing that would be refused") {
  Asked asked;
  CHECK(asked.outbox.leave(fresh).empty());
  (void)asked.outbox.proved("12.6.ab.5");
  CHECK(put_of(asked.outbox.leave(fresh)).proof == "12.6.ab.5");
}

TEST_CASE("who withdraws is asked for nothing, and another ballot has another proof") {
  Asked asked;
  CHECK(asked.outbox.take(WithdrawBallot{}) == Errands{WakeIn{limits::quiet_before_sending_ms}});
  const Put withdrawal = put_of(asked.outbox.wake(fresh));
  CHECK_FALSE(withdrawal.ballot.has_value());
  CHECK(withdrawal.proof.empty());
  // Too late: nobody waits for it.
  CHECK(asked.outbox.proved("12.6.ab.5").errands.empty());
  (void)asked.outbox.replied({withdrawal.token, 204});
  (void)asked.outbox.take(answer_to("b"));
  CHECK(put_of(asked.outbox.wake(id_of(9))).proof.empty());
}

TEST_CASE("a ballot that goes on under another id has no proof") {
  Asked asked;
  asked.outbox.go_on_with(id_of(3));
  const Put put = put_of(asked.outbox.wake(fresh));
  CHECK(put.id == id_of(3));
  CHECK(put.proof.empty());
}

TEST_CASE("deleted for good while it works, a ballot is withdrawn, and the next one asked anew") {
  Asked asked;
  (void)asked.outbox.take(WithdrawBallot{Withdrawal::for_good});
  (void)asked.outbox.take(answer_to("b"));
  const Errands errands = asked.outbox.wake(id_of(8));
  REQUIRE(errands.size() == 2);
  const Put withdrawal = std::get<Put>(errands[0]);
  const Put next = std::get<Put>(errands[1]);
  CHECK(withdrawal.id == fresh);
  CHECK_FALSE(withdrawal.ballot.has_value());
  CHECK(next.id == id_of(8));
  const Answered answered = asked.outbox.replied({next.token, 429, "12.6.cd"});
  CHECK(answered.errands.back() == Errand(Prove{"12.6.cd"}));
}

TEST_CASE("what cannot be computed, and what no proof satisfies, waits as what did not arrive") {
  Asked asked;
  const Answered failed = asked.outbox.proved("");
  CHECK(failed.actions == std::vector<Action>{DeliveryFailed{Fault::unavailable}});
  CHECK(failed.errands == Errands{WakeIn{limits::retry_first_ms}});
  Answered answered;
  for (int i = 0; i < limits::works_at_once_max; ++i) {
    const Put put = put_of(asked.outbox.wake(fresh));
    answered = asked.outbox.replied({put.token, 429, "12.6.ab"});
    REQUIRE(answered.errands.back() == Errand(Prove{"12.6.ab"}));
    answered = asked.outbox.proved("12.6.ab.5");
  }
  const Put put = put_of(asked.outbox.wake(fresh));
  answered = asked.outbox.replied({put.token, 429, "12.6.ab"});
  CHECK(answered.actions == std::vector<Action>{DeliveryFailed{Fault::unavailable}});
  REQUIRE(answered.errands.size() == 1);
  CHECK(std::holds_alternative<WakeIn>(answered.errands[0]));
}

TEST_CASE("the person is told only of what is still under way, and until it has arrived") {
  Person person;
  person.does(WorkTakesLong{});
  CHECK(person.state.delivery == Delivery::nothing_to_send);
  person.does(Answer{sone, opinion::Stance::agree});
  person.does(GiveConsent{});
  person.does(WorkTakesLong{});
  CHECK(person.state.delivery == Delivery::working);
  CHECK(person.state.said == Said::delivery);
  CHECK(waits(person.state.delivery));
  person.does(Connection{Network::offline});
  CHECK(person.state.delivery == Delivery::offline);
  person.does(WorkTakesLong{});
  CHECK(person.state.delivery == Delivery::offline);
  person.does(Connection{Network::online});
  person.does(WorkTakesLong{});
  person.does(Delivered{});
  CHECK(person.state.delivery == Delivery::counted);
  person.does(WorkTakesLong{});
  CHECK(person.state.delivery == Delivery::counted);
}

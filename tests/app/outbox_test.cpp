#include "app/outbox.h"

#include <catch2/catch_test_macros.hpp>

#include "base/limits.h"

using namespace enig;
using namespace enig::app;

namespace {

opinion::BallotId id_of(std::uint8_t first) {
  opinion::BallotId id;
  id.bytes[0] = first;
  return id;
}
const opinion::BallotId fresh = id_of(7);

opinion::Ballot ballot_with(const char* point) {
  opinion::Ballot ballot;
  ballot.policy = PolicyId("smaasaker");
  ballot.answers.emplace(PointId(point), opinion::Stance::agree);
  return ballot;
}
const SendBallot first{ballot_with("a")};
const SendBallot second{ballot_with("b")};

// The one Put among the errands.
Put put_of(const std::vector<Errand>& errands) {
  REQUIRE(errands.size() == 1);
  const auto* const put = std::get_if<Put>(&errands[0]);
  REQUIRE(put != nullptr);
  return *put;
}

Put sent(Outbox& outbox, const Effect& effect) {
  (void)outbox.take(effect);
  return put_of(outbox.wake(fresh));
}

bool wakes_in(const std::vector<Errand>& errands, int wait_ms) {
  return errands == std::vector<Errand>{WakeIn{wait_ms}};
}

}  // namespace

TEST_CASE("a ballot waits until the person has stopped pressing, then only the newest is sent") {
  Outbox outbox;
  CHECK(wakes_in(outbox.take(first), limits::quiet_before_sending_ms));
  CHECK(wakes_in(outbox.take(second), limits::quiet_before_sending_ms));
  const Put put = put_of(outbox.wake(fresh));
  CHECK(put.ballot == second.ballot);
  CHECK(put.id == fresh);
  CHECK(put.leaving == Leaving::no);
  CHECK(outbox.wake(fresh).empty());
}

TEST_CASE("looking at totals is not the outbox's errand") {
  Outbox outbox;
  CHECK(outbox.take(FetchTotals{}).empty());
  CHECK(outbox.wake(fresh).empty());
}

TEST_CASE("all that one page sends has one ballot id, until it has been withdrawn") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  CHECK(outbox.replied(put.token, 204).actions == std::vector<Action>{Delivered{}});
  (void)outbox.take(WithdrawBallot{});
  const Put withdrawal = put_of(outbox.wake(id_of(8)));
  CHECK(withdrawal.id == fresh);
  CHECK_FALSE(withdrawal.ballot.has_value());
  CHECK(outbox.replied(withdrawal.token, 204).actions == std::vector<Action>{Delivered{}});
  (void)outbox.take(second);
  CHECK(put_of(outbox.wake(id_of(9))).id == id_of(9));
}

TEST_CASE("a ballot that was sent without script is gone on with") {
  Outbox outbox;
  outbox.go_on_with(id_of(3));
  CHECK(sent(outbox, first).id == id_of(3));
}

TEST_CASE("what did not arrive is tried again, ever more patiently") {
  Outbox outbox;
  int token = sent(outbox, first).token;
  for (const int wait_ms : {2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000}) {
    const Answered answered = outbox.replied(token, wait_ms == 8'000 ? 503 : 0);
    CHECK(answered.actions == std::vector<Action>{DeliveryFailed{Fault::unavailable}});
    CHECK(wakes_in(answered.errands, wait_ms));
    const Put again = put_of(outbox.wake(fresh));
    CHECK(again.ballot == first.ballot);
    CHECK(again.id == fresh);
    token = again.token;
  }
  CHECK(outbox.replied(token, 204).actions == std::vector<Action>{Delivered{}});
}

TEST_CASE("what is pressed while a ballot is under way is sent after it") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  (void)outbox.take(second);
  CHECK(outbox.wake(fresh).empty());
  const Answered answered = outbox.replied(put.token, 204);
  CHECK(answered.actions.empty());
  CHECK(wakes_in(answered.errands, limits::quiet_before_sending_ms));
  CHECK(put_of(outbox.wake(fresh)).ballot == second.ballot);
}

TEST_CASE("a failed ballot never takes the place of a newer one") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  (void)outbox.take(second);
  (void)outbox.replied(put.token, 0);
  CHECK(put_of(outbox.wake(fresh)).ballot == second.ballot);
}

TEST_CASE("a refusal is told once and not tried again") {
  struct Row {
    int status;
    Fault fault;
  };
  for (const Row& row :
       {Row{409, Fault::stale}, Row{422, Fault::refused}, Row{413, Fault::too_large}}) {
    Outbox outbox;
    const Answered answered = outbox.replied(sent(outbox, first).token, row.status);
    CHECK(answered.actions == std::vector<Action>{DeliveryFailed{row.fault}});
    CHECK(answered.errands.empty());
    CHECK(outbox.wake(fresh).empty());
  }
}

TEST_CASE("a refusal does not strand what waits behind it") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  (void)outbox.take(WithdrawBallot{});
  const Answered answered = outbox.replied(put.token, 409);
  CHECK(answered.actions == std::vector<Action>{DeliveryFailed{Fault::stale}});
  CHECK(wakes_in(answered.errands, limits::quiet_before_sending_ms));
  CHECK_FALSE(put_of(outbox.wake(fresh)).ballot.has_value());
}

TEST_CASE("leaving the page sends what waits at once, and what is under way once more") {
  Outbox outbox;
  CHECK(outbox.leave(fresh).empty());
  (void)outbox.take(first);
  const Put put = put_of(outbox.leave(fresh));
  CHECK(put.ballot == first.ballot);
  CHECK(put.leaving == Leaving::yes);
  const Put again = put_of(outbox.leave(fresh));
  CHECK(again.ballot == first.ballot);
  CHECK(again.id == put.id);
}

TEST_CASE("when two requests may have crossed, the newest is sent once more, last") {
  Outbox outbox;
  const Put slow = sent(outbox, first);
  (void)outbox.take(WithdrawBallot{});
  const Put withdrawal = put_of(outbox.leave(fresh));
  CHECK_FALSE(withdrawal.ballot.has_value());
  // The withdrawal is answered first; the slow ballot may land after it.
  CHECK(outbox.replied(withdrawal.token, 204).actions.empty());
  const Answered crossed = outbox.replied(slow.token, 204);
  CHECK(crossed.actions.empty());
  CHECK(wakes_in(crossed.errands, 0));
  const Put last = put_of(outbox.wake(id_of(9)));
  CHECK_FALSE(last.ballot.has_value());
  CHECK(last.id == fresh);
  CHECK(outbox.replied(last.token, 204).actions == std::vector<Action>{Delivered{}});
}

TEST_CASE("a reply to what was never sent means nothing") {
  Outbox outbox;
  const Answered answered = outbox.replied(42, 204);
  CHECK(answered.actions.empty());
  CHECK(answered.errands.empty());
}

#include "app/outbox.h"

#include <catch2/catch_test_macros.hpp>
#include <map>

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
  CHECK(outbox.replied({put.token, 204}).actions == std::vector<Action>{Delivered{}});
  (void)outbox.take(WithdrawBallot{});
  const Put withdrawal = put_of(outbox.wake(id_of(8)));
  CHECK(withdrawal.id == fresh);
  CHECK_FALSE(withdrawal.ballot.has_value());
  CHECK(outbox.replied({withdrawal.token, 204}).actions == std::vector<Action>{Delivered{}});
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
    const Answered answered = outbox.replied({token, wait_ms == 8'000 ? 503 : 0});
    CHECK(answered.actions == std::vector<Action>{DeliveryFailed{Fault::unavailable}});
    CHECK(wakes_in(answered.errands, wait_ms));
    const Put again = put_of(outbox.wake(fresh));
    CHECK(again.ballot == first.ballot);
    CHECK(again.id == fresh);
    token = again.token;
  }
  CHECK(outbox.replied({token, 204}).actions == std::vector<Action>{Delivered{}});
}

TEST_CASE("a success that is not the server's own is not taken for a counted ballot") {
  for (const int status : {200, 201, 202, 206, 302, 304}) {
    Outbox outbox;
    const Answered answered = outbox.replied({sent(outbox, first).token, status});
    CHECK(answered.actions == std::vector<Action>{DeliveryFailed{Fault::unavailable}});
    CHECK(put_of(outbox.wake(fresh)).ballot == first.ballot);
  }
}

TEST_CASE("what is pressed while a ballot is under way is sent after it") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  (void)outbox.take(second);
  CHECK(outbox.wake(fresh).empty());
  const Answered answered = outbox.replied({put.token, 204});
  CHECK(answered.actions.empty());
  CHECK(wakes_in(answered.errands, limits::quiet_before_sending_ms));
  CHECK(put_of(outbox.wake(fresh)).ballot == second.ballot);
}

TEST_CASE("a failed ballot never takes the place of a newer one") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  (void)outbox.take(second);
  (void)outbox.replied({put.token, 0});
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
    const Answered answered = outbox.replied({sent(outbox, first).token, row.status});
    CHECK(answered.actions == std::vector<Action>{DeliveryFailed{row.fault}});
    CHECK(answered.errands.empty());
    CHECK(outbox.wake(fresh).empty());
  }
}

TEST_CASE("a refusal does not strand what waits behind it") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  (void)outbox.take(WithdrawBallot{});
  const Answered answered = outbox.replied({put.token, 409});
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
  CHECK(outbox.replied({withdrawal.token, 204}).actions.empty());
  const Answered crossed = outbox.replied({slow.token, 204});
  CHECK(crossed.actions.empty());
  CHECK(wakes_in(crossed.errands, 0));
  const Put last = put_of(outbox.wake(id_of(9)));
  CHECK_FALSE(last.ballot.has_value());
  CHECK(last.id == fresh);
  CHECK(outbox.replied({last.token, 204}).actions == std::vector<Action>{Delivered{}});
}

TEST_CASE("a reply to what was never sent means nothing") {
  Outbox outbox;
  const Answered answered = outbox.replied({42, 204});
  CHECK(answered.actions.empty());
  CHECK(answered.errands.empty());
}

TEST_CASE("a deleted ballot is withdrawn after what is under way, and the next has another id") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  CHECK(outbox.take(WithdrawBallot{Withdrawal::for_good}).empty());
  CHECK(outbox.deleted_ids() == std::vector{fresh});
  CHECK_FALSE(outbox.id().has_value());
  CHECK(outbox.wake(id_of(8)).empty());
  const Answered answered = outbox.replied({put.token, 204});
  CHECK(answered.actions.empty());
  CHECK(wakes_in(answered.errands, limits::quiet_before_sending_ms));
  const Put withdrawal = put_of(outbox.wake(id_of(8)));
  CHECK(withdrawal.id == fresh);
  CHECK_FALSE(withdrawal.ballot.has_value());
  CHECK(outbox.replied({withdrawal.token, 204}).actions == std::vector<Action>{Delivered{}});
  CHECK(outbox.deleted_ids().empty());
  (void)outbox.take(second);
  CHECK(put_of(outbox.wake(id_of(9))).id == id_of(9));
}

TEST_CASE("a deletion is tried again until it has arrived, beside what is answered anew") {
  Outbox outbox;
  CHECK(outbox.replied({sent(outbox, first).token, 204}).actions.size() == 1);
  const Put lost = sent(outbox, WithdrawBallot{Withdrawal::for_good});
  CHECK(lost.id == fresh);
  CHECK(wakes_in(outbox.replied({lost.token, 0}).errands, limits::retry_first_ms));
  // New answers are another ballot; both are sent, each under its own id.
  CHECK(wakes_in(outbox.take(second), limits::quiet_before_sending_ms));
  const std::vector<Errand> both = outbox.wake(id_of(8));
  REQUIRE(both.size() == 2);
  const Put withdrawal = std::get<Put>(both[0]);
  const Put put = std::get<Put>(both[1]);
  CHECK(withdrawal.id == fresh);
  CHECK_FALSE(withdrawal.ballot.has_value());
  CHECK(put.id == id_of(8));
  CHECK(put.ballot == second.ballot);
  // While the new ballot is under way, its own reply is the one that is told.
  CHECK(outbox.replied({withdrawal.token, 503}).actions.empty());
  const Put again = put_of(outbox.wake(id_of(9)));
  CHECK(again.id == fresh);
  CHECK(outbox.replied({again.token, 204}).actions.empty());
  CHECK(outbox.replied({put.token, 204}).actions == std::vector<Action>{Delivered{}});
}

TEST_CASE("one who waits long does not make another wait") {
  Outbox outbox;
  (void)outbox.replied({sent(outbox, first).token, 204});
  int token = sent(outbox, WithdrawBallot{Withdrawal::for_good}).token;
  for (int i = 0; i < 6; ++i) {
    (void)outbox.replied({token, 0});
    token = put_of(outbox.wake(fresh)).token;
  }
  CHECK(wakes_in(outbox.replied({token, 0}).errands, limits::retry_last_ms));
  CHECK(wakes_in(outbox.take(second), limits::quiet_before_sending_ms));
}

TEST_CASE("deleting what was never under way sends no ballot") {
  Outbox outbox;
  (void)outbox.take(first);
  (void)outbox.take(WithdrawBallot{Withdrawal::for_good});
  CHECK(outbox.deleted_ids().empty());
  const Put put = put_of(outbox.wake(fresh));
  CHECK_FALSE(put.ballot.has_value());
  CHECK(outbox.replied({put.token, 204}).actions == std::vector<Action>{Delivered{}});
}

TEST_CASE("leaving sends a deletion with what it follows still under way") {
  Outbox outbox;
  const Put put = sent(outbox, first);
  (void)outbox.take(WithdrawBallot{Withdrawal::for_good});
  const Put withdrawal = put_of(outbox.leave(id_of(8)));
  CHECK(withdrawal.id == put.id);
  CHECK_FALSE(withdrawal.ballot.has_value());
  CHECK(withdrawal.leaving == Leaving::yes);
  // The page stayed after all: the two may have crossed, so it is withdrawn once more.
  CHECK(outbox.replied({withdrawal.token, 204}).actions.empty());
  CHECK(wakes_in(outbox.replied({put.token, 204}).errands, 0));
  CHECK_FALSE(put_of(outbox.wake(id_of(9))).ballot.has_value());
}

TEST_CASE("a deletion that an earlier page could not finish is gone on with") {
  Outbox outbox;
  CHECK(wakes_in(outbox.withdraw(id_of(5)), limits::quiet_before_sending_ms));
  const Put put = put_of(outbox.wake(fresh));
  CHECK(put.id == id_of(5));
  CHECK_FALSE(put.ballot.has_value());
  CHECK(outbox.replied({put.token, 204}).actions == std::vector<Action>{Delivered{}});
  CHECK_FALSE(outbox.id().has_value());
}

TEST_CASE("an id that is to be kept is known before anything is sent") {
  Outbox outbox;
  CHECK(outbox.id_or(id_of(4)) == id_of(4));
  CHECK(outbox.id_or(id_of(5)) == id_of(4));
  CHECK(sent(outbox, first).id == id_of(4));
}

TEST_CASE("two tabs that put the same ballot put it under one id, and the newest is last") {
  Outbox tab;
  Outbox other;
  tab.go_on_with(id_of(3));
  other.go_on_with(id_of(3));
  // What the server has: the last that came, by id.
  std::map<opinion::BallotId, std::optional<opinion::Ballot>> server;
  const auto arrive = [&](Outbox& outbox, const Put& put) {
    server[put.id] = put.ballot;
    return outbox.replied({put.token, 204});
  };
  (void)arrive(tab, sent(tab, first));
  (void)arrive(other, sent(other, first));
  CHECK(server.size() == 1);
  // One has a ballot under way when it hears of the other's newer one, and takes that over.
  const Put slow = sent(tab, first);
  (void)arrive(other, sent(other, second));
  (void)tab.take(second);
  (void)arrive(tab, slow);
  (void)arrive(tab, put_of(tab.wake(fresh)));
  CHECK(server ==
        std::map<opinion::BallotId, std::optional<opinion::Ballot>>{{id_of(3), second.ballot}});
}

TEST_CASE("without network the ballot is tried again, and sent at once when woken") {
  Outbox outbox;
  (void)outbox.replied({sent(outbox, first).token, 0});
  CHECK(put_of(outbox.wake(fresh)).ballot == first.ballot);
}

TEST_CASE("a withdrawal that is refused is no longer sent by this page, and not forgotten") {
  Outbox outbox;
  (void)outbox.withdraw(id_of(5));
  const Put put = put_of(outbox.wake(fresh));
  CHECK(outbox.replied({put.token, 403}).errands.empty());
  CHECK(outbox.deleted_ids() == std::vector{id_of(5)});
  // One that is not there any more is withdrawn.
  Outbox other;
  (void)other.withdraw(id_of(6));
  (void)other.replied({put_of(other.wake(fresh)).token, 404});
  CHECK(other.deleted_ids().empty());
}

namespace {

// An outbox whose ballot the server has, and that has come back.
Outbox returned() {
  Outbox outbox;
  const Put put = sent(outbox, first);
  CHECK_FALSE(outbox.has_arrived());
  (void)outbox.replied({put.token, 204});
  CHECK(outbox.has_arrived());
  CHECK(wakes_in(outbox.begin_doubt(), 0));
  return outbox;
}

// The one question among the errands.
Ask ask_of(const std::vector<Errand>& errands) {
  REQUIRE(errands.size() == 1);
  const auto* const ask = std::get_if<Ask>(&errands[0]);
  REQUIRE(ask != nullptr);
  return *ask;
}

}  // namespace

TEST_CASE("a ballot in doubt is asked for before anything is sent") {
  Outbox outbox = returned();
  (void)outbox.take(second);
  CHECK(outbox.leave(fresh).empty());
  const Ask ask = ask_of(outbox.wake(fresh));
  CHECK(ask.id == fresh);
  CHECK(outbox.wake(fresh).empty());
  const Answered answered = outbox.replied({ask.token, 204});
  CHECK(answered.actions.empty());
  CHECK(wakes_in(answered.errands, limits::quiet_before_sending_ms));
  CHECK(put_of(outbox.wake(fresh)).ballot == second.ballot);
}

TEST_CASE("a ballot that is gone is not sent until somebody has seen to it") {
  Outbox outbox = returned();
  (void)outbox.take(second);
  const Ask ask = ask_of(outbox.wake(fresh));
  CHECK(outbox.replied({ask.token, 410}).errands.empty());
  CHECK(outbox.doubt() == Doubt::gone);
  CHECK(outbox.wake(fresh).empty());
  SECTION("it is deleted here too") {
    (void)outbox.take(WithdrawBallot{Withdrawal::for_good});
    CHECK(outbox.doubt() == Doubt::none);
    CHECK_FALSE(put_of(outbox.wake(fresh)).ballot.has_value());
  }
  SECTION("it is sent all the same") {
    CHECK(wakes_in(outbox.end_doubt(), limits::quiet_before_sending_ms));
    CHECK(put_of(outbox.wake(fresh)).ballot == second.ballot);
  }
}

TEST_CASE("a question that is not answered is asked again, and a withdrawal waits for none") {
  for (const int status : {0, 200, 302, 429, 500, 503}) {
    CAPTURE(status);
    Outbox outbox = returned();
    const Answered answered = outbox.replied({ask_of(outbox.wake(fresh)).token, status});
    CHECK(answered.actions.empty());
    CHECK(wakes_in(answered.errands, limits::retry_first_ms));
    CHECK(outbox.doubt() == Doubt::open);
    (void)outbox.take(second);
    const Answered again = outbox.replied({ask_of(outbox.wake(fresh)).token, status});
    CHECK(again.actions == std::vector<Action>{DeliveryFailed{Fault::unavailable}});
    (void)outbox.take(WithdrawBallot{Withdrawal::may_return});
    CHECK_FALSE(put_of(outbox.wake(fresh)).ballot.has_value());
  }
  // A server that knows no such question.
  for (const int status : {400, 403, 404, 405}) {
    CAPTURE(status);
    Outbox outbox = returned();
    (void)outbox.replied({ask_of(outbox.wake(fresh)).token, status});
    CHECK(outbox.doubt() == Doubt::none);
  }
}

TEST_CASE("what has been withdrawn has not arrived") {
  Outbox outbox = returned();
  (void)outbox.take(WithdrawBallot{Withdrawal::may_return});
  (void)outbox.replied({put_of(outbox.wake(fresh)).token, 204});
  CHECK_FALSE(outbox.has_arrived());
}

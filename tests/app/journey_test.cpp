// Long visits, drawn by lot: whatever is pressed and whatever the network does, the promises hold.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "app/outbox.h"
#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

class Visit {
 public:
  explicit Visit(unsigned seed) : lot_(seed) { person_.does(Started{{true, true, true, true}}); }

  void step() {
    switch (draw(8)) {
      case 0:
        return wake();
      case 1:
      case 2:
        return reply();
      case 3:
        if (draw(2) == 0) return prove(draw(4) == 0 ? Proving::fails : Proving::succeeds);
        if (draw(6) == 0) run(outbox_.leave(fresh_id()));
        return;
      default:
        return act(some_press());
    }
  }

  // The network is good again, and the person waits.
  void come_to_rest() {
    act(Connection{Network::online});
    for (int i = 0; i < 100 && (is_armed_ || !flights_.empty() || !challenge_.empty()); ++i) {
      while (!flights_.empty()) land(0, Fate::answered);
      prove(Proving::succeeds);
      wake();
    }
    REQUIRE_FALSE(is_armed_);
    REQUIRE(flights_.empty());
  }

  void check_rest() const {
    const State& state = person_.state;
    const bool counts = state.consent == Consent::given && has_answers(state);
    REQUIRE(server_.size() == (counts ? 1U : 0U));
    CHECK(outbox_.deleted_ids().empty());
    CHECK(state.delivery == (counts ? Delivery::counted : Delivery::nothing_to_send));
    if (!counts) return;
    CHECK(server_.begin()->first == outbox_.id());
    CHECK(server_.begin()->second == ballot_of(person_.publication(), state));
    // What has been deleted does not come back under its old id.
    CHECK(std::ranges::find(deleted_, server_.begin()->first) == deleted_.end());
  }

  [[nodiscard]] std::size_t deletions() const { return deleted_.size(); }
  [[nodiscard]] int proofs() const { return proofs_; }
  [[nodiscard]] bool has_reached_server() const { return arrivals_ > 0; }

 private:
  enum class Fate { answered, reply_lost, never_arrived, refused_for_now, asked_for_work };
  enum class Proving { succeeds, fails };

  unsigned draw(unsigned below) { return static_cast<unsigned>(lot_() >> 8) % below; }

  Target some_target() {
    constexpr const char* ids[] = {"sone-1", "baat", "baat-el", "skole", "tog"};
    const unsigned place = draw(6);
    return place == 5 ? whole_topic : Target{PointId(ids[place])};
  }

  Action some_press() {
    switch (draw(16)) {
      case 0:
        return GiveConsent{};
      case 1:
        return draw(4) == 0 ? Action(DeclineConsent{}) : Action(GiveConsent{});
      case 2:
        return draw(3) == 0 ? Action(DeleteAnswers{}) : Action(ToggleDeletion{});
      case 3:
        return Undo{some_target()};
      case 4:
        return ToggleImportant{some_target().point.value_or(PointId("baat"))};
      case 5:
        return ToggleMemory{};
      case 6:
        return Connection{static_cast<Network>(draw(2))};
      case 7:
        return SetFilter{static_cast<Filter>(draw(4))};
      case 8:
        return Search{draw(2) == 0 ? "skole" : ""};
      case 9:
        return MemoryFailed{};
      default:
        return Answer{some_target(), static_cast<Stance>(draw(3))};
    }
  }

  void act(const Action& action) {
    const std::vector<Effect> effects = person_.does(action);
    for (const Effect& effect : effects) check(effect);
    for (const Effect& effect : effects) {
      const auto* const withdrawal = std::get_if<WithdrawBallot>(&effect);
      if (withdrawal && withdrawal->kind == Withdrawal::for_good && outbox_.id()) {
        deleted_.push_back(*outbox_.id());
      }
      run(outbox_.take(effect));
    }
  }

  // Before consent nothing leaves the device and nothing is written on it.
  void check(const Effect& effect) const {
    const State& state = person_.state;
    if (const auto* const send = std::get_if<SendBallot>(&effect)) {
      REQUIRE(state.consent == Consent::given);
      REQUIRE(send->ballot == ballot_of(person_.publication(), state));
      REQUIRE(opinion::check(person_.publication().policy, send->ballot).has_value());
    }
    if (std::holds_alternative<Keep>(effect) || std::holds_alternative<KeepPage>(effect)) {
      REQUIRE(state.consent == Consent::given);
    }
    if (const auto* const keep = std::get_if<Keep>(&effect)) {
      REQUIRE((keep->memory == Memory::on) == (state.memory == Memory::on));
    }
  }

  void run(const std::vector<Errand>& errands) {
    for (const Errand& errand : errands) {
      if (const auto* const put = std::get_if<Put>(&errand)) {
        is_armed_ = false;
        flights_.push_back(*put);
      } else if (const auto* const prove = std::get_if<Prove>(&errand)) {
        challenge_ = prove->challenge;
      } else {
        is_armed_ = true;
      }
    }
  }

  void wake() {
    if (!is_armed_) return;
    is_armed_ = false;
    if (const auto told = outbox_.rung()) act(*told);
    run(outbox_.wake(fresh_id()));
  }

  void reply() {
    if (!flights_.empty())
      land(draw(static_cast<unsigned>(flights_.size())), static_cast<Fate>(draw(5)));
  }

  void prove(Proving proving) {
    if (challenge_.empty()) return;
    const std::string challenge = std::exchange(challenge_, "");
    const Answered answered = outbox_.proved(proving == Proving::succeeds ? challenge + ".1" : "");
    if (proving == Proving::succeeds) ++proofs_;
    run(answered.errands);
    for (const Action& action : answered.actions) act(action);
  }

  void land(std::size_t place, Fate fate) {
    const Put put = flights_[place];
    // Nobody is asked for work who withdraws, or who has the proof for this ballot.
    const std::string challenge = opinion::to_text(put.id);
    if (fate == Fate::asked_for_work && (!put.ballot || put.proof == challenge + ".1")) {
      fate = Fate::answered;
    }
    flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(place));
    if (fate == Fate::answered || fate == Fate::reply_lost) {
      ++arrivals_;
      if (put.ballot) {
        server_.insert_or_assign(put.id, *put.ballot);
      } else {
        server_.erase(put.id);
      }
    }
    const int status = fate == Fate::answered          ? 204
                       : fate == Fate::refused_for_now ? 503
                       : fate == Fate::asked_for_work  ? 429
                                                       : 0;
    Answered answered = outbox_.replied({put.token, status, status == 429 ? challenge : ""});
    run(answered.errands);
    for (const Action& action : answered.actions) act(action);
  }

  opinion::BallotId fresh_id() {
    opinion::BallotId id;
    ++ids_;
    id.bytes[0] = static_cast<std::uint8_t>(ids_ >> 8);
    id.bytes[1] = static_cast<std::uint8_t>(ids_ & 0xFF);
    return id;
  }

  std::minstd_rand lot_;
  Person person_;
  Outbox outbox_;
  bool is_armed_ = false;
  std::vector<Put> flights_;
  std::string challenge_;  // that is being computed
  int proofs_ = 0;
  std::map<opinion::BallotId, opinion::Ballot> server_;
  // Deleted while they lay on the server, or were on their way there.
  std::vector<opinion::BallotId> deleted_;
  int ids_ = 0;
  int arrivals_ = 0;
};

}  // namespace

TEST_CASE("after any visit the server has what the page says, under one id, and nothing deleted") {
  int counted = 0;
  std::size_t deletions = 0;
  int proofs = 0;
  for (unsigned seed = 1; seed <= 1'000; ++seed) {
    CAPTURE(seed);
    Visit visit(seed);
    for (int i = 0; i < 80; ++i) visit.step();
    visit.come_to_rest();
    visit.check_rest();
    if (visit.has_reached_server()) ++counted;
    deletions += visit.deletions();
    proofs += visit.proofs();
  }
  // The visits were worth their name.
  CHECK(counted > 500);
  CHECK(deletions > 300);
  CHECK(proofs > 300);
}

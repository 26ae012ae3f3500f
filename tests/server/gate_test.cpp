// The work that is asked for before a new ballot is taken.
#include "server/gate.h"

#include <sodium.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <nlohmann/json.hpp>
#include <string>

#include "base/limits.h"
#include "tests/server/running_server.h"
#include "work/argon2id.h"

using namespace enig;
using nlohmann::json;
using server::Admission;
using server::Gate;
using server::Verdict;
using server::Way;
using server::WorkRule;
using support::ballot_json;
using support::ballot_url;
using support::Headers;
using support::Reply;
using support::RunningServer;

namespace {

const PolicyId parks{"parks"};
const opinion::BallotId own{.bytes = {1, 2, 3}};
const opinion::BallotId other{.bytes = {3, 2, 1}};
constexpr std::string_view here = "203.0.113.9";

enum class Wanted { right, wrong };

// What a device computes; or a number that is none, as a cheat sends it.
std::string proof_of(const std::string& challenge_text, Wanted wanted = Wanted::right) {
  const auto challenge = work::challenge_from(challenge_text);
  REQUIRE(challenge.has_value());
  std::uint32_t number = 0;
  while (true) {
    const work::Tag tag =
        work::argon2id(std::to_string(number), challenge->salt, limits::work_memory_kib);
    if (work::has_zeros(tag, challenge->bits) == (wanted == Wanted::right)) break;
    ++number;
  }
  return work::to_text(work::Proof{*challenge, number});
}

// A gate, its clock, and how busy the server is.
struct Tried {
  explicit Tried(WorkRule rule)
      : gate({.rule = rule,
              .bits = 1,
              .secret = {7},
              .now_unix_seconds = [this] { return now.load(); },
              .is_busy = [this] { return is_busy.load(); }}) {}

  Admission admit(const opinion::BallotId& ballot, std::string_view proof = {},
                  std::string_view network = here) {
    std::promise<Admission> promise;
    gate.admit({{network, Way::program}, {parks, ballot}, proof},
               [&](const Admission& admission) { promise.set_value(admission); });
    return promise.get_future().get();
  }

  std::atomic<std::int64_t> now = 20'000 * 86'400;
  std::atomic<bool> is_busy = false;
  Gate gate;
};

Reply put(const RunningServer& server, unsigned number, Headers headers = {}) {
  headers.emplace_back("Content-Type", "application/json");
  return server.ask("PUT", ballot_url(number), ballot_json(R"("topic":"agree")"), headers);
}

}  // namespace

TEST_CASE("a new ballot is admitted for a proof, and then changed for nothing") {
  Tried tried(WorkRule::always);
  const Admission asked = tried.admit(own);
  REQUIRE(asked.verdict == Verdict::work_wanted);
  CHECK(tried.admit(own).challenge == asked.challenge);
  CHECK(tried.admit(own, proof_of(asked.challenge)).verdict == Verdict::admitted);
  CHECK(tried.admit(own).verdict == Verdict::admitted);
  CHECK(tried.admit(other).verdict == Verdict::work_wanted);
}

TEST_CASE("a proof is for one ballot, for some minutes, and from this server") {
  Tried tried(WorkRule::always);
  const std::string proof = proof_of(tried.admit(own).challenge);
  CHECK(tried.admit(other, proof).verdict == Verdict::work_wanted);
  const auto parsed = work::proof_from(proof);
  REQUIRE(parsed.has_value());
  // Its own difficulty, its own time, or its own salt.
  work::Challenge easier = parsed->challenge;
  easier.bits = 0;
  CHECK(tried.admit(own, work::to_text(work::Proof{easier, 0})).verdict == Verdict::work_wanted);
  work::Challenge longer = parsed->challenge;
  ++longer.minute;
  CHECK(tried.admit(own, work::to_text(work::Proof{longer, 0})).verdict == Verdict::work_wanted);
  work::Challenge made_up = parsed->challenge;
  made_up.salt[3] ^= 1;
  CHECK(tried.admit(own, proof_of(work::to_text(made_up))).verdict == Verdict::work_wanted);
  for (const char* const text : {"x", "1.1", "...."}) {
    CHECK(tried.admit(own, text).verdict == Verdict::work_wanted);
  }
  tried.now += 60 * (limits::work_minutes + 1);
  CHECK(tried.admit(own, proof).verdict == Verdict::work_wanted);
  tried.now -= 60;
  CHECK(tried.admit(own, proof).verdict == Verdict::admitted);
}

TEST_CASE("work is asked for by the rule: beyond the budget, under load, always, never") {
  Tried automatic(WorkRule::automatic);
  Tried never(WorkRule::never);
  CHECK(automatic.admit(own).verdict == Verdict::admitted);
  CHECK(never.admit(own).verdict == Verdict::admitted);
  automatic.is_busy = true;
  never.is_busy = true;
  CHECK(automatic.admit(own).verdict == Verdict::admitted);
  CHECK(automatic.admit(other).verdict == Verdict::work_wanted);
  CHECK(never.admit(other).verdict == Verdict::admitted);
  automatic.is_busy = false;
  opinion::BallotId next;
  for (unsigned i = 0; i < limits::new_ballots_at_once; ++i) {
    next.bytes = {static_cast<std::uint8_t>(i), 9};
    (void)automatic.admit(next);
    (void)never.admit(next);
  }
  next.bytes = {1, 10};
  const Admission asked = automatic.admit(next);
  CHECK(asked.verdict == Verdict::work_wanted);
  CHECK(never.admit(next).verdict == Verdict::later);
  CHECK(automatic.admit(next, proof_of(asked.challenge)).verdict == Verdict::admitted);
  // Others are not asked for it; whose network nobody knows either.
  next.bytes = {1, 11};
  CHECK(automatic.admit(next, {}, "203.0.113.10").verdict == Verdict::admitted);
  next.bytes = {1, 12};
  CHECK(automatic.admit(next, {}, "").verdict == Verdict::admitted);
  // A form has its own budget, also where everybody else works.
  Tried always(WorkRule::always);
  for (unsigned i = 0; i < limits::new_ballots_at_once; ++i) {
    next.bytes = {static_cast<std::uint8_t>(i), 13};
    REQUIRE(always.gate.admits_form(here, {parks, next}));
  }
  next.bytes = {1, 14};
  CHECK_FALSE(always.gate.admits_form(here, {parks, next}));
}

TEST_CASE("who sends wrong proofs is soon not checked any more, and others are") {
  Tried tried(WorkRule::always);
  const std::string wrong = proof_of(tried.admit(own).challenge, Wanted::wrong);
  int checked = 0;
  while (tried.admit(own, wrong).verdict == Verdict::work_wanted) REQUIRE(++checked < 100);
  CHECK(checked ==
        (limits::new_ballots_at_once + limits::budget_debt_max) / limits::wrong_proof_cost);
  const std::string right = proof_of(tried.admit(own).challenge);
  CHECK(tried.admit(own, right).verdict == Verdict::later);
  CHECK(tried.admit(own, right, "203.0.113.10").verdict == Verdict::admitted);
}

TEST_CASE(
    "proofs wait for their turn, and too many of them are refused; at the end all are answered") {
  std::atomic<int> busy = 0;
  std::atomic<int> answered = 0;
  const int count = static_cast<int>(limits::proofs_waiting_max) + 200;
  {
    Tried tried(WorkRule::always);
    const std::string wrong = proof_of(tried.admit(own).challenge, Wanted::wrong);
    for (int i = 0; i < count; ++i) {
      tried.gate.admit({{"", Way::program}, {parks, own}, wrong}, [&](const Admission& admission) {
        ++answered;
        if (admission.verdict == Verdict::busy) ++busy;
      });
    }
  }
  CHECK(answered == count);
  CHECK(busy > 0);
  CHECK(busy <= 200);
}

TEST_CASE("over HTTP: a problem with a challenge, and 204 for its proof") {
  RunningServer server({.work_rule = WorkRule::always});
  const Reply asked = put(server, 1);
  CHECK(asked.status == 429);
  CHECK(asked.header("content-type") == "application/problem+json");
  CHECK(asked.header("retry-after") == "60");
  const json problem = json::parse(asked.body);
  CHECK(problem["status"] == 429);
  const std::string proof = proof_of(problem["challenge"].get<std::string>());
  CHECK(put(server, 2, {{"Enig-Proof", proof}}).status == 429);
  CHECK(server.stubborn->commits().empty());
  CHECK(put(server, 1, {{"Enig-Proof", proof}}).status == 204);
  // Once more, and without: it is the same ballot.
  CHECK(put(server, 1, {{"Enig-Proof", proof}}).status == 204);
  CHECK(put(server, 1).status == 204);
  CHECK(put(server, 1, {{"Enig-Proof", std::string(4'000, '1')}}).status == 204);
  CHECK(put(server, 3, {{"Enig-Proof", std::string(4'000, '1')}}).status == 429);
  // To withdraw costs nothing, also what is not there.
  CHECK(server.ask("DELETE", ballot_url(4)).status == 204);
  CHECK(
      server.ask("PUT", ballot_url(5), ballot_json(R"("answers":{})"), support::json_body).status ==
      204);
}

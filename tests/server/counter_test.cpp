#include "server/counter.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "tests/server/running_server.h"
#include "tests/store/sheets.h"

using namespace enig;
using server::Counter;
using support::ballot;
using support::policy_of;
using support::sheet;
using support::StubbornStore;

namespace {

using Kept = std::expected<void, Error>;

// A counter of the policy "parks" with points a and b, over a store that the test can hold.
struct Desk {
  explicit Desk(opinion::ReleaseRule rule = opinion::trial_rule) {
    auto made = std::make_unique<StubbornStore>();
    store = made.get();
    const std::vector<policy::Policy> policies = {policy_of("parks", {"a", "b"})};
    auto created = Counter::create(
        std::move(made), policies,
        {.rule = rule,
         .now_unix_seconds = [this] { return now.load(); },
         .on_failure = [this](const Error& error) { failed.set_value(error); },
         .tell = [this](const server::Event& event) { told.push_back(event.text); }});
    REQUIRE(created.has_value());
    counter = std::move(*created);
  }
  ~Desk() { store->let_go(); }

  std::future<Kept> submit(std::vector<store::Change> changes) {
    auto promise = std::make_shared<std::promise<Kept>>();
    std::future<Kept> kept = promise->get_future();
    counter->submit(std::move(changes),
                    [promise](Kept done) { promise->set_value(std::move(done)); });
    return kept;
  }
  std::future<Kept> put(std::uint8_t number, std::string_view said) {
    return submit({{PolicyId("parks"), ballot(number), sheet(said)}});
  }
  [[nodiscard]] opinion::Release shown() const {
    return counter->shown(PolicyId("parks"))->release;
  }
  void pass_minutes(int minutes) {
    now += 60 * minutes;
    counter->look_at_rule();
  }

  std::atomic<std::int64_t> now{1'795'522'530};
  std::promise<Error> failed;
  std::vector<std::string> told;  // by the writer; read when it has answered
  StubbornStore* store = nullptr;
  std::unique_ptr<Counter> counter;
};

}  // namespace

TEST_CASE("ballots that wait are kept in one commit, and then each is answered") {
  Desk desk;
  desk.store->hold();
  std::vector<std::future<Kept>> answers;
  answers.push_back(desk.put(0, "a-"));
  desk.store->wait_for_commit();
  for (std::uint8_t i = 1; i <= 40; ++i) answers.push_back(desk.put(i, "-d"));
  desk.store->let_go();
  for (std::future<Kept>& answer : answers) CHECK(answer.get().has_value());
  CHECK(desk.store->commits() == std::vector<std::size_t>{1, 40});
  CHECK(desk.shown().sums.ballots == 41);
}

TEST_CASE("a commit holds no more than its limit") {
  Desk desk;
  desk.store->hold();
  std::vector<std::future<Kept>> answers;
  answers.push_back(desk.put(0, "a-"));
  desk.store->wait_for_commit();
  for (std::size_t i = 0; i < limits::ballots_per_commit_max + 5; ++i)
    answers.push_back(desk.put(1, "a-"));
  desk.store->let_go();
  for (std::future<Kept>& answer : answers) CHECK(answer.get().has_value());
  CHECK(desk.store->commits() == std::vector<std::size_t>{1, limits::ballots_per_commit_max, 5});
}

TEST_CASE("more than can wait are refused at once, and nothing of theirs is stored") {
  Desk desk;
  desk.store->hold();
  std::vector<std::future<Kept>> answers;
  answers.push_back(desk.put(0, "a-"));
  desk.store->wait_for_commit();
  for (std::size_t i = 0; i < limits::ballots_waiting_max; ++i)
    answers.push_back(desk.put(1, "a-"));
  const Kept refused = desk.put(2, "a-").get();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == Fault::busy);
  desk.store->let_go();
  for (std::future<Kept>& answer : answers) CHECK(answer.get().has_value());
  CHECK(desk.shown().sums.ballots == 2);
}

TEST_CASE("nothing is shown before enough ballots, and then exactly what was counted") {
  Desk desk(opinion::ReleaseRule{});
  for (std::uint8_t i = 0; i < 19; ++i) REQUIRE(desk.put(i, "a-").get().has_value());
  CHECK(desk.shown().number == 0);
  CHECK(desk.shown().sums.ballots == 0);
  // One person changing their mind is no further ballot.
  REQUIRE(desk.put(0, "d-").get().has_value());
  CHECK(desk.shown().number == 0);
  REQUIRE(desk.put(19, "-u").get().has_value());
  CHECK(desk.shown().number == 1);
  CHECK(desk.shown().released_at == opinion::Minute{1'795'522'500});
  CHECK(desk.shown().sums.ballots == 20);
  CHECK(desk.shown().sums.points[0].stances == opinion::Counts{18, 1, 0});
}

TEST_CASE("the next release waits for twenty changes and for an hour, whichever is later") {
  Desk desk(opinion::ReleaseRule{});
  for (std::uint8_t i = 0; i < 20; ++i) REQUIRE(desk.put(i, "a-").get().has_value());
  REQUIRE(desk.shown().number == 1);
  for (std::uint8_t i = 20; i < 40; ++i) REQUIRE(desk.put(i, "a-").get().has_value());
  desk.pass_minutes(59);
  CHECK(desk.shown().number == 1);
  CHECK(desk.shown().sums.ballots == 20);
  desk.pass_minutes(1);
  CHECK(desk.shown().number == 2);
  CHECK(desk.shown().sums.ballots == 40);

  desk.pass_minutes(1'000);
  CHECK(desk.shown().number == 2);
  for (std::uint8_t i = 0; i < 19; ++i) REQUIRE(desk.put(i, "d-").get().has_value());
  // The same once more is no change.
  for (std::uint8_t i = 0; i < 19; ++i) REQUIRE(desk.put(i, "d-").get().has_value());
  CHECK(desk.shown().number == 2);
  REQUIRE(desk.put(19, "d-").get().has_value());
  CHECK(desk.shown().number == 3);
  CHECK(desk.shown().sums.points[0].stances == opinion::Counts{20, 20, 0});
}

TEST_CASE("one person who changes their mind twenty times is never shown alone") {
  Desk desk(opinion::ReleaseRule{});
  for (std::uint8_t i = 0; i < 20; ++i) REQUIRE(desk.put(i, "a-").get().has_value());
  REQUIRE(desk.shown().number == 1);
  for (int i = 0; i < 40; ++i) {
    REQUIRE(desk.put(0, i % 2 == 0 ? "d-" : "du").get().has_value());
  }
  desk.pass_minutes(60);
  CHECK(desk.shown().number == 1);
  CHECK(desk.shown().sums.points[0].stances == opinion::Counts{20, 0, 0});
}

TEST_CASE("a trial releases every ballot before it is answered") {
  Desk desk;
  REQUIRE(desk.put(1, "a-").get().has_value());
  CHECK(desk.shown().number == 1);
  REQUIRE(desk.submit({{PolicyId("parks"), ballot(1), std::nullopt}}).get().has_value());
  CHECK(desk.shown().number == 2);
  CHECK(desk.shown().sums.ballots == 0);
}

TEST_CASE("no room is said and goes by; what was refused was not counted") {
  Desk desk;
  desk.store->fail_commits(Error{Fault::busy, "Full.", ""});
  const Kept refused = desk.put(1, "a-").get();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == Fault::busy);
  desk.store->fail_commits(std::nullopt);
  REQUIRE(desk.put(2, "a-").get().has_value());
  CHECK(desk.shown().sums.ballots == 1);
}

TEST_CASE("a release that cannot be saved just now is not shown, and comes later") {
  Desk desk;
  desk.store->fail_releases(Error{Fault::busy, "Full.", ""});
  CHECK(desk.put(1, "a-").get().has_value());
  CHECK(desk.shown().number == 0);
  // Looking at the rule with the disk still full is no failure either.
  desk.pass_minutes(1);
  CHECK(desk.put(2, "a-").get().has_value());
  CHECK(desk.put(2, "--").get().has_value());
  CHECK(desk.shown().number == 0);
  desk.store->fail_releases(std::nullopt);
  desk.pass_minutes(1);
  CHECK(desk.shown().number == 1);
  CHECK(desk.shown().sums.ballots == 1);
}

TEST_CASE("a disk that is full when a release is due does not keep the server from starting") {
  auto store = std::make_unique<StubbornStore>();
  StubbornStore* const stubborn = store.get();
  const std::vector<policy::Policy> policies = {policy_of("parks", {"a"})};
  REQUIRE(store->open_policy(policies.front()).has_value());
  const std::vector<store::Change> one = {{PolicyId("parks"), ballot(1), sheet("a")}};
  REQUIRE(store->commit(one).has_value());
  stubborn->fail_releases(Error{Fault::busy, "Full.", ""});
  const auto counter = Counter::create(std::move(store), policies,
                                       {.rule = opinion::trial_rule,
                                        .now_unix_seconds = [] { return 60; },
                                        .on_failure = [](const Error&) {}});
  REQUIRE(counter.has_value());
  CHECK((*counter)->shown(PolicyId("parks"))->release.number == 0);
  stubborn->fail_releases(std::nullopt);
  (*counter)->look_at_rule();
  CHECK((*counter)->shown(PolicyId("parks"))->release.number == 1);
}

TEST_CASE("a release that fails for good ends the counting, whoever looked") {
  Desk desk;
  desk.store->fail_releases(Error{Fault::busy, "Full.", ""});
  REQUIRE(desk.put(1, "a-").get().has_value());
  desk.store->fail_releases(Error{Fault::unavailable, "The disk is gone.", ""});
  desk.pass_minutes(1);
  CHECK(desk.failed.get_future().get().what == "The disk is gone.");
  CHECK(desk.put(2, "a-").get().error().what == "The disk is gone.");
}

TEST_CASE("the store is tidied at the start, after a release, in a quiet minute and at the end") {
  Desk desk(opinion::ReleaseRule{});
  CHECK(desk.store->tidy_count() == 1);
  for (std::uint8_t i = 0; i < 19; ++i) REQUIRE(desk.put(i, "a-").get().has_value());
  CHECK(desk.store->tidy_count() == 1);
  desk.pass_minutes(1);
  CHECK(desk.store->tidy_count() == 2);
  REQUIRE(desk.put(19, "a-").get().has_value());
  REQUIRE(desk.put(20, "a-").get().has_value());
  CHECK(desk.store->tidy_count() == 3);
  desk.counter->stop();
  CHECK(desk.store->tidy_count() == 4);
}

TEST_CASE("after a failed write nothing is acknowledged any more") {
  Desk desk;
  desk.store->hold();
  std::future<Kept> first = desk.put(1, "a-");
  desk.store->wait_for_commit();
  std::future<Kept> waiting = desk.put(2, "a-");
  desk.store->fail_commits(Error{Fault::unavailable, "The disk is gone.", ""});
  desk.store->let_go();
  CHECK(first.get().error().what == "The disk is gone.");
  CHECK(waiting.get().error().what == "The disk is gone.");
  CHECK(desk.failed.get_future().get().what == "The disk is gone.");
  desk.store->fail_commits(std::nullopt);
  CHECK(desk.put(3, "a-").get().error().what == "The disk is gone.");
  CHECK(desk.store->commits().empty());
  CHECK(desk.shown().number == 0);
}

TEST_CASE("what waits when the counter stops is still kept") {
  Desk desk;
  desk.store->hold();
  std::future<Kept> first = desk.put(1, "a-");
  desk.store->wait_for_commit();
  std::future<Kept> second = desk.put(2, "a-");
  std::thread stopping([&desk] { desk.counter->stop(); });
  desk.store->let_go();
  stopping.join();
  CHECK(first.get().has_value());
  CHECK(second.get().has_value());
  CHECK(desk.put(3, "a-").get().error().fault == Fault::unavailable);
}

TEST_CASE("the administrator is told once that ballots are refused, and once that they are not") {
  Desk desk;
  REQUIRE(desk.put(1, "a-").get().has_value());
  desk.store->fail_commits(Error{Fault::busy, "There is no room on the disk.", "Try again later."});
  for (std::uint8_t i = 0; i < 5; ++i) CHECK_FALSE(desk.put(i, "d-").get().has_value());
  desk.store->fail_commits(std::nullopt);
  for (std::uint8_t i = 0; i < 5; ++i) CHECK(desk.put(i, "d-").get().has_value());
  CHECK(desk.told ==
        std::vector<std::string>{"There is no room on the disk. Ballots are refused until that has "
                                 "changed.",
                                 "Ballots are kept again."});
}

TEST_CASE("a revision is stale only once another has taken its place") {
  Desk desk;
  policy::Policy next = policy_of("parks", {"new", "a", "b"});
  const Revision before = next.revision;
  next.revision = Revision("9988776655443322");
  desk.store->hold();
  auto first = desk.put(0, "a-");
  desk.store->wait_for_commit();
  auto adopted = std::async(std::launch::async, [&] {
    return desk.counter->adopt({next}, opinion::trial_rule).has_value();
  });
  const auto put = [&] {
    auto promise = std::make_shared<std::promise<Kept>>();
    std::future<Kept> kept = promise->get_future();
    desk.counter->submit({PolicyId("parks"), ballot(1), sheet("a-")}, before,
                         [promise](Kept done) { promise->set_value(std::move(done)); });
    return kept;
  };
  // Those that come before adopt() wait for the commit; the first that comes after is answered.
  std::vector<std::future<Kept>> answers;
  do {
    answers.push_back(put());
  } while (answers.back().wait_for(std::chrono::milliseconds(2)) != std::future_status::ready &&
           answers.size() < limits::ballots_waiting_max / 2);
  desk.store->let_go();
  const Kept meanwhile = answers.back().get();
  REQUIRE_FALSE(meanwhile.has_value());
  CHECK(meanwhile.error().fault == Fault::busy);
  CHECK(first.get().has_value());
  CHECK(adopted.get());
  const Kept afterwards = put().get();
  REQUIRE_FALSE(afterwards.has_value());
  CHECK(afterwards.error().fault == Fault::stale);
}

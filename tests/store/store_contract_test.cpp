// What every store promises: one suite, run on each.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <vector>

#include "opinion/tally.h"
#include "store/memory_store.h"
#include "store/postgres_store.h"
#include "store/recount.h"
#include "store/sqlite_store.h"
#include "tests/store/sheets.h"
#include "tests/support/postgres.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using opinion::Sheet;
using opinion::Stance;
using store::Change;
using support::ballot;
using support::policy_of;
using support::sheet;

namespace {

struct InMemory {
  store::Store& store() { return store_; }

 private:
  store::MemoryStore store_;
};

struct InSqlite {
  InSqlite() {
    auto opened = store::SqliteStore::create(folder_.path() / "data", {});
    REQUIRE(opened.has_value());
    store_ = std::move(*opened);
  }
  store::Store& store() { return *store_; }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<store::SqliteStore> store_;
};

struct InPostgres {
  InPostgres() {
    auto opened = store::PostgresStore::create(postgres_.url(), folder_.path() / "data", {});
    if (!opened) FAIL(to_text(opened.error()));
    store_ = std::move(*opened);
  }
  store::Store& store() { return *store_; }

 private:
  support::Postgres postgres_;
  support::TemporaryFolder folder_;
  std::unique_ptr<store::PostgresStore> store_;
};

const PolicyId parks("parks");
const PolicyId library("library");

Change change(std::uint8_t number, std::optional<Sheet> after, const PolicyId& policy = parks) {
  return {policy, ballot(number), std::move(after)};
}

std::vector<std::optional<Sheet>> commit(store::Store& store, std::vector<Change> changes) {
  auto befores = store.commit(changes);
  REQUIRE(befores.has_value());
  return *befores;
}

// What each ballot was before, where the store can know it.
using Befores = std::vector<std::optional<Sheet>>;
Befores known(const store::Store& store, Befores befores) {
  return store.writers() == store::Writers::several ? Befores{} : befores;
}

opinion::Sums counted(store::Store& store, const policy::Policy& policy) {
  auto count = store::recount(store, policy);
  REQUIRE(count.has_value());
  return count->tally.sums();
}

std::int64_t changes(store::Store& store, const PolicyId& policy = parks) {
  const auto count = store.changes_since_release(policy);
  REQUIRE(count.has_value());
  return *count;
}

std::optional<opinion::Release> last_release(store::Store& store) {
  auto release = store.last_release(parks);
  REQUIRE(release.has_value());
  return *release;
}

opinion::Release release(std::int64_t number, const policy::Policy& policy) {
  opinion::Release release = store::fitted(std::nullopt, policy);
  release.number = number;
  release.released_at = {60 * number};
  release.sums.ballots = 20 + number;
  return release;
}

}  // namespace

#define FOR_EVERY_STORE(claim) TEMPLATE_TEST_CASE(claim, "", InMemory, InSqlite, InPostgres)

FOR_EVERY_STORE("a store holds the ballots that have an answer, each to its own policy") {
  TestType each;
  store::Store& store = each.store();
  for (const char* const policy : {"parks", "library"}) {
    REQUIRE(store.open_policy(policy_of(policy, {"a", "b"})).has_value());
  }
  const auto holds = [&](std::uint8_t number, const PolicyId& policy = parks) {
    const auto held = store.holds(policy, ballot(number));
    REQUIRE(held.has_value());
    return *held;
  };
  CHECK_FALSE(holds(1));
  commit(store, {change(1, sheet("a-"))});
  CHECK(holds(1));
  CHECK_FALSE(holds(2));
  CHECK_FALSE(holds(1, library));
  commit(store, {change(1, std::nullopt), change(2, sheet("-d"), library)});
  CHECK_FALSE(holds(1));
  CHECK(holds(2, library));
  CHECK(changes(store) == 1);
}

FOR_EVERY_STORE("a new ballot has nothing before it, a replaced one what it was") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a", "b"})).has_value());
  CHECK(commit(store, {change(1, sheet("ad!", Stance::agree))}) == known(store, {std::nullopt}));
  CHECK(commit(store, {change(1, sheet("u-"))}) == known(store, {sheet("ad!", Stance::agree)}));
  const opinion::Sums sums = counted(store, policy_of("parks", {"a", "b"}));
  CHECK(sums.ballots == 1);
  CHECK(sums.topic.agree == 0);
  CHECK(sums.points[0].stances == opinion::Counts{0, 0, 1});
}

FOR_EVERY_STORE("a repeated ballot is one ballot and no change") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a", "b"})).has_value());
  commit(store, {change(1, sheet("a-"))});
  CHECK(changes(store) == 1);
  CHECK(commit(store, {change(1, sheet("a-"))}) == known(store, {sheet("a-")}));
  CHECK(changes(store) == 1);
  CHECK(counted(store, policy_of("parks", {"a", "b"})).points[0].stances.agree == 1);
}

FOR_EVERY_STORE("a withdrawn ballot is gone; withdrawing none is no change") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a", "b"})).has_value());
  commit(store, {change(1, sheet("ad"))});
  CHECK(commit(store, {change(1, std::nullopt)}) == known(store, {sheet("ad")}));
  CHECK(commit(store, {change(1, std::nullopt)}) == known(store, {std::nullopt}));
  CHECK(changes(store) == 1);
  CHECK(counted(store, policy_of("parks", {"a", "b"})) == opinion::Tally(2).sums());
}

FOR_EVERY_STORE("one ballot changed twenty times is one changed ballot") {
  TestType each;
  store::Store& store = each.store();
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  REQUIRE(store.open_policy(policy).has_value());
  for (int i = 0; i < 20; ++i) commit(store, {change(1, sheet(i % 2 == 0 ? "a-" : "ad"))});
  CHECK(changes(store) == 1);
  commit(store, {change(2, sheet("a-")), change(1, sheet("u-")), change(2, sheet("-d"))});
  CHECK(changes(store) == 2);
  // After a release the same ballot is a changed one again, once.
  REQUIRE(store.save_release(release(1, policy)).has_value());
  CHECK(changes(store) == 0);
  for (int i = 0; i < 20; ++i) commit(store, {change(1, sheet(i % 2 == 0 ? "a-" : "ad"))});
  CHECK(changes(store) == 1);
}

FOR_EVERY_STORE("a ballot that is withdrawn and put again is one changed ballot") {
  TestType each;
  store::Store& store = each.store();
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  REQUIRE(store.open_policy(policy).has_value());
  commit(store, {change(1, sheet("ad"))});
  REQUIRE(store.save_release(release(1, policy)).has_value());
  commit(store, {change(1, std::nullopt)});
  CHECK(changes(store) == 1);
  commit(store, {change(1, sheet("ad"))});
  CHECK(changes(store) == 1);
}

FOR_EVERY_STORE("a release begins to count changes anew for its policy only") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a"})).has_value());
  REQUIRE(store.open_policy(policy_of("library", {"a"})).has_value());
  commit(store, {change(1, sheet("a")), change(1, sheet("d"), library)});
  REQUIRE(store.save_release(release(1, policy_of("parks", {"a"}))).has_value());
  CHECK(changes(store, parks) == 0);
  CHECK(changes(store, library) == 1);
}

FOR_EVERY_STORE("a sheet without any answer withdraws, even with marks") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a", "b"})).has_value());
  commit(store, {change(1, sheet("ad")), change(1, sheet("-!-"))});
  int rows = 0;
  REQUIRE(store.replay(parks, [&rows](const Sheet&) { ++rows; }).has_value());
  CHECK(rows == 0);
}

FOR_EVERY_STORE("several changes of one ballot in one commit fold in order") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a", "b"})).has_value());
  CHECK(commit(store, {change(1, sheet("a-")), change(2, sheet("d-")), change(1, sheet("u-")),
                       change(1, std::nullopt), change(1, sheet("-a"))}) ==
        known(store, {std::nullopt, std::nullopt, sheet("a-"), sheet("u-"), std::nullopt}));
  CHECK(changes(store) == 2);
  const opinion::Sums sums = counted(store, policy_of("parks", {"a", "b"}));
  CHECK(sums.ballots == 2);
  CHECK(sums.points[0].stances == opinion::Counts{.agree = 0, .disagree = 1, .unsure = 0});
  CHECK(sums.points[1].stances.agree == 1);
}

FOR_EVERY_STORE("one id's ballots to two policies are two ballots") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a"})).has_value());
  REQUIRE(store.open_policy(policy_of("library", {"a", "b"})).has_value());
  commit(store, {change(1, sheet("a")), change(1, sheet("-d"), library)});
  CHECK(counted(store, policy_of("parks", {"a"})).ballots == 1);
  CHECK(counted(store, policy_of("library", {"a", "b"})).ballots == 1);
  CHECK(changes(store, parks) == 1);
  commit(store, {change(1, std::nullopt, parks)});
  CHECK(counted(store, policy_of("library", {"a", "b"})).ballots == 1);
}

FOR_EVERY_STORE("a changed policy reads older ballots by their points, not by their places") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a", "b", "c"})).has_value());
  commit(store, {change(1, sheet("adu!", Stance::agree)), change(2, sheet("-d-"))});

  const policy::Policy changed = policy_of("parks", {"new", "c", "a"});
  REQUIRE(store.open_policy(changed).has_value());
  const opinion::Sums sums = counted(store, changed);
  CHECK(sums.ballots == 1);  // who answered only what is gone is no ballot now
  CHECK(sums.topic.agree == 1);
  CHECK(sums.points[0] == opinion::PointCounts{});
  CHECK(sums.points[1] == opinion::PointCounts{.stances = {0, 0, 1}, .important = 1});
  CHECK(sums.points[2].stances.agree == 1);
  CHECK(commit(store, {change(1, sheet("a--"))}) == known(store, {sheet("-u!a", Stance::agree)}));

  // A point that comes back finds its answers again, where the ballot has not been replaced.
  const policy::Policy back = policy_of("parks", {"b", "a"});
  REQUIRE(store.open_policy(back).has_value());
  CHECK(counted(store, back).points[0].stances.disagree == 1);
}

FOR_EVERY_STORE("tallying the changes gives what a recount gives") {
  TestType each;
  store::Store& store = each.store();
  const policy::Policy policy = policy_of("parks", {"a", "b", "c"});
  REQUIRE(store.open_policy(policy).has_value());
  opinion::Tally tally(3);
  std::map<opinion::BallotId, std::optional<Sheet>> last;
  const std::vector<const char*> said = {"a--", "du!a", "---", "-u-", "aaa", "d!dd", "--u!"};
  for (std::uint8_t i = 0; i < 200; ++i) {
    std::vector<Change> batch = {
        change(static_cast<std::uint8_t>(i % 13), sheet(said[i % said.size()])),
        change(static_cast<std::uint8_t>(i % 7),
               sheet(said[(i + 3) % said.size()], Stance::unsure))};
    if (i % 5 == 0) batch.push_back(change(static_cast<std::uint8_t>(i % 13), std::nullopt));
    auto befores = commit(store, batch);
    for (std::size_t at = 0; at < batch.size(); ++at) {
      std::optional<Sheet>& now = last[batch[at].ballot];
      // A store of several writers does not say; then the test remembers.
      if (befores.size() < batch.size()) befores.push_back(now);
      tally.replace(befores[at], batch[at].after);
      now = batch[at].after;
    }
  }
  CHECK(tally.sums().ballots > 0);
  CHECK(counted(store, policy) == tally.sums());
}

FOR_EVERY_STORE("releases stay as they were saved, and changes are counted anew after each") {
  TestType each;
  store::Store& store = each.store();
  const policy::Policy policy = policy_of("parks", {"a", "b"});
  REQUIRE(store.open_policy(policy).has_value());
  CHECK(last_release(store) == std::nullopt);
  commit(store, {change(1, sheet("ad"))});
  REQUIRE(store.save_release(release(1, policy)).has_value());
  CHECK(changes(store) == 0);
  commit(store, {change(1, sheet("aa")), change(2, sheet("aa"))});
  CHECK(changes(store) == 2);
  CHECK(last_release(store) == release(1, policy));
  REQUIRE(store.save_release(release(2, policy)).has_value());
  CHECK(last_release(store) == release(2, policy));
}

FOR_EVERY_STORE("of all releases a store knows the day and the number of ballots, in order") {
  TestType each;
  store::Store& store = each.store();
  const policy::Policy policy = policy_of("parks", {"a"});
  REQUIRE(store.open_policy(policy).has_value());
  REQUIRE(store.open_policy(policy_of("library", {"a"})).has_value());
  CHECK(store.release_counts(parks, 0).value().empty());
  constexpr std::int64_t day_s = 24 * 60 * 60;
  for (std::int64_t number = 1; number <= 12; ++number) {
    opinion::Release each_release = release(number, policy);
    each_release.released_at = opinion::to_minute(number / 4 * day_s + 60 * number);
    REQUIRE(store.save_release(each_release).has_value());
  }
  const auto all = store.release_counts(parks, 0);
  REQUIRE(all.has_value());
  REQUIRE(all->size() == 12);
  CHECK(all->front() == opinion::ReleaseCount{1, "1970-01-01", 21});
  CHECK(all->at(3) == opinion::ReleaseCount{4, "1970-01-02", 24});
  CHECK(all->back() == opinion::ReleaseCount{12, "1970-01-04", 32});
  const auto later = store.release_counts(parks, 9);
  REQUIRE(later.has_value());
  CHECK(std::vector(all->begin() + 9, all->end()) == *later);
  CHECK(store.release_counts(library, 0).value().empty());
}

FOR_EVERY_STORE("a policy that is published no more can still be withdrawn from") {
  TestType each;
  store::Store& store = each.store();
  REQUIRE(store.open_policy(policy_of("parks", {"a"})).has_value());
  REQUIRE(store.open_policy(policy_of("library", {"a"})).has_value());
  CHECK(store.policies() == std::vector{library, parks});
  commit(store, {change(1, sheet("a"), library)});
  commit(store, {change(1, std::nullopt, parks), change(1, std::nullopt, library)});
  CHECK(counted(store, policy_of("library", {"a"})).ballots == 0);
}

// Every call to the disk fails once, in a run of its own; then the power goes. What was
// acknowledged is there.
#include <fmt/format.h>
#include <sqlite3.h>

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "opinion/tally.h"
#include "store/recount.h"
#include "store/sqlite_store.h"
#include "tests/faults/faulty_disk.h"
#include "tests/store/sheets.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using opinion::Sheet;
using store::Change;
using store::SqliteStore;
using support::ballot;
using support::FaultyDisk;
using support::sheet;
using support::Unsynced;

namespace {

const PolicyId parks("parks");

// Ballots as they were said to be kept; and those of the commit that failed, of which nobody knows.
struct Said {
  std::map<std::uint8_t, std::optional<Sheet>> kept;
  std::map<std::uint8_t, std::optional<Sheet>> unknown;
  bool is_released = false;
  std::optional<Error> failure;
};

struct Step {
  std::vector<Change> changes;
};

std::vector<Step> steps() {
  std::vector<Step> all;
  for (std::uint8_t round = 0; round < 8; ++round) {
    Step step;
    for (std::uint8_t i = 0; i < 6; ++i) {
      const auto number = static_cast<std::uint8_t>((round * 4 + i) % 20);
      step.changes.push_back({parks, ballot(number), sheet(round % 2 == 0 ? "ad" : "-u!")});
      if (round > 3 && i == 5) step.changes.back().after.reset();
    }
    all.push_back(std::move(step));
  }
  return all;
}

// A server's life up to its first failure: start, ballots, a release, tidying, more ballots, stop.
Said live(const std::filesystem::path& folder, FaultyDisk* disk) {
  Said said;
  SqliteStore::Options options{.checkpoint_pages = 3, .log_pages_max = 6};
  if (disk != nullptr) options.vfs = FaultyDisk::name;
  auto opened = SqliteStore::create(folder, options);
  if (!opened) {
    said.failure = opened.error();
    return said;
  }
  SqliteStore& store = **opened;
  const policy::Policy policy = support::policy_of("parks", {"a", "b"});
  const auto note = [&](const auto& done) {
    if (!done && !said.failure) said.failure = done.error();
    return done.has_value();
  };
  if (!note(store.open_policy(policy))) return said;
  int round = 0;
  for (const Step& step : steps()) {
    if (!note(store.commit(step.changes))) {
      for (const Change& change : step.changes) {
        said.unknown[change.ballot.bytes.back()] = change.after;
      }
      // Nothing more is acknowledged, whatever is asked for.
      if (said.failure->fault == Fault::unavailable) {
        CHECK_FALSE(store.commit(step.changes).has_value());
        CHECK_FALSE(store.tidy().has_value());
      }
      return said;
    }
    for (const Change& change : step.changes) {
      said.kept[change.ballot.bytes.back()] = change.after;
    }
    if (++round % 3 != 0) continue;
    auto count = store::recount(store, policy);
    if (!note(count)) return said;
    opinion::Release release = store::fitted(count->last, policy);
    ++release.number;
    release.sums = count->tally.sums();
    if (!note(store.save_release(release)) || !note(store.tidy())) return said;
    said.is_released = true;
  }
  return said;
}

// The store on a good disk again: everything that was said to be kept is there, once.
void check_kept(const std::filesystem::path& folder, const Said& said) {
  auto opened = SqliteStore::create(folder, {});
  if (!opened) FAIL(to_text(opened.error()));
  SqliteStore& store = **opened;
  const policy::Policy policy = support::policy_of("parks", {"a", "b"});
  REQUIRE(store.check().has_value());
  auto count = store::recount(store, policy);
  if (!count) FAIL(to_text(count.error()));
  if (said.is_released) CHECK(count->last.has_value());
  opinion::Tally tally(2);
  for (std::uint8_t number = 0; number < 20; ++number) {
    const std::vector<Change> look = {{parks, ballot(number), std::nullopt}};
    const auto is = store.commit(look);
    REQUIRE(is.has_value());
    tally.replace(std::nullopt, is->front());
    const auto kept = said.kept.find(number);
    const std::optional<Sheet> was = kept == said.kept.end() ? std::nullopt : kept->second;
    const auto unknown = said.unknown.find(number);
    const bool is_as_said = is->front() == was;
    const bool is_unknown = unknown != said.unknown.end() && is->front() == unknown->second;
    CAPTURE(number);
    REQUIRE((is_as_said || is_unknown));
  }
  CHECK(tally.sums() == count->tally.sums());
}

}  // namespace

TEST_CASE("whichever call to the disk fails, what was acknowledged outlives the power cut") {
  int calls = 0;
  {
    FaultyDisk disk;
    const support::TemporaryFolder folder;
    const Said said = live(folder.path() / "data", &disk);
    REQUIRE_FALSE(said.failure.has_value());
    calls = disk.calls();
  }
  // Enough of a life for this to mean something.
  REQUIRE(calls > 100);
  int failed_commits = 0;
  for (int call = 1; call <= calls; ++call) {
    for (const Unsynced unsynced : {Unsynced::lost, Unsynced::drawn_by_lot}) {
      CAPTURE(call);
      FaultyDisk disk;
      disk.fail_at(call, FaultyDisk::Fault::error);
      const support::TemporaryFolder folder;
      const Said said = live(folder.path() / "data", &disk);
      if (said.failure) {
        CHECK(said.failure->fault == Fault::unavailable);
        CHECK_FALSE(said.failure->what.empty());
        if (!said.unknown.empty()) ++failed_commits;
      }
      // What SQLite undoes while it makes a new file is nobody's ballot.
      if (!said.kept.empty()) CHECK(disk.syncs_after_failure() == 0);
      disk.cut_power(unsynced, static_cast<std::uint32_t>(call));
      check_kept(folder.path() / "data", said);
    }
  }
  CHECK(failed_commits > 20);
}

TEST_CASE("whenever the disk is full, ballots wait for room, and none is lost or half kept") {
  int calls = 0;
  {
    FaultyDisk disk;
    const support::TemporaryFolder folder;
    REQUIRE_FALSE(live(folder.path() / "data", &disk).failure.has_value());
    calls = disk.calls();
  }
  int refused = 0;
  const policy::Policy policy = support::policy_of("parks", {"a", "b"});
  for (int call = 1; call <= calls; ++call) {
    CAPTURE(call);
    FaultyDisk disk;
    const support::TemporaryFolder folder;
    Said said;
    {
      auto opened =
          SqliteStore::create(folder.path() / "data",
                              {.checkpoint_pages = 3, .log_pages_max = 6, .vfs = FaultyDisk::name});
      REQUIRE(opened.has_value());
      REQUIRE((*opened)->open_policy(policy).has_value());
      disk.fail_at(disk.calls() + call, FaultyDisk::Fault::full);
      for (const Step& step : steps()) {
        auto done = (*opened)->commit(step.changes);
        if (!done) {
          ++refused;
          CHECK(done.error().fault == Fault::busy);
          CHECK_FALSE((*opened)->commit(step.changes).has_value());
          CHECK((*opened)->tidy().has_value());
          disk.make_room();
          disk.fail_at(0, FaultyDisk::Fault::full);
          done = (*opened)->commit(step.changes);
        }
        REQUIRE(done.has_value());
        for (const Change& change : step.changes) {
          said.kept[change.ballot.bytes.back()] = change.after;
        }
        REQUIRE((*opened)->tidy().has_value());
      }
    }
    disk.cut_power(Unsynced::lost);
    check_kept(folder.path() / "data", said);
  }
  CHECK(refused > 20);
}

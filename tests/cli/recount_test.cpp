#include "cli/recount.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "files/catalogue.h"
#include "store/recount.h"
#include "store/sqlite_store.h"
#include "tests/cli/captured.h"
#include "tests/store/sheets.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::Captured;

namespace {

// One policy, "parks" with the point "benches", and three ballots.
struct Counted {
  Counted() {
    folder.write("site.json", support::site_file({"parks.json"}));
    folder.write("parks.json", support::policy_file("parks"));
    policy = std::make_unique<policy::Policy>(
        files::load_catalogue(folder.path())->policies.front().policy);
    auto store = open();
    REQUIRE(store->open_policy(*policy).has_value());
    const std::vector<store::Change> changes = {
        {policy->id, support::ballot(1), support::sheet("a!", opinion::Stance::agree)},
        {policy->id, support::ballot(2), support::sheet("d")},
        {policy->id, support::ballot(3), support::sheet("a")}};
    REQUIRE(store->commit(changes).has_value());
  }
  [[nodiscard]] std::unique_ptr<store::SqliteStore> open() const {
    auto store = store::SqliteStore::create(folder.path() / "data", {});
    REQUIRE(store.has_value());
    return std::move(*store);
  }
  void release(std::int64_t agree) const {
    const auto store = open();
    REQUIRE(store->open_policy(*policy).has_value());
    opinion::Release release = store::fitted(std::nullopt, *policy);
    release.number = 1;
    release.released_at = {1'795'522'500};
    release.sums.ballots = 3;
    release.sums.topic.agree = 1;
    release.sums.points[0] = {.stances = {agree, 1, 0}, .important = 1};
    REQUIRE(store->save_release(release).has_value());
  }
  [[nodiscard]] Captured recount(std::vector<std::string_view> more = {}) const {
    const std::string policies = folder.path().string();
    const std::string data = (folder.path() / "data").string();
    std::vector<std::string_view> args = {"--policies", policies, "--data", data};
    args.insert(args.end(), more.begin(), more.end());
    return Captured(cli::recount_command, args);
  }

  support::TemporaryFolder folder;
  std::unique_ptr<policy::Policy> policy;
};

}  // namespace

TEST_CASE("a recount is a table that can be read") {
  const Counted counted;
  const Captured before = counted.recount();
  CHECK(before.exit_code == 0);
  CHECK(before.out ==
        "parks: 3 ballots, nothing released yet\n"
        "            agree  disagree    unsure  important\n"
        "(topic)         1         0         0          -\n"
        "benches         2         1         0          1\n\n");
  counted.release(2);
  CHECK(counted.recount().out.starts_with("parks: 3 ballots, release 1 of 2026-11-24T12:15:00Z\n"));
}

TEST_CASE("as JSON it has the shape of the totals") {
  const Counted counted;
  counted.release(2);
  CHECK(counted.recount({"--json"}).out ==
        R"({"policies":[{"policy":"parks","revision":")" + counted.policy->revision.str() +
            R"(","release":1,"released_at":"2026-11-24T12:15:00Z","ballots":3,)"
            R"("topic":{"agree":1,"disagree":0,"unsure":0},)"
            R"("points":{"benches":{"agree":2,"disagree":1,"unsure":0,"important":1}}}],)"
            R"("arrivals":[{"policy":"parks","release":1,)"
            R"("days":[{"day":"2026-11-24","ballots":null}]}]})"
            "\n");
}

TEST_CASE("a release that the ballots do not bear out is said, with exit code 1") {
  const Counted counted;
  counted.release(1);
  const Captured differs = counted.recount({"--json"});
  CHECK(differs.exit_code == 1);
  CHECK(differs.err ==
        "enig: Release 1 of \"parks\" differs from the ballots, though none has changed since.\n");
  CHECK(differs.out.starts_with("{\"policies\":"));
}

TEST_CASE("ballots that came after the release are no contradiction") {
  const Counted counted;
  counted.release(1);
  {
    const auto store = counted.open();
    REQUIRE(store->open_policy(*counted.policy).has_value());
    const std::vector<store::Change> changes = {
        {counted.policy->id, support::ballot(4), support::sheet("u")}};
    REQUIRE(store->commit(changes).has_value());
  }
  CHECK(counted.recount().exit_code == 0);
}

TEST_CASE("what cannot be counted is said, with exit code 1") {
  const support::TemporaryFolder folder;
  folder.write("site.json", support::site_file({"parks.json"}));
  folder.write("parks.json", support::policy_file("parks"));
  const std::string policies = folder.path().string();
  const std::string nowhere = (folder.path() / "nowhere").string();
  const Captured no_data(cli::recount_command, {"--policies", policies, "--data", nowhere});
  CHECK(no_data.exit_code == 1);
  CHECK(no_data.err ==
        "enig: There are no ballots in " + nowhere +
            ": it holds no ballots.sqlite. Give as --data the folder that enig serve has as "
            "--data, or a copy that enig backup has made of it.\n");
  CHECK(Captured(cli::recount_command, {"--policies", nowhere, "--data", policies}).exit_code == 1);
}

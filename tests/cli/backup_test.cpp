#include "cli/backup.h"

#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "cli/staff.h"
#include "cli/verify.h"
#include "files/catalogue.h"
#include "newsletter/sqlite_list.h"
#include "store/recount.h"
#include "store/sqlite_store.h"
#include "tests/cli/captured.h"
#include "tests/store/sheets.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::Captured;

namespace {

namespace fs = std::filesystem;

// A server of one policy, "parks" with the point "benches", that runs, and three ballots.
struct Served {
  Served() {
    folder.write("site.json", support::site_file({"parks.json"}));
    folder.write("parks.json", support::policy_file("parks"));
    policy = std::make_unique<policy::Policy>(
        files::load_catalogue(folder.path())->policies.front().policy);
    auto opened = store::SqliteStore::create(path("data"), {});
    REQUIRE(opened.has_value());
    store = std::move(*opened);
    REQUIRE(store->open_policy(*policy).has_value());
    for (std::uint8_t i = 1; i <= 3; ++i) put(i);
  }
  void put(std::uint8_t number) const {
    const std::vector<store::Change> changes = {
        {policy->id, support::ballot(number), support::sheet("a")}};
    REQUIRE(store->commit(changes).has_value());
  }
  void release(std::int64_t agree) const {
    opinion::Release release = store::fitted(std::nullopt, *policy);
    release.number = 1;
    release.sums.ballots = 3;
    release.sums.points[0].stances.agree = agree;
    REQUIRE(store->save_release(release).has_value());
  }
  [[nodiscard]] std::string path(const char* name) const { return (folder.path() / name).string(); }
  [[nodiscard]] Captured backup(const char* to, bool with_keys) const {
    const std::string data = path("data");
    const std::string out = path(to);
    std::vector<std::string_view> args = {"--data", data, "--out", out};
    if (with_keys) args.emplace_back("--with-keys");
    return Captured(cli::backup_command, args);
  }
  [[nodiscard]] Captured restore(const char* from, const char* to) const {
    const std::string copy = path(from);
    const std::string data = path(to);
    return Captured(cli::restore_command,
                    std::vector<std::string_view>{"--from", copy, "--data", data});
  }
  [[nodiscard]] Captured verify(const char* data) const {
    const std::string policies = folder.path().string();
    const std::string where = path(data);
    return Captured(cli::verify_command,
                    std::vector<std::string_view>{"--policies", policies, "--data", where});
  }

  support::TemporaryFolder folder;
  std::unique_ptr<policy::Policy> policy;
  std::unique_ptr<store::SqliteStore> store;
};

}  // namespace

TEST_CASE("a copy has what was kept when it was made, and can be served") {
  const Served served;
  const Captured made = served.backup("copy", true);
  CHECK(made.exit_code == 0);
  CHECK(served.folder.without_path(made.out) == "Copied to copy: ballots.sqlite, ballot.key\n");
  served.put(4);
  const Captured restored = served.restore("copy", "again");
  CHECK(restored.err.empty());
  CHECK(served.folder.without_path(restored.out) ==
        "Restored to again: ballot.key, ballots.sqlite\n");
  CHECK(served.verify("again").out ==
        "What is kept is whole.\nparks: 3 ballots, nothing released yet.\n");
  // The same number is still the same ballot.
  auto store = store::SqliteStore::create(served.path("again"), {});
  REQUIRE(store.has_value());
  REQUIRE((*store)->open_policy(*served.policy).has_value());
  const std::vector<store::Change> changes = {
      {served.policy->id, support::ballot(2), std::nullopt}};
  CHECK((*store)->commit(changes) ==
        std::vector<std::optional<opinion::Sheet>>{support::sheet("a")});
}

TEST_CASE("a copy is its owner's, and comes without the keys unless they are asked for") {
  const Served served;
  REQUIRE(newsletter::SqliteList::create(served.path("data")).has_value());
  const Captured made = served.backup("copy", false);
  CHECK(
      served.folder.without_path(made.out) ==
      "Copied to copy: ballots.sqlite, newsletter.db\n"
      "Keep ballot.key too, in another place: without it no ballot of the copy can be changed.\n");
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(served.path("copy"))) {
    names.push_back(entry.path().filename().string());
    struct stat about{};
    REQUIRE(::stat(entry.path().c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
  }
  std::ranges::sort(names);
  CHECK(names == std::vector<std::string>{"ballots.sqlite", "newsletter.db"});

  const Captured keyless = served.restore("copy", "again");
  CHECK(keyless.exit_code == 1);
  CHECK(keyless.err ==
        "enig: The copy has no ballot.key, and the folder has none. Put the ballot.key of these "
        "ballots into the folder first.\n");
  fs::copy_file(served.path("data/ballot.key"), served.path("again/ballot.key"));
  CHECK(served.restore("copy", "again").exit_code == 0);
}

TEST_CASE("the staff's accounts go along, and their key where keys are asked for") {
  const Served served;
  const std::string data = served.path("data");
  REQUIRE(Captured(cli::staff_command, {"add", "kari", "--data", data}).exit_code == 0);
  REQUIRE(served.backup("bare", false).exit_code == 0);
  CHECK(fs::exists(served.path("bare/staff.sqlite")));
  CHECK_FALSE(fs::exists(served.path("bare/staff.key")));
  REQUIRE(served.backup("copy", true).exit_code == 0);
  REQUIRE(served.restore("copy", "again").exit_code == 0);
  const std::string again = served.path("again");
  CHECK(Captured(cli::staff_command, {"list", "--data", again}).out ==
        "kari\tviewer\thas chosen no password\tno one-time codes\n");
  // Without its key an account is not believed.
  fs::remove(served.path("again/staff.key"));
  CHECK(Captured(cli::staff_command, {"list", "--data", again})
            .err.contains("staff.key is missing, though there are staff accounts."));
}

TEST_CASE("nothing is written over, and no wrong key is taken") {
  const Served served;
  REQUIRE(served.backup("copy", true).exit_code == 0);
  CHECK(served.backup("copy", true).err.ends_with("is not empty. Give a new one.\n"));
  CHECK(served.backup("nowhere/copy", true).exit_code == 1);
  CHECK(served.restore("copy", "data").err.find("is in use by another server") !=
        std::string::npos);
  CHECK(served.restore("nowhere", "again").err.find("holds no copy of ballots") !=
        std::string::npos);
  served.folder.write("copy/ballot.key", std::string(32, 'k'));
  const Captured other = served.restore("copy", "again");
  CHECK(other.exit_code == 1);
  CHECK(other.err.find("is not the one that the ballots were written with") != std::string::npos);
  CHECK_FALSE(fs::exists(served.path("again/ballots.sqlite")));
  fs::remove(served.path("copy/ballot.key"));
  fs::copy_file(served.path("data/ballot.key"), served.path("again/ballot.key"));
  REQUIRE(served.restore("copy", "again").exit_code == 0);
  CHECK(served.restore("copy", "again").err.find("There is a ballots.sqlite in") !=
        std::string::npos);
}

TEST_CASE("a damaged copy is not restored, and verify names what is damaged") {
  const Served served;
  REQUIRE(served.backup("copy", true).exit_code == 0);
  {
    std::fstream file(served.path("copy/ballots.sqlite"),
                      std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(4'096);
    file << std::string(300, '\x0A');
  }
  const Captured verified = served.verify("copy");
  CHECK(verified.exit_code == 1);
  CHECK(verified.err.find("ballots.sqlite is damaged: ") != std::string::npos);
  const Captured restored = served.restore("copy", "again");
  CHECK(restored.exit_code == 1);
  CHECK(restored.err.find("ballots.sqlite is damaged: ") != std::string::npos);
  CHECK_FALSE(fs::exists(served.path("again/ballots.sqlite")));
}

TEST_CASE("verify holds the ballots against the last release") {
  const Served served;
  CHECK(served.verify("data").exit_code == 0);
  served.release(3);
  const Captured same = served.verify("data");
  CHECK(same.exit_code == 0);
  CHECK(same.out == "What is kept is whole.\nparks: 3 ballots, the same as release 1.\n");
  served.put(4);
  CHECK(served.verify("data").out ==
        "What is kept is whole.\nparks: 4 ballots, 1 changed since release 1.\n");
}

TEST_CASE("verify says where a release differs from the ballots, or the key is not theirs") {
  const Served served;
  served.release(2);
  const Captured differs = served.verify("data");
  CHECK(differs.exit_code == 1);
  CHECK(differs.out.find("which DIFFERS from release 1") != std::string::npos);
  served.folder.write("data/ballot.key", std::string(32, 'k'));
  const Captured other = served.verify("data");
  CHECK(other.exit_code == 1);
  CHECK(other.err.find("is not the one that the ballots beside it were written with") !=
        std::string::npos);
}

TEST_CASE("where the ballots are is said once") {
  const Served served;
  const std::string policies = served.folder.path().string();
  const std::string data = served.path("data");
  const Captured both(cli::verify_command,
                      std::vector<std::string_view>{"--policies", policies, "--data", data,
                                                    "--database", "postgresql://x/y"});
  CHECK(both.exit_code == 2);
  const Captured none(cli::verify_command, std::vector<std::string_view>{"--policies", policies});
  CHECK(none.exit_code == 2);
  const Captured other(cli::verify_command,
                       std::vector<std::string_view>{"--policies", policies, "--database",
                                                     "mysql://user:secret@x/y"});
  CHECK(other.exit_code == 2);
  CHECK(other.err.find("secret") == std::string::npos);
}

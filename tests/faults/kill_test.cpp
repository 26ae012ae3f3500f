// Servers that are killed, and folders that are copied, while people answer.
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "opinion/ballot.h"
#include "store/ballot_key.h"
#include "tests/faults/load.h"
#include "tests/faults/site.h"

using namespace enig;
using support::kept_in_sqlite;
using support::Ledger;
using support::Load;
using support::Outcome;
using support::Process;
using support::Site;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// ENIG_KILL_ROUNDS=1000 for a long day; else a hundred, or as many as a minute and a half allows.
int rounds_wanted() {
  const char* const given = std::getenv("ENIG_KILL_ROUNDS");
  return given == nullptr ? 0 : std::atoi(given);
}

// A disk of its own in memory. Gone with it.
class SmallDisk {
 public:
  SmallDisk(const fs::path& at, const char* options) : at_(at) {
    fs::create_directories(at);
    if (::mount("tmpfs", at.c_str(), "tmpfs", 0, options) != 0) {
      SKIP("a small disk needs root: " << std::strerror(errno));
    }
  }
  ~SmallDisk() { ::umount2(at_.c_str(), MNT_DETACH); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  // Takes all the room there is, but for `bytes_left`.
  void fill(std::uintmax_t bytes_left) const {
    const std::uintmax_t room = fs::space(at_).available;
    std::ofstream file(at_ / "filler", std::ios::binary);
    file << std::string(room > bytes_left ? room - bytes_left : 0, 'x');
  }
  void make_room() const { fs::remove(at_ / "filler"); }

 private:
  fs::path at_;
};

}  // namespace

TEST_CASE("killed a hundred times under load, no acknowledged ballot is lost or counted twice") {
  const Site site;
  Ledger ledger;
  std::mt19937 random(7);
  const int wanted = rounds_wanted();
  const auto deadline = Clock::now() + std::chrono::seconds(90);
  int rounds = 0;
  while (wanted > 0 ? rounds < wanted : rounds < 100 && Clock::now() < deadline) {
    ++rounds;
    CAPTURE(rounds);
    Process serve(site.serve_args("data"));
    const std::uint16_t port = serve.served_port();
    Load load(ledger, {port}, Site::revision(port), Load::Habit::change,
              static_cast<std::uint32_t>(rounds));
    load.wait_for(static_cast<int>(1 + random() % 120));
    serve.signal(SIGKILL);
    load.stop();
    REQUIRE(serve.wait().exit_code == -SIGKILL);
    const opinion::Counts counts =
        ledger.check(kept_in_sqlite(site.path("data")), site.path("data/ballot.key"));
    REQUIRE(counts.answers() > 0);
    if (rounds % 10 == 0) CHECK(site.recounted("--data", site.path("data")) == counts);
  }
  CHECK(rounds >= 20);
  const Outcome verified = site.run_on("verify", "--data", site.path("data"));
  CHECK(verified.exit_code == 0);
  CHECK(verified.out.starts_with("What is kept is whole.\nparks: "));
}

TEST_CASE("a copy that is made under load is whole, and has all that was acknowledged before it") {
  const Site site;
  Ledger ledger;
  Process serve(site.serve_args("data"));
  const std::uint16_t port = serve.served_port();
  Load load(ledger, {port}, Site::revision(port), Load::Habit::only_new);
  for (int round = 0; round < 5; ++round) {
    load.wait_for(100);
    const std::string copy = "copy-" + std::to_string(round);
    const std::string data = "restored-" + std::to_string(round);
    const auto before = ledger.certain();
    REQUIRE(support::run(
                {"backup", "--data", site.path("data"), "--out", site.path(copy), "--with-keys"})
                .exit_code == 0);
    const Outcome restored =
        support::run({"restore", "--from", site.path(copy), "--data", site.path(data)});
    REQUIRE(restored.exit_code == 0);
    REQUIRE(site.run_on("verify", "--data", site.path(data)).exit_code == 0);
    const auto kept = kept_in_sqlite(site.path(data));
    CHECK(before.size() >= 100);
    CHECK(kept.size() >= before.size());
    const auto keys =
        store::BallotKeyMaker::create(site.path("data/ballot.key"), store::WhenMissing::refuse);
    for (const unsigned ballot : before) {
      const auto key = keys->key_of(PolicyId("parks"), support::ballot_of(ballot));
      REQUIRE(kept.contains(opinion::to_text(opinion::BallotId{key})));
    }
    // The copy serves.
    Process other(site.serve_args(data));
    CHECK(Site::shown(other.served_port()) == site.recounted("--data", site.path(data)));
  }
  load.stop();
  serve.signal(SIGTERM);
  CHECK(serve.wait().exit_code == 0);
  ledger.check(kept_in_sqlite(site.path("data")), site.path("data/ballot.key"));
}

TEST_CASE("on a full disk ballots are refused for now, and taken again when there is room") {
  const Site site;
  const SmallDisk disk(site.path("disk"), "size=3m");
  Ledger ledger;
  {
    Process serve(site.serve_args("disk/data"));
    const std::uint16_t port = serve.served_port();
    Load load(ledger, {port}, Site::revision(port), Load::Habit::only_new);
    for (int round = 0; round < 3; ++round) {
      load.wait_for(50);
      disk.fill(static_cast<std::uintmax_t>(round) * 20'000);
      load.wait_for_refusals(50);
      CHECK(support::HttpClient(port).ask("GET", "/healthz").status == 200);
      disk.make_room();
      load.wait_for(50);
    }
    load.stop();
    serve.signal(SIGTERM);
    const Outcome ended = serve.wait();
    CHECK(ended.exit_code == 0);
    CHECK(ended.err.find(
              "There is no room on the disk. Ballots are refused until that has changed.") !=
          std::string::npos);
    CHECK(ended.err.find("enig: Ballots are kept again.\n") != std::string::npos);
  }
  const opinion::Counts counts =
      ledger.check(kept_in_sqlite(site.path("disk/data")), site.path("disk/data/ballot.key"));
  CHECK(counts == site.recounted("--data", site.path("disk/data")));
  CHECK(site.run_on("verify", "--data", site.path("disk/data")).exit_code == 0);
}

TEST_CASE("a server whose disk fails says so, acknowledges nothing more, and does not try again") {
  const Site site;
  Ledger ledger;
  ::setenv("LD_PRELOAD", ENIG_FAILING_SYNC_LIBRARY, 1);
  ::setenv("ENIG_FAILING_SYNC", site.path("broken").c_str(), 1);
  ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
  Process serve(site.serve_args("data"));
  for (const char* const name : {"LD_PRELOAD", "ENIG_FAILING_SYNC", "ASAN_OPTIONS"}) {
    ::unsetenv(name);
  }
  const std::uint16_t port = serve.served_port();
  Load load(ledger, {port}, Site::revision(port));
  load.wait_for(100);
  site.folder.write("broken", "");
  const Outcome ended = serve.wait();
  load.stop();
  CHECK(ended.exit_code == 3);
  CHECK(ended.err.ends_with(
      "enig: The database failed: disk I/O error (SQLite code 1034). Look at the disk before "
      "starting again. Nothing more is acknowledged; the server has stopped.\n"));
  // One by the writer, and at most one that was under way on the thread that copies the log.
  CHECK(fs::file_size(site.path("broken")) >= 1);
  CHECK(fs::file_size(site.path("broken")) <= 2);
  const opinion::Counts counts =
      ledger.check(kept_in_sqlite(site.path("data")), site.path("data/ballot.key"));
  Process again(site.serve_args("data"));
  CHECK(Site::shown(again.served_port()) == counts);
}

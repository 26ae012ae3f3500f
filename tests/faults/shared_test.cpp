// Several servers of one PostgreSQL database, which goes away and comes back, while people answer.
#include <signal.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <thread>

#include "tests/faults/load.h"
#include "tests/faults/site.h"
#include "tests/support/postgres.h"

using namespace enig;
using support::Kept;
using support::Ledger;
using support::Load;
using support::Outcome;
using support::Postgres;
using support::Process;
using support::Site;

namespace {

namespace fs = std::filesystem;

Kept kept_in(const Postgres& postgres) {
  std::istringstream rows(postgres.ask(
      "SELECT encode(key, 'hex'), get_byte(answers, 0), get_byte(answers, 1) FROM enig_ballot"));
  Kept kept;
  for (std::string line; std::getline(rows, line);) {
    std::istringstream row(line);
    std::string key;
    std::string length;
    std::string stances;
    std::getline(row, key, '|');
    std::getline(row, length, '|');
    std::getline(row, stances, '|');
    kept.emplace(key, support::state_of_answers({static_cast<std::uint8_t>(std::stoi(length)),
                                                 static_cast<std::uint8_t>(std::stoi(stances))}));
  }
  return kept;
}

// Data folders with the first server's key in each.
void copy_key(const Site& site, const std::string& to) {
  fs::create_directory(site.path(to));
  fs::copy_file(site.path("one/ballot.key"), site.path(to) + "/ballot.key");
}

// Each server looks for what the others have released once a second.
void wait_until_shown(std::uint16_t port, const opinion::Counts& counts) {
  for (int i = 0; i < 1'000 && Site::shown(port) != counts; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(Site::shown(port) == counts);
}

}  // namespace

TEST_CASE("two servers on one database count and show the same, and a recount says so too") {
  const Postgres postgres;
  const Site site;
  Ledger ledger;
  Process one(site.serve_args("one", postgres.url()));
  const std::uint16_t first = one.served_port();
  copy_key(site, "two");
  copy_key(site, "three");
  Process two(site.serve_args("two", postgres.url()));
  const std::uint16_t second = two.served_port();
  {
    Load load(ledger, {first, second}, Site::revision(first));
    load.wait_for(1'500);
    // One of them dies, another takes its place.
    one.signal(SIGKILL);
    REQUIRE(one.wait().exit_code == -SIGKILL);
    load.wait_for(200);
    load.stop();
  }
  Process three(site.serve_args("three", postgres.url()));
  const std::uint16_t third = three.served_port();
  {
    Load load(ledger, {second, third}, Site::revision(third), Load::Habit::change, 2);
    load.wait_for(1'500);
    load.stop();
  }
  const opinion::Counts counts = ledger.check(kept_in(postgres), site.path("one/ballot.key"));
  CHECK(counts.answers() > 50);
  CHECK(site.recounted("--database", postgres.url()) == counts);
  wait_until_shown(second, counts);
  wait_until_shown(third, counts);
  const Outcome verified = site.run_on("verify", "--database", postgres.url());
  CHECK(verified.exit_code == 0);
  CHECK(verified.out.find("ballots, the same as release ") != std::string::npos);
  for (Process* const server : {&two, &three}) {
    server->signal(SIGTERM);
    CHECK(server->wait().exit_code == 0);
  }
}

TEST_CASE("SIGHUP while the database is away changes nothing, and the next one does") {
  Postgres postgres;
  const Site site;
  Process serve(site.serve_args("one", postgres.url()));
  const std::uint16_t port = serve.served_port();
  const std::string before = Site::revision(port);
  Ledger ledger;
  const auto answer = [&] {
    Load load(ledger, {port}, Site::revision(port));
    load.wait_for(50);
    load.stop();
  };
  answer();
  std::string changed = support::policy_file("parks");
  changed.replace(changed.find("Put up benches."), 15, "Put up swings.");
  site.folder.write("policies/parks.json", changed);
  postgres.kill();
  serve.signal(SIGHUP);
  serve.wait_for("The policies stay published as they were.");
  CHECK(Site::revision(port) == before);
  postgres.start();
  answer();
  wait_until_shown(port, ledger.check(kept_in(postgres), site.path("one/ballot.key")));

  serve.signal(SIGHUP);
  serve.wait_for("The policies have been read again");
  CHECK(Site::revision(port) != before);
  answer();
  wait_until_shown(port, ledger.check(kept_in(postgres), site.path("one/ballot.key")));
  serve.signal(SIGTERM);
  CHECK(serve.wait().exit_code == 0);
}

TEST_CASE("a database that is killed under load loses nothing, and the servers outlive it") {
  Postgres postgres;
  const Site site;
  Ledger ledger;
  Process one(site.serve_args("one", postgres.url()));
  const std::uint16_t first = one.served_port();
  copy_key(site, "two");
  Process two(site.serve_args("two", postgres.url()));
  const std::uint16_t second = two.served_port();
  for (std::uint32_t round = 1; round <= 6; ++round) {
    CAPTURE(round);
    Load load(ledger, {first, second}, Site::revision(first), Load::Habit::change, round);
    load.wait_for(300);
    while (Site::shown(first).answers() == 0) load.wait_for(10);
    postgres.kill();
    load.wait_for_refusals(40);
    // What is published stays readable meanwhile.
    CHECK(Site::shown(first).answers() > 0);
    postgres.start();
    load.wait_for(200);
    load.stop();
    ledger.check(kept_in(postgres), site.path("one/ballot.key"));
  }
  const opinion::Counts counts = ledger.check(kept_in(postgres), site.path("one/ballot.key"));
  wait_until_shown(first, counts);
  wait_until_shown(second, counts);
  CHECK(site.recounted("--database", postgres.url()) == counts);
  for (Process* const server : {&one, &two}) {
    server->signal(SIGTERM);
    const Outcome ended = server->wait();
    CHECK(ended.exit_code == 0);
    CHECK(ended.err.find("enig: The database cannot be reached: ") != std::string::npos);
    CHECK(ended.err.find("enig: Ballots are kept again.\n") != std::string::npos);
  }
}

#include "store/ballot_key.h"

#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <set>
#include <vector>

#include "tests/store/sheets.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using store::BallotKeyMaker;
using store::WhenMissing;
using support::ballot;

TEST_CASE("the secret is made once, for its owner's eyes only, and read again") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "ballot.key";
  const auto made = BallotKeyMaker::create(file, WhenMissing::make);
  REQUIRE(made.has_value());
  struct stat about{};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK(about.st_size == 32);
  const auto read = BallotKeyMaker::create(file, WhenMissing::refuse);
  REQUIRE(read.has_value());
  CHECK(made->key_of(PolicyId("p"), ballot(1)) == read->key_of(PolicyId("p"), ballot(1)));
}

TEST_CASE("another secret, policy, ballot or purpose gives another key") {
  const support::TemporaryFolder folder;
  const auto one = BallotKeyMaker::create(folder.path() / "one", WhenMissing::make);
  const auto two = BallotKeyMaker::create(folder.path() / "two", WhenMissing::make);
  REQUIRE((one.has_value() && two.has_value()));
  std::set<std::vector<std::uint8_t>> all;
  for (const auto* const keys : {&*one, &*two}) {
    for (const char* const policy : {"p", "q"}) {
      for (const std::uint8_t number : std::vector<std::uint8_t>{1, 2}) {
        const auto key = keys->key_of(PolicyId(policy), ballot(number));
        const auto mark = keys->mark_of(PolicyId(policy), ballot(number));
        all.emplace(key.begin(), key.begin() + mark.size());
        all.emplace(mark.begin(), mark.end());
      }
    }
  }
  CHECK(all.size() == 16);
}

TEST_CASE("a secret that is missing beside ballots, cut or unreadable is refused") {
  const support::TemporaryFolder folder;
  const auto missing = BallotKeyMaker::create(folder.path() / "none", WhenMissing::refuse);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().what.find("is missing, though there are ballots") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "none"));

  folder.write("short", "0123456789");
  CHECK_FALSE(BallotKeyMaker::create(folder.path() / "short", WhenMissing::make).has_value());
  CHECK_FALSE(BallotKeyMaker::create(folder.path(), WhenMissing::make).has_value());
}

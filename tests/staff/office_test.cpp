#include "staff/office.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <string>

#include "base/limits.h"
#include "staff/sqlite_database.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using namespace enig::staff;

namespace {

constexpr HashCost cheap = {1, 8 * 1024};

std::unique_ptr<Office> office_in(const support::TemporaryFolder& folder) {
  auto keys =
      Keys::create(SqliteDatabase::key_file_in(folder.path()), store::WhenMissing::make).value();
  return std::make_unique<Office>(
      Office::Setup{.database = SqliteDatabase::open(folder.path()).value(),
                    .keys = keys,
                    .now_unix_seconds = [] { return std::int64_t{1'795'392'000}; },
                    .cost = cheap});
}

bool gets_in(Office& office, const std::string& name, const std::string& password) {
  std::promise<bool> told;
  office.log_in({name, password, "", "nb"}, [&told](auto entered) {
    told.set_value(entered.has_value() && entered->has_value());
  });
  return told.get_future().get();
}

}  // namespace

TEST_CASE("an office lets in who has chosen a password") {
  const support::TemporaryFolder folder;
  const auto office = office_in(folder);
  std::promise<Token> link;
  office->ask([&link](std::expected<Desk*, Error> desk, std::int64_t now) {
    link.set_value((*desk)->add("kari", Role::admin, {console, now}).value().link);
  });
  const Token token = link.get_future().get();
  std::promise<bool> chosen;
  office->hash("tre grønne elger", [&](std::expected<std::string, Error> hash) {
    office->ask([&chosen, token, hash](std::expected<Desk*, Error> desk, std::int64_t now) {
      chosen.set_value((*desk)->choose(token, *hash, now).value() == "kari");
    });
  });
  REQUIRE(chosen.get_future().get());
  CHECK(gets_in(*office, "kari", "tre grønne elger"));
  CHECK_FALSE(gets_in(*office, "kari", "tre gule elger"));
  CHECK_FALSE(gets_in(*office, "ola", "tre grønne elger"));
}

TEST_CASE("what is too much is refused at once, and what waits is done before the end") {
  Worker worker(2);
  std::promise<void> begun;
  std::promise<void> go_on;
  std::shared_future<void> gate = go_on.get_future().share();
  int done = 0;
  REQUIRE(worker.add([&begun, gate, &done] {
    begun.set_value();
    gate.wait();
    ++done;
  }));
  begun.get_future().wait();
  CHECK(worker.add([&done] { ++done; }));
  CHECK(worker.add([&done] { ++done; }));
  CHECK_FALSE(worker.add([&done] { ++done; }));
  go_on.set_value();
  worker.stop();
  CHECK(done == 3);
  CHECK_FALSE(worker.add([&done] { ++done; }));
}

TEST_CASE("an office that has stopped says so to everybody who asks") {
  const support::TemporaryFolder folder;
  const auto office = office_in(folder);
  office->stop();
  CHECK_FALSE(gets_in(*office, "kari", "x"));
  std::promise<bool> told;
  office->hash("x", [&told](auto hash) { told.set_value(hash.has_value()); });
  CHECK_FALSE(told.get_future().get());
}

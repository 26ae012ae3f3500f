#include "cli/simulate.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/analyse.h"
#include "cli/check.h"
#include "cli/recount.h"
#include "cli/verify.h"
#include "store/sqlite_store.h"
#include "tests/cli/captured.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::Captured;

namespace {

namespace fs = std::filesystem;

struct Simulated {
  explicit Simulated(std::string_view seed = "7") : path((folder.path() / "out").string()) {
    done = run(seed);
  }
  [[nodiscard]] Captured run(std::string_view seed) const {
    return Captured(cli::simulate_command, {"--topics", "4", "--points", "60", "--people", "500",
                                            "--seed", seed, "--out", path});
  }
  [[nodiscard]] Captured read(Captured::Command command) const {
    const std::string policies = path + "/policies";
    const std::string data = path + "/data";
    return Captured(command, {"--policies", policies, "--data", data});
  }
  [[nodiscard]] std::map<std::string, std::string> policies() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::directory_iterator(path + "/policies")) {
      std::ifstream file(entry.path(), std::ios::binary);
      all[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return all;
  }

  support::TemporaryFolder folder;
  std::string path;
  Captured done{[](auto, auto, auto) { return -1; }, {}};
};

}  // namespace

TEST_CASE("the same seed makes the same files and the same totals, another seed others") {
  const Simulated one;
  const Simulated same;
  const Simulated other("8");
  REQUIRE(one.done.exit_code == 0);
  CHECK(one.policies().size() == 5);
  CHECK(one.policies() == same.policies());
  CHECK(one.policies() != other.policies());
  const Captured totals = one.read(cli::recount_command);
  CHECK(totals.exit_code == 0);
  CHECK(totals.out == same.read(cli::recount_command).out);
  CHECK(totals.out != other.read(cli::recount_command).out);
}

TEST_CASE("what is simulated is whole, released day by day, and a trial's") {
  const Simulated simulated;
  CHECK(simulated.done.out.starts_with("500 people have given "));
  CHECK(simulated.done.out.contains("They are nobody's, and a trial's.\nenig serve --policies "));
  const std::string policies = simulated.path + "/policies";
  CHECK(Captured(cli::check_command, {policies}).exit_code == 0);
  const Captured verified = simulated.read(cli::verify_command);
  CHECK(verified.exit_code == 0);
  CHECK(verified.out.contains("the same as release 21."));
  CHECK_FALSE(verified.out.contains("DIFFERS"));
  // A folder for real answers is refused by who serves a trial, and the other way round.
  const auto counted = store::SqliteStore::create(simulated.path + "/data", {});
  REQUIRE_FALSE(counted.has_value());
  CHECK(counted.error().fault == Fault::refused);
}

TEST_CASE("in what is simulated there are two or three groups to be found") {
  const support::TemporaryFolder folder;
  const std::string path = (folder.path() / "out").string();
  REQUIRE(Captured(cli::simulate_command, {"--topics", "2", "--points", "60", "--people", "3000",
                                           "--seed", "1", "--out", path})
              .exit_code == 0);
  const std::string policies = path + "/policies";
  const std::string data = path + "/data";
  for (const char* const topic : {"sak-1", "sak-2"}) {
    const std::string result = path + topic;
    const Captured found(cli::analyse_command, {"--policies", policies, "--data", data, "--policy",
                                                topic, "--out", result});
    CHECK(found.exit_code == 0);
    const std::string said = found.out + found.err;
    INFO(said);
    CHECK((said.contains(": 2 groups (") || said.contains(": 3 groups (")));
  }
}

TEST_CASE("nothing is written over, and what cannot be simulated is said") {
  const Simulated simulated;
  const Captured again = simulated.run("7");
  CHECK(again.exit_code == 1);
  CHECK(again.err.contains("it is there already"));
  struct Wrong {
    std::vector<std::string_view> args;
    std::string_view said;
  };
  for (const Wrong& wrong : {
           Wrong{{"--topics", "0", "--points", "1", "--people", "1", "--seed", "1", "--out", "x"},
                 "--topics wants 1 to "},
           Wrong{{"--topics", "5", "--points", "4", "--people", "1", "--seed", "1", "--out", "x"},
                 "--points wants 5 to "},
           Wrong{{"--topics", "1", "--points", "1", "--people", "-1", "--seed", "1", "--out", "x"},
                 "--people wants 1 to "},
           Wrong{{"--topics", "1", "--points", "1", "--people", "1", "--seed", "a", "--out", "x"},
                 "--seed wants 0 to "},
           Wrong{{"--topics", "1"}, "--points"},
       }) {
    const Captured done(cli::simulate_command, wrong.args);
    INFO(wrong.said);
    CHECK(done.exit_code == 2);
    CHECK(done.err.contains(wrong.said));
  }
}

#include "cli/check.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::policy_file;
using support::site_file;
using support::TemporaryFolder;

namespace {

struct Run {
  int exit_code;
  std::string out;
  std::string err;
};

std::string take(std::FILE* file) {
  std::string text;
  REQUIRE(std::fseek(file, 0, SEEK_SET) == 0);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  std::fclose(file);
  return text;
}

Run check(const std::vector<std::string>& args) {
  const std::vector<std::string_view> views(args.begin(), args.end());
  std::FILE* out = std::tmpfile();
  std::FILE* err = std::tmpfile();
  REQUIRE((out != nullptr && err != nullptr));
  const int exit_code = cli::check_command(views, out, err);
  return {exit_code, take(out), take(err)};
}

}  // namespace

TEST_CASE("check is content with the project's own policies") {
  const Run run = check({std::string(ENIG_SOURCE_DIR) + "/policies"});
  CHECK(run.exit_code == 0);
  CHECK(run.out == "Checked 4 files with 87 points, and 34 colour pairs: 0 errors, 0 warnings.\n");
  CHECK(run.err == "");
}

TEST_CASE("check names every problem of every file and exits with 1") {
  const TemporaryFolder folder;
  folder.write("a.json", policy_file("A"));
  folder.write("b.json", policy_file("B"));
  folder.write("c.json", policy_file("c"));
  const std::string path = folder.path().string();
  const Run run = check({path + "/a.json", path + "/b.json", path + "/c.json"});
  CHECK(run.exit_code == 1);
  CHECK(run.err == "");
  const std::string problem =
      ":3:9: error: The id of the policy has other characters than a-z, 0-9 and -. "
      "Use small letters without accents, digits and hyphens only.\n";
  CHECK(folder.without_path(run.out) ==
        "a.json" + problem + "b.json" + problem +
            "Checked 3 files with 1 point, and 34 colour pairs: 2 errors, 0 warnings.\n");
}

TEST_CASE("a warning alone is no reason to fail") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json"}));
  folder.write("a.json", policy_file("a"));
  folder.write("draft.json", policy_file("draft"));
  const Run run = check({folder.path().string()});
  CHECK(run.exit_code == 0);
  CHECK(run.out.ends_with(
      "Checked 3 files with 2 points, and 34 colour pairs: 0 errors, 1 warning.\n"));
}

TEST_CASE("what cannot be read exits with 2, and the rest is checked all the same") {
  const TemporaryFolder folder;
  folder.write("a.json", policy_file("A"));
  const std::string path = folder.path().string();
  const Run run = check({path + "/none.json", path + "/a.json"});
  CHECK(run.exit_code == 2);
  CHECK(folder.without_path(run.err) ==
        "enig check: none.json cannot be read: there is no such file. "
        "Look at the name and at who may read it.\n");
  CHECK(run.out.contains("a.json:3:9: error:"));
}

TEST_CASE("check --json says the same as data") {
  const TemporaryFolder folder;
  folder.write("a.json", policy_file("A"));
  const std::string path = folder.path().string();
  const Run run = check({"--json", path + "/a.json", path + "/none.json"});
  CHECK(run.exit_code == 2);
  const auto json = nlohmann::json::parse(run.out);
  CHECK(json["files"] == 1);
  CHECK(json["points"] == 0);
  CHECK(json["colour_pairs"] == 34);
  CHECK(json["errors"] == 1);
  CHECK(json["warnings"] == 0);
  REQUIRE(json["problems"].size() == 1);
  const auto& problem = json["problems"][0];
  CHECK(problem["file"] == path + "/a.json");
  CHECK(problem["line"] == 3);
  CHECK(problem["column"] == 9);
  CHECK(problem["severity"] == "error");
  CHECK(problem["what"] == "The id of the policy has other characters than a-z, 0-9 and -.");
  CHECK(problem["remedy"] == "Use small letters without accents, digits and hyphens only.");
  REQUIRE(json["unreadable"].size() == 1);
}

TEST_CASE("check explains itself when it is not understood") {
  CHECK(check({}).exit_code == 2);
  CHECK(check({}).err.starts_with("Use: enig check FILE|DIR"));
  CHECK(check({"--jsno", "x"}).exit_code == 2);
  CHECK(check({"--jsno", "x"}).err.starts_with("enig check: there is no option --jsno."));
  CHECK(check({"--help"}).exit_code == 0);
  CHECK(check({"--help"}).out.starts_with("Use: enig check FILE|DIR"));
}

// Every file in bad/ is refused with exactly the words beside it, every file in good/ is read.
// Names that start with site_ are site.json files.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "policy/parse.h"
#include "tests/support/golden.h"

using namespace enig;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> json_files(const std::string& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(ENIG_SOURCE_DIR) / folder)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

// What the parser says about a file: nothing if it is right.
std::string problems_of(const std::string& folder, const std::string& name) {
  const std::string json = support::read_file(folder + "/" + name);
  if (name.starts_with("site_")) {
    const auto site = policy::parse_site(name, json);
    return site ? "" : policy::to_text(site.error());
  }
  const auto policy = policy::parse(name, json, policy::Origin::file);
  return policy ? "" : policy::to_text(policy.error());
}

}  // namespace

TEST_CASE("every bad file is refused, with every problem, its place and its remedy") {
  const std::string folder = "tests/policy/bad";
  const std::vector<std::string> names = json_files(folder);
  REQUIRE(names.size() >= 25);
  for (const std::string& name : names) {
    INFO(name);
    const std::string problems = problems_of(folder, name);
    CHECK_FALSE(problems.empty());
    const std::string stem = name.substr(0, name.size() - std::string(".json").size());
    CHECK_THAT(problems, support::equals_golden(folder + "/" + stem + ".expected"));
  }
}

TEST_CASE("every good file is read") {
  const std::string folder = "tests/policy/good";
  const std::vector<std::string> names = json_files(folder);
  REQUIRE(names.size() >= 5);
  for (const std::string& name : names) {
    INFO(name);
    CHECK(problems_of(folder, name) == "");
  }
}

TEST_CASE("every good policy is the same after it has been written and read again") {
  for (const std::string folder : {"tests/policy/good", "policies/baerum", "policies/example"}) {
    for (const std::string& name : json_files(folder)) {
      if (name.starts_with("site_")) continue;
      INFO(folder << "/" << name);
      auto read =
          policy::parse(name, support::read_file(folder + "/" + name), policy::Origin::file);
      REQUIRE(read.has_value());
      read->revision = Revision("0123456789abcdef");
      const std::string json = policy::to_json(*read);
      const auto again = policy::parse(name, json, policy::Origin::published);
      if (!again) FAIL(policy::to_text(again.error()));
      CHECK(*again == *read);
      CHECK(policy::to_json(*again) == json);
    }
  }
}

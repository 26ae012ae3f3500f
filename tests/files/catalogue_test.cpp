#include "files/catalogue.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "base/limits.h"
#include "files/read_file.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::policy_file;
using support::site_file;
using support::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

files::LoadFailure failure_of(const TemporaryFolder& folder) {
  const auto catalogue = files::load_catalogue(folder.path());
  REQUIRE_FALSE(catalogue.has_value());
  return catalogue.error();
}

std::string problems_of(const TemporaryFolder& folder) {
  const files::LoadFailure failure = failure_of(folder);
  CHECK(failure.unreadable.empty());
  return folder.without_path(policy::to_text(failure.problems));
}

std::string report_of(const TemporaryFolder& folder, const std::string& name = "") {
  files::Report report;
  files::check_path(folder.path() / name, report);
  std::string text = policy::to_text(report.problems);
  for (const Error& error : report.unreadable) text += to_text(error) + "\n";
  return folder.without_path(text);
}

}  // namespace

TEST_CASE("the project's own policies make a catalogue, in the order of site.json") {
  const auto catalogue = files::load_catalogue(fs::path(ENIG_SOURCE_DIR) / "policies");
  REQUIRE(catalogue.has_value());
  REQUIRE(catalogue->policies.size() == 3);
  CHECK(catalogue->policies[0].path == "baerum/naering.json");
  CHECK(catalogue->policies[0].policy.id == PolicyId("baerum-naering"));
  CHECK(catalogue->policies[1].policy.languages == std::vector<std::string>{"en", "nb"});
  for (const files::LoadedPolicy& loaded : catalogue->policies) {
    CHECK(loaded.policy.revision.str().size() == 16);
  }
}

TEST_CASE("a revision is the start of the SHA-256 digest of the bytes") {
  // FIPS 180-4, the example "abc", and the digest of no bytes.
  CHECK(files::revision_of("abc") == Revision("ba7816bf8f01cfea"));
  CHECK(files::revision_of("") == Revision("e3b0c44298fc1c14"));
}

TEST_CASE("one changed byte makes another revision") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json"}));
  folder.write("a.json", policy_file("a"));
  const auto before = files::load_catalogue(folder.path());
  folder.write("a.json", policy_file("a") + " ");
  const auto after = files::load_catalogue(folder.path());
  REQUIRE((before && after));
  CHECK(before->policies[0].policy.revision != after->policies[0].policy.revision);
}

TEST_CASE("a topic without a file is a problem of site.json, where it is named") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json", "b/c.json"}));
  folder.write("a.json", policy_file("a"));
  CHECK(problems_of(folder) ==
        "site.json:6:5: error: There is no file b/c.json here. "
        "Look at the spelling, or remove the topic.\n");
}

TEST_CASE("two policies of one site cannot have one id") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json", "b/c.json"}));
  folder.write("a.json", policy_file("parks"));
  folder.write("b/c.json", policy_file("parks"));
  CHECK(problems_of(folder) ==
        "site.json:6:5: error: The policy in this file has the id \"parks\", as has a.json. "
        "Give one of them another id.\n");
}

TEST_CASE("the problems of all files come at once, those of site.json first") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json", "none.json", "b.json"}));
  folder.write("a.json", policy_file("A"));
  folder.write("b.json", policy_file("B"));
  const files::LoadFailure failure = failure_of(folder);
  REQUIRE(failure.problems.size() == 3);
  CHECK(failure.problems[0].file.ends_with("site.json"));
  CHECK(failure.problems[1].file.ends_with("a.json"));
  CHECK(failure.problems[2].file.ends_with("b.json"));
}

TEST_CASE("a path out of the folder is refused before anything is opened") {
  const TemporaryFolder folder;
  folder.write("site/site.json", site_file({"../secret.json"}));
  folder.write("secret.json", policy_file("secret"));
  const auto catalogue = files::load_catalogue(folder.path() / "site");
  REQUIRE_FALSE(catalogue.has_value());
  CHECK(folder.without_path(policy::to_text(catalogue.error().problems))
            .starts_with("site/site.json:5:5: error: A topic is not the path of a policy file"));
}

TEST_CASE("what cannot be read is told apart from what is wrong") {
  const TemporaryFolder folder;
  CHECK(failure_of(folder).unreadable.size() == 1);  // no site.json
  folder.write("site.json", site_file({"a.json", "b.json"}));
  fs::create_directory(folder.path() / "a.json");
  folder.write("b.json", policy_file("B"));
  const files::LoadFailure failure = failure_of(folder);
  REQUIRE(failure.unreadable.size() == 1);
  CHECK(folder.without_path(failure.unreadable[0].what) ==
        "a.json cannot be read: it is a folder.");
  CHECK(failure.unreadable[0].fault == Fault::unavailable);
  CHECK(failure.problems.size() == 1);
}

TEST_CASE("a file that may not be opened cannot be read") {
  if (::geteuid() == 0) SKIP("root may open every file");
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json"}));
  fs::permissions(folder.path() / "site.json", fs::perms::none);
  CHECK(failure_of(folder).unreadable.size() == 1);
}

TEST_CASE("a file is read to one byte over the limit and no further") {
  const TemporaryFolder folder;
  folder.write("a", std::string(200'000, 'x'));
  CHECK(files::read_file(folder.path() / "a", 200'000)->size() == 200'000);
  CHECK(files::read_file(folder.path() / "a", 199'999)->size() == 200'000);
  CHECK(files::read_file(folder.path() / "a", 10)->size() == 11);
  CHECK(files::read_file(folder.path() / "a", 0)->size() == 1);
}

TEST_CASE("a file over four mebibytes is a problem, not a failure to read") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json"}));
  folder.write("a.json", std::string(limits::policy_file_bytes_max + 1, ' '));
  CHECK(problems_of(folder) ==
        "a.json:1:1: error: The file has more than 4194304 bytes. Split it into several files.\n");
}

TEST_CASE("a pipe is not waited for") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json"}));
  REQUIRE(::system(("mkfifo " + (folder.path() / "a.json").string()).c_str()) == 0);
  CHECK(failure_of(folder).unreadable.size() == 1);
}

TEST_CASE("checking a folder reads every policy below it, and warns of those that are not listed") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json"}));
  folder.write("a.json", policy_file("a"));
  folder.write("deep/er/b.json", policy_file("B"));
  folder.write("schema.json", "{}");
  folder.write("site.schema.json", "{}");
  folder.write(".hidden/c.json", "{}");
  folder.write("notes.txt", "{}");
  CHECK(report_of(folder) ==
        "deep/er/b.json:3:9: error: The id of the policy has other characters than a-z, 0-9 and -. "
        "Use small letters without accents, digits and hyphens only.\n"
        "deep/er/b.json:1:1: warning: site.json does not list this file. "
        "Add it to \"topics\" when it is to be published.\n");
}

TEST_CASE("a folder below the site's can be checked by itself") {
  const TemporaryFolder folder;
  folder.write("sub/a.json", policy_file("a"));
  CHECK(report_of(folder, "sub") == "");
  CHECK(report_of(folder, "sub/") == "");
}

TEST_CASE("a folder without policies is not a folder that is right") {
  const TemporaryFolder folder;
  folder.write("notes.txt", "nothing");
  CHECK(report_of(folder).contains("has no policy files."));
  CHECK(report_of(folder, "nowhere").contains("nowhere cannot be read: there is no such file."));
}

TEST_CASE("site.json checked by its name knows whether its topics exist") {
  const TemporaryFolder folder;
  folder.write("site.json", site_file({"a.json"}));
  CHECK(report_of(folder, "site.json") ==
        "site.json:5:5: error: There is no file a.json here. "
        "Look at the spelling, or remove the topic.\n");
}

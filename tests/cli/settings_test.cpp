// Settings from flags, the environment and a file, and a real server that is started with the one
// of tools/deploy.
#include "cli/settings.h"

#include <fmt/format.h>
#include <signal.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "base/limits.h"
#include "tests/cli/parks_site.h"

using namespace enig;
using cli::Flag;
using support::Outcome;
using support::Process;

namespace {

constexpr Flag known[] = {cli::config_flag,
                          {"--data", "DIR", cli::Need::required},
                          {"--hsts-days", "N", cli::Need::optional, Flag::Kind::number},
                          {"--proxy", "ADDR,ADDR,…", cli::Need::optional, Flag::Kind::list},
                          {"--trial"}};

using Variables = std::map<std::string, std::string>;

struct Told {
  std::optional<cli::Flags> flags;
  std::vector<std::string> problems;
};

// What comes of a file named s.toml, flags besides, and the environment.
Told told(const std::string& file, std::vector<std::string_view> args = {},
          const Variables& variables = {}) {
  const support::TemporaryFolder folder;
  folder.write("s.toml", file);
  const std::string path = (folder.path() / "s.toml").string();
  args.insert(args.end(), {"--config", path});
  Told told;
  told.flags = cli::settings(
      "serve", known, args,
      [&](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
      },
      told.problems);
  for (std::string& problem : told.problems) {
    if (problem.starts_with(path)) problem.erase(0, path.size() - std::string("s.toml").size());
  }
  return told;
}

const std::string source = ENIG_SOURCE_DIR;

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("every kind of setting stands in a file as TOML has it") {
  const Told all = told(
      "data = \"a b\"\nhsts-days = 365 # a year\n"
      "proxy = [\"192.0.2.7\",\n  '2001:db8::1']\ntrial = true\n");
  REQUIRE(all.problems.empty());
  CHECK(all.flags->value("--data") == "a b");
  CHECK(all.flags->value("--hsts-days") == "365");
  CHECK(all.flags->value("--proxy") == "192.0.2.7,2001:db8::1");
  CHECK(all.flags->has("--trial"));
  const Told one = told("data = 'd'\nproxy = \"192.0.2.7\"\ntrial = false\n");
  REQUIRE(one.problems.empty());
  CHECK(one.flags->value("--proxy") == "192.0.2.7");
  CHECK_FALSE(one.flags->has("--trial"));
  CHECK_FALSE(one.flags->has("--hsts-days"));
}

TEST_CASE("flags count before the environment, and that before the file") {
  const std::string file = "data = \"of the file\"\nhsts-days = 1\ntrial = true\n";
  const Variables variables = {{"ENIG_DATA", "of the environment"},
                               {"ENIG_HSTS_DAYS", "2"},
                               {"ENIG_TRIAL", "no"},
                               {"ENIG_NEWSLETTER_PASSWORD", "is no setting"}};
  CHECK(told(file).flags->value("--data") == "of the file");
  const auto environment = told(file, {}, variables).flags;
  CHECK(environment->value("--data") == "of the environment");
  CHECK(environment->value("--hsts-days") == "2");
  CHECK_FALSE(environment->has("--trial"));
  const auto flags = told(file, {"--data", "of the flag", "--trial"}, variables).flags;
  CHECK(flags->value("--data") == "of the flag");
  CHECK(flags->value("--hsts-days") == "2");
  CHECK(flags->has("--trial"));
  CHECK(told("data = 'd'", {}, {{"ENIG_TRIAL", "perhaps"}}).problems ==
        std::vector<std::string>{"ENIG_TRIAL is yes or no."});
}

TEST_CASE("every mistake in a file is said in one run, with its line and what to do") {
  const Told wrong = told(
      "data = 7\n"
      "hsts-day = 365\n"
      "hsts-days = \"365\"\n"
      "proxy = [\"192.0.2.7\", 8]\n"
      "trial = \"true\"\n"
      "config = \"another.toml\"\n"
      "[server]\nlisten = \"127.0.0.1:80\"\n");
  CHECK_FALSE(wrong.flags.has_value());
  CHECK(
      wrong.problems ==
      std::vector<std::string>{
          "s.toml:1:8: error: \"data\" wants another kind of value. Write data = \"…\" with DIR "
          "between the quotation marks.",
          "s.toml:2:1: error: There is no setting \"hsts-day\". The settings are named as the "
          "flags: enig serve --help lists them.",
          "s.toml:3:13: error: \"hsts-days\" wants another kind of value. Write a number: "
          "hsts-days = 12",
          "s.toml:4:9: error: \"proxy\" wants another kind of value. Write proxy = [\"one\", "
          "\"two\"].",
          "s.toml:5:9: error: \"trial\" wants another kind of value. Write trial = true, or leave "
          "the line out.",
          "s.toml:6:1: error: There is no setting \"config\". The settings are named as the "
          "flags: enig serve --help lists them.",
          "s.toml:7:2: error: There are no sections, as \"server\" is one. Put every setting at "
          "the top of the file, without [a section]."});
}

TEST_CASE("what is no TOML is said with its place") {
  const auto [file, place] =
      GENERATE(std::pair("data = \"d\"\nhsts-days: 365\n", "s.toml:2:10: error: This is no TOML: "),
               std::pair("data = \"d\"\ndata = \"e\"\n", "s.toml:2:"),
               std::pair("data = \"d\n", "s.toml:1:"), std::pair("data = \"\xFF\"\n", "s.toml:1:"));
  CAPTURE(file);
  const Told wrong = told(file);
  REQUIRE(wrong.problems.size() == 1);
  CHECK(wrong.problems.front().starts_with(place));
}

TEST_CASE("a file that is missing, empty or too large is no file of settings") {
  CHECK(told("").problems.front().starts_with("enig serve wants --data DIR."));
  const Told large = told(std::string(limits::config_file_bytes_max + 1, '\n'));
  REQUIRE(large.problems.size() == 1);
  CHECK(large.problems.front().find("too large") != std::string::npos);
  const Outcome missing = support::run({"serve", "--config", "/nowhere/enig.toml"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err.find("/nowhere/enig.toml:1:1: error: The file cannot be read.") !=
        std::string::npos);
}

TEST_CASE("the file in tools/deploy starts a server, and each of its lines is a setting") {
  const support::Site site;
  std::string text = text_of(source + "/tools/deploy/enig.toml");
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"/etc/enig/policies", site.path("policies")},
           {"/var/lib/enig", site.path("data")},
           {"/usr/share/enig/site", site.path("none")},
           {"127.0.0.1:8080", "127.0.0.1:0"},
           {"127.0.0.1:9101", "127.0.0.1:0"},
           {"enig@db.example.org/enig", "enig@127.0.0.1:1/enig"}}) {
    const std::size_t at = text.find(from);
    CAPTURE(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  }
  site.folder.write("enig.toml", text);
  Process serve({"serve", "--config", site.path("enig.toml")});
  const std::uint16_t port = serve.served_port();
  const support::Reply page = support::HttpClient(port).ask("GET", "/parks/");
  CHECK(page.status == 200);
  CHECK(page.header("strict-transport-security") == "max-age=31536000");
  serve.signal(SIGTERM);
  const Outcome ended = serve.wait();
  CHECK(ended.exit_code == 0);
  CHECK(ended.out.find("Its metrics are at http://127.0.0.1:") != std::string::npos);
  CHECK(ended.err.starts_with("{\"time\":"));
  CHECK(std::filesystem::exists(site.path("data") + "/ballots.sqlite"));

  // What is shown as a comment is understood too: only what it names is not there.
  std::string every;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    const std::size_t equals = line.find(" = ");
    const bool is_setting =
        line.starts_with("# ") && equals != std::string::npos && line.find(' ', 2) == equals;
    every += (is_setting ? line.substr(2) : line) + "\n";
    at = end + 1;
  }
  CHECK(every.find("\ntls-key = ") != std::string::npos);
  site.folder.write("enig.toml", every);
  const Outcome refused = support::run({"serve", "--config", site.path("enig.toml")});
  CHECK(refused.exit_code == 1);
  CHECK(refused.err.find("enig.toml") == std::string::npos);
}

TEST_CASE("the help of serve names every setting, and so does the file") {
  const Outcome help = support::run({"serve", "--help"});
  CHECK(help.exit_code == 0);
  const std::string toml = text_of(source + "/tools/deploy/enig.toml");
  for (const char* const name :
       {"policies", "data", "database", "site", "listen", "threads", "proxy", "tls-cert", "tls-key",
        "hsts-days", "metrics", "log", "log-level", "newsletter-smtp", "newsletter-from",
        "public-url", "newsletter-user", "newsletter-password-file"}) {
    CAPTURE(name);
    CHECK(help.out.find(fmt::format("  --{} ", name)) != std::string::npos);
    CHECK((toml.find(fmt::format("\n{} = ", name)) != std::string::npos ||
           toml.find(fmt::format("\n# {} = ", name)) != std::string::npos));
  }
}

#include "cli/analyse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "cli/analysis_json.h"
#include "cli/votes_file.h"
#include "files/catalogue.h"
#include "files/csv.h"
#include "store/sqlite_store.h"
#include "tests/cli/captured.h"
#include "tests/store/sheets.h"
#include "tests/support/data_folder.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using nlohmann::json;
using support::Captured;

namespace {

// Two crowds of 30 with ten statements: the first agrees with the first five, the second with the
// others; a third of the votes is missing, and some are given anew.
std::vector<std::string> crowds() {
  std::mt19937 dice(3);
  std::vector<std::string> rows;
  for (int person = 0; person < 60; ++person) {
    for (int statement = 0; statement < 10; ++statement) {
      if (dice() % 3 == 0) continue;
      const bool is_own = (person < 30) == (statement < 5);
      const int vote = dice() % 12 == 0 ? 0 : is_own ? 1 : -1;
      const auto time = 1'000 + rows.size();
      if (dice() % 20 == 0)
        rows.push_back(fmt::format("{},{},{},{}", time - 900, statement, person, -1));
      rows.push_back(fmt::format("{},{},{},{}", time, statement, person, vote));
    }
  }
  return rows;
}

std::string table(const std::vector<std::string>& rows) {
  std::string text = "timestamp,comment-id,voter-id,vote\n";
  for (const std::string& row : rows) text += row + "\n";
  return text;
}

struct Files {
  [[nodiscard]] std::string path(const char* name) const { return (folder.path() / name).string(); }
  [[nodiscard]] Captured analyse(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> args = {"--votes", path("votes.csv")};
    args.insert(args.end(), more.begin(), more.end());
    return Captured(cli::analyse_command, std::vector<std::string_view>(args.begin(), args.end()));
  }
  support::TemporaryFolder folder;
};

std::string said(const Captured& captured) {
  REQUIRE(captured.exit_code == 1);
  CHECK(captured.out.empty());
  return captured.err;
}

}  // namespace

TEST_CASE("an export is analysed: its people, groups, and what they stand for") {
  const Files files;
  files.folder.write("votes.csv", table(crowds()));
  const Captured captured = files.analyse();
  REQUIRE(captured.exit_code == 0);
  const json found = json::parse(captured.out);
  CHECK(found["rules"] == "enig");
  CHECK(found["people"] == 60);
  CHECK(found["statements"] == 10);
  CHECK(found["statement_ids"][2] == "2");
  CHECK(found["votes"].get<int>() < found["events"].get<int>());
  REQUIRE(found["clear_groups"] == true);
  REQUIRE(found["groups"].size() == 2);
  for (const json& group : found["groups"]) {
    const bool is_first = std::stoi(group["members"][0].get<std::string>()) < 30;
    for (const json& member : group["members"]) {
      CHECK((std::stoi(member.get<std::string>()) < 30) == is_first);
    }
    for (const json& one : found["repness"][group["id"].get<std::string>()]) {
      const bool is_own = (std::stoi(one["id"].get<std::string>()) < 5) == is_first;
      CHECK((one["side"] == "agree") == is_own);
    }
  }
  CHECK(found["projections"].size() == 60);
  CHECK(found["extremity"].size() == 10);
  CHECK(found["priorities"].size() == 10);
}

TEST_CASE("the order of the rows changes nothing") {
  const Files files;
  std::vector<std::string> rows = crowds();
  files.folder.write("votes.csv", table(rows));
  const Captured first = files.analyse();
  REQUIRE(first.exit_code == 0);
  std::mt19937 dice(8);
  for (int i = 0; i < 10; ++i) {
    std::ranges::shuffle(rows, dice);
    files.folder.write("votes.csv", table(rows));
    CHECK(files.analyse().out == first.out);
  }
}

TEST_CASE("the last vote wins: by its time, and without one by its row") {
  const Files files;
  files.folder.write("votes.csv",
                     "timestamp,comment-id,voter-id,vote\n5,0,a,1\n9,0,a,-1\n7,0,a,0\n");
  const auto timed = cli::read_votes(files.path("votes.csv"));
  REQUIRE(timed.has_value());
  CHECK(timed->matrix.at(0, 0) == analysis::Vote::disagree);
  CHECK(timed->events == 3);
  files.folder.write("votes.csv", "comment-id,voter-id,vote\n0,a,1\n0,a,-1\n0,a,0\n");
  const auto untimed = cli::read_votes(files.path("votes.csv"));
  REQUIRE(untimed.has_value());
  CHECK(untimed->matrix.at(0, 0) == analysis::Vote::pass);
}

TEST_CASE("people and statements are in the order of their numbers, and then of their names") {
  const Files files;
  files.folder.write("votes.csv", "comment-id,voter-id,vote\n10,b,1\n9,a,1\nx,10,1\n2,9,1\n");
  const auto votes = cli::read_votes(files.path("votes.csv"));
  REQUIRE(votes.has_value());
  CHECK(votes->people == std::vector<std::string>{"9", "10", "a", "b"});
  CHECK(votes->statements == std::vector<std::string>{"2", "9", "10", "x"});
  CHECK(votes->first_vote == std::vector<std::size_t>{3, 2, 1, 0});
}

TEST_CASE("bad rows are told with their line, and nothing is written") {
  const Files files;
  files.folder.write("votes.csv",
                     "timestamp,comment-id,voter-id,vote\n1,0,0,1\n1,0,1,2\n1,,1,1\nx,0,1,1\n"
                     "1,0,2,agree\n1,0\n");
  const std::string words = said(files.analyse({"--out", files.path("result.json")}));
  for (const char* part :
       {":3: The vote \"2\" is none.", ":4: \"comment-id\" is empty.",
        ":5: The timestamp \"x\" is no whole number.", ":6: The vote \"agree\" is none.",
        ":7: The row has 2 fields and not 4"}) {
    CAPTURE(words);
    CHECK(words.find(part) != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(files.path("result.json")));
  CHECK_FALSE(std::filesystem::exists(files.path("result.json.part")));
}

TEST_CASE("what is moderated out counts for nothing, and what is unknown is said") {
  const Files files;
  files.folder.write("votes.csv", table(crowds()));
  files.folder.write("comments.csv",
                     "comment-id,moderated,is-meta,comment-body\n0,-1,false,\"Out, \"\"now\"\"\"\n"
                     "1,1,true,About this\n2,0,false,Fine\n77,1,false,Nobody\n");
  const Captured captured = files.analyse({"--moderation", files.path("comments.csv")});
  REQUIRE(captured.exit_code == 0);
  CHECK(captured.err.find("1 statement of") != std::string::npos);
  const json found = json::parse(captured.out);
  CHECK(found["center"][0] == 0);
  CHECK(found["extremity"][1] == 0);
  CHECK(found["center"][2] != 0);
  CHECK(found["priorities"]["1"] == 49);
  files.folder.write("comments.csv", "comment-id,moderated\n0,5\n");
  CHECK(said(files.analyse({"--moderation", files.path("comments.csv")})).find(":2: ") !=
        std::string::npos);
}

TEST_CASE("what is about the conversation itself is said by a word that is known, or refused") {
  const Files files;
  files.folder.write("votes.csv", "comment-id,voter-id,vote\n0,a,1\n1,a,1\n2,a,1\n3,a,1\n4,a,1\n");
  const auto votes = cli::read_votes(files.path("votes.csv"));
  REQUIRE(votes.has_value());
  files.folder.write("comments.csv",
                     "comment-id,moderated,is-meta\n0,1,true\n1,1,1\n2,1,false\n3,1,0\n4,1,\n");
  const auto known = cli::read_moderation(files.path("comments.csv"), *votes);
  REQUIRE(known.has_value());
  CHECK(known->meta == std::vector<bool>{true, true, false, false, false});
  files.folder.write("comments.csv",
                     "comment-id,moderated,is-meta\n0,1,true\n1,1,yes\n77,1,TRUE\n");
  const auto unknown = cli::read_moderation(files.path("comments.csv"), *votes);
  REQUIRE_FALSE(unknown.has_value());
  REQUIRE(unknown.error().size() == 2);
  CHECK(unknown.error()[0].what.ends_with(":3: \"is-meta\" is \"yes\"."));
  CHECK(unknown.error()[1].what.ends_with(":4: \"is-meta\" is \"TRUE\"."));
}

TEST_CASE("the summary says one person, and not 1 people") {
  const Files files;
  files.folder.write("votes.csv", "comment-id,voter-id,vote\n0,a,1\n");
  CHECK(files.analyse({"--out", files.path("result.json")})
            .out.starts_with("1 person, 1 statement, 1 vote: no clear groups"));
  files.folder.write("matrix.csv", "participant,group-id\na,7\n");
  const Captured one =
      files.analyse({"--groups", files.path("matrix.csv"), "--out", files.path("result.json")});
  CHECK(one.out.starts_with("1 person, 1 statement, 1 vote: 1 group ("));
}

TEST_CASE("a zero has no sign") {
  analysis::Analysis found;
  found.axes.center = {-0.0};
  found.statement_positions = {{-0.0, -0.0}};
  found.grouping.silhouette = -0.0;
  found.consensus.agree = {{.statement = 0, .share = -0.0, .share_test = -0.0}};
  found.priorities = found.group_informed = found.group_mean = {-0.0};
  std::FILE* const file = std::tmpfile();
  cli::Named names;
  names.statements = {"0"};
  REQUIRE(cli::write_json(found, names, file));
  std::rewind(file);
  std::string text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  std::fclose(file);
  CHECK(text.find("\"center\":[0]") != std::string::npos);
  CHECK(text.find("-0") == std::string::npos);
}

TEST_CASE("groups that are known are taken as they are, and votes that differ are said") {
  const Files files;
  files.folder.write("votes.csv", "comment-id,voter-id,vote\n0,7,1\n0,8,-1\n1,8,1\n0,9,1\n");
  files.folder.write("matrix.csv",
                     "participant,group-id,n-votes,0,1\n7,5,1,1,\n8,3,2,1,1\n9,,1,1,\n10,3,0,,\n");
  const Captured captured = files.analyse({"--groups", files.path("matrix.csv")});
  REQUIRE(captured.exit_code == 0);
  CHECK(captured.err.find("1 person of") != std::string::npos);
  CHECK(captured.err.find("matrix.csv has no vote, and counts for nothing.") != std::string::npos);
  CHECK(captured.err.find("1 vote of") != std::string::npos);
  const json found = json::parse(captured.out);
  REQUIRE(found["groups"].size() == 2);
  CHECK(found["groups"][0]["id"] == "3");
  CHECK(found["groups"][0]["members"] == json::array({"8"}));
  CHECK(found["repness"].contains("5"));
}

namespace {

// So many ballots on "parks", of a site whose first release asks for so many.
struct Stored {
  explicit Stored(std::uint8_t count, int first_ballots = 20,
                  policy::Mode mode = policy::Mode::counted) {
    json site = json::parse(support::site_file({"parks.json"}));
    site["release"]["first_ballots"] = first_ballots;
    folder.write("site.json", site.dump());
    folder.write("parks.json", support::policy_file("parks"));
    const auto catalogue = files::load_catalogue(folder.path());
    REQUIRE(catalogue.has_value());
    const policy::Policy& policy = catalogue->policies.front().policy;
    auto store = store::SqliteStore::create(path("data"), {.mode = mode});
    REQUIRE(store.has_value());
    REQUIRE((*store)->open_policy(policy).has_value());
    std::vector<store::Change> changes;
    for (std::uint8_t i = 0; i < count; ++i) {
      changes.push_back({policy.id, support::ballot(i), support::sheet(i % 4 != 3 ? "a" : "d")});
    }
    REQUIRE((*store)->commit(changes).has_value());
  }
  [[nodiscard]] std::string path(const char* name) const { return (folder.path() / name).string(); }
  [[nodiscard]] Captured analyse(const std::vector<std::string>& more = {},
                                 const char* policy = "parks") const {
    std::vector<std::string> args = {
        "--policies", folder.path().string(), "--policy", policy, "--data", path("data")};
    args.insert(args.end(), more.begin(), more.end());
    return Captured(cli::analyse_command, std::vector<std::string_view>(args.begin(), args.end()));
  }

  support::TemporaryFolder folder;
};

}  // namespace

TEST_CASE("stored ballots are analysed without a word of any single person") {
  const Stored stored(40);
  const Captured captured = stored.analyse();
  REQUIRE(captured.exit_code == 0);
  const json found = json::parse(captured.out);
  CHECK(found["people"] == 40);
  CHECK(found["votes"] == 40);
  CHECK(found["statement_ids"] == json::array({"benches"}));
  CHECK(found["consensus"]["agree"][0]["on_side"] == 30);
  CHECK_FALSE(found.contains("projections"));
  CHECK_FALSE(found.contains("in_conversation"));
  for (const json& group : found["groups"]) CHECK_FALSE(group.contains("members"));
}

TEST_CASE("fewer ballots than a first release asks for are not analysed, and nothing is written") {
  const Stored few(19);
  const std::string words = said(few.analyse({"--out", few.path("result.json")}));
  CHECK(words ==
        "enig: Of \"parks\" there are 19 ballots, and an analysis wants at least 20: of fewer it "
        "could tell what a single person has answered. Wait for more: so many come before anything "
        "is released (first_ballots in site.json), but never fewer than 5 outside of a trial.\n");
  CHECK_FALSE(std::filesystem::exists(few.path("result.json")));
  CHECK_FALSE(std::filesystem::exists(few.path("result.json.part")));
  CHECK(Stored(20).analyse().exit_code == 0);
  CHECK(said(Stored(1).analyse()).find("there is 1 ballot, and") != std::string::npos);
  // A site may release from one ballot on; groups are still of five.
  CHECK(said(Stored(4, 1).analyse()).find("wants at least 5:") != std::string::npos);
  CHECK(Stored(5, 1).analyse().exit_code == 0);
  // A trial has released each of them.
  CHECK(Stored(1, 20, policy::Mode::trial).analyse().exit_code == 0);
  CHECK(said(Stored(0, 20, policy::Mode::trial).analyse()).find("0 ballots") != std::string::npos);
}

TEST_CASE("an unknown policy is answered with those that there are") {
  const Stored stored(1);
  CHECK(said(stored.analyse({}, "nope")) ==
        "enig: There is no policy \"nope\" here. The folder of --policies has \"parks\".\n");
}

TEST_CASE("an analysis that is not understood is refused with exit code 2") {
  CHECK(Captured(cli::analyse_command, {}).exit_code == 2);
  CHECK(Captured(cli::analyse_command, {"--votes", "x", "--rules", "mine"}).exit_code == 2);
  CHECK(Captured(cli::analyse_command, {"--votes", "x", "--policies", "y"}).exit_code == 2);
  CHECK(said(Captured(cli::analyse_command, {"--votes", "/none.csv"})).find("/none.csv") !=
        std::string::npos);
}

TEST_CASE("three public exports: their votes make their matrix, and their groups their consensus") {
  const std::filesystem::path data = support::data_folder() / "polis";
  for (const char* name : {"bg2050-volunteers", "brexit-consensus", "vtaiwan.uberx"}) {
    CAPTURE(name);
    const auto file = [&](const char* what) {
      const std::string plain = (data / name / what).string();
      return std::filesystem::exists(plain) ? plain : plain + ".gz";
    };
    const auto votes = cli::read_votes(file("votes.csv"));
    REQUIRE(votes.has_value());
    const auto groups = cli::read_groups(file("participants-votes.csv"), *votes);
    REQUIRE(groups.has_value());
    CHECK(groups->differ == 0);
    std::uint64_t all = 0;
    for (std::size_t j = 0; j < votes->matrix.statements(); ++j) {
      all += static_cast<std::uint64_t>(votes->matrix.sums(j).answers());
    }
    CHECK(groups->cells == all);
    CHECK(cli::read_moderation(file("comments.csv"), *votes).has_value());
  }
  const std::filesystem::path volunteers = data / "bg2050-volunteers";
  const std::string votes = (volunteers / "votes.csv").string();
  const std::string matrix = (volunteers / "participants-votes.csv").string();
  const std::string comments = (volunteers / "comments.csv").string();
  const Captured captured(cli::analyse_command, {"--votes", votes, "--groups", matrix,
                                                 "--moderation", comments, "--rules", "polis"});
  REQUIRE(captured.exit_code == 0);
  const json found = json::parse(captured.out);
  int compared = 0;
  const std::array<std::string_view, 2> columns = {"comment-id", "group-informed-consensus"};
  const auto read = files::read_csv(comments, columns, [&](const files::CsvRow& row) {
    if (!row.fields[1].empty() && found["group_aware_consensus"].contains(row.fields[0])) {
      ++compared;
      CHECK_THAT(found["group_aware_consensus"][row.fields[0]].get<double>(),
                 Catch::Matchers::WithinAbs(std::stod(row.fields[1]), 1e-12));
    }
    return std::optional<Error>();
  });
  CHECK(read.has_value());
  CHECK(compared > 250);
}

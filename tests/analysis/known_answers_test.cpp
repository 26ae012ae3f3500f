// Against what running servers of Polis have found in the same votes, with their groups given.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "analysis/analyse.h"
#include "tests/support/data_folder.h"

using namespace enig::analysis;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using nlohmann::json;

namespace {

json read(const std::filesystem::path& file) { return json::parse(std::ifstream(file)); }

// The two servers name things differently.
const json& member(const json& object, const char* name, const char* other) {
  return object.contains(name) ? object[name] : object[other];
}

struct Conversation {
  explicit Conversation(const std::filesystem::path& folder)
      : expected(read(folder / "math-pca2.json")) {
    // Statements are numbered from 0 without a gap, and people nearly.
    for (const json& vote : read(folder / "votes.json")) {
      votes.set(member(vote, "participant_id", "pid"), member(vote, "statement_id", "tid"),
                static_cast<Vote>(vote["vote"].get<int>()));
    }
    question.rules = Rules::polis;
    question.hidden.resize(votes.statements());
    question.meta.resize(votes.statements());
    for (const json& tid : expected["mod-out"]) question.hidden[tid.get<std::size_t>()] = true;
    for (const json& tid : expected["meta-tids"]) question.meta[tid.get<std::size_t>()] = true;
    question.groups.emplace(votes.people());
    const json& bases = expected["base-clusters"];
    std::map<int, json> members;
    for (std::size_t i = 0; i < bases["id"].size(); ++i) {
      members[bases["id"][i].get<int>()] = bases["members"][i];
    }
    for (const json& group : expected["group-clusters"]) {
      for (const json& base : group["members"]) {
        for (const json& person : members.at(base.get<int>())) {
          (*question.groups)[person.get<std::size_t>()] = group["id"].get<std::size_t>();
        }
      }
    }
  }

  VoteMatrix votes;
  Question question;
  json expected;
};

void check_axes(const Analysis& found, const json& pca) {
  for (std::size_t j = 0; j < found.axes.center.size(); ++j) {
    CHECK_THAT(found.axes.center[j], WithinAbs(pca["center"][j].get<double>(), 1e-12));
  }
  for (std::size_t k = 0; k < 2; ++k) {
    double product = 0;
    const std::vector<double>& own = found.axes.components[k];
    const auto theirs = pca["comps"][k].get<std::vector<double>>();
    for (std::size_t j = 0; j < own.size(); ++j) product += own[j] * theirs[j];
    const double sign = product < 0 ? -1 : 1;
    for (std::size_t j = 0; j < own.size(); ++j) {
      CHECK_THAT(own[j], WithinAbs(sign * theirs[j], 1e-9));
    }
  }
  for (std::size_t j = 0; j < found.statement_positions.size(); ++j) {
    CHECK_THAT(distance(found.statement_positions[j], {}),
               WithinAbs(pca["comment-extremity"][j].get<double>(), 1e-9));
  }
}

std::vector<std::size_t> ids(const std::vector<Consensus::Statement>& list) {
  std::vector<std::size_t> found;
  for (const Consensus::Statement& one : list) found.push_back(one.statement);
  return found;
}

std::vector<std::size_t> tids(const json& list) {
  std::vector<std::size_t> found;
  for (const json& one : list) found.push_back(one["tid"].get<std::size_t>());
  return found;
}

void check_lists(const Analysis& found, const json& expected) {
  CHECK(ids(found.consensus.agree) == tids(expected["consensus"]["agree"]));
  CHECK(ids(found.consensus.disagree) == tids(expected["consensus"]["disagree"]));
  REQUIRE(found.stands_for.size() == expected["repness"].size());
  for (std::size_t group = 0; group < found.stands_for.size(); ++group) {
    const json& list = expected["repness"][std::to_string(group)];
    REQUIRE(found.stands_for[group].size() == list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Representative& one = found.stands_for[group][i];
      CHECK(one.statement == list[i]["tid"].get<std::size_t>());
      CHECK((one.side == Side::agree) == (list[i]["repful-for"] == "agree"));
      CHECK(one.on_side == list[i]["n-success"].get<std::int64_t>());
      CHECK(one.votes == list[i]["n-trials"].get<std::int64_t>());
      CHECK_THAT(one.repness, WithinRel(list[i]["repness"].get<double>(), 1e-12));
      CHECK_THAT(one.share_test, WithinRel(list[i]["p-test"].get<double>(), 1e-12));
      // Theirs has the digits of a float.
      CHECK_THAT(one.repness_test, WithinRel(list[i]["repness-test"].get<double>(), 1e-6));
    }
  }
}

}  // namespace

TEST_CASE("two servers of Polis have found the same in the same votes") {
  const std::filesystem::path data = enig::support::data_folder() / "polis/server-output";
  for (const char* name : {"25ptpt-3gp-no-strict-with-meta", "below-100-ptpts"}) {
    CAPTURE(name);
    const Conversation conversation(data / name);
    const Analysis found = analyse(conversation.votes, conversation.question);
    const json& expected = conversation.expected;
    check_axes(found, expected["pca"]);
    check_lists(found, expected);
    for (std::size_t j = 0; j < conversation.votes.statements(); ++j) {
      const std::string tid = std::to_string(j);
      CHECK_THAT(found.priorities[j],
                 WithinRel(expected["comment-priorities"][tid].get<double>(), 1e-9));
      CHECK_THAT(found.group_informed[j],
                 WithinAbs(expected["group-aware-consensus"][tid].get<double>(), 1e-12));
    }
  }
}

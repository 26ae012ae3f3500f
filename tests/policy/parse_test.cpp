#include "policy/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/limits.h"
#include "policy/problem_list.h"

using namespace enig;
using policy::Origin;
using policy::Problem;

namespace {

// A policy with these sections; the start of "sections" is on line 1.
std::string policy_json(const std::string& sections, const std::string& more = "") {
  return R"({"format":"enig.policy/1","id":"p","languages":["nb"],"party":"P","title":"T",)" +
         more +
         R"("question":"Q?","follow_up":{"agree":{"thanks":"A"},"disagree":{"thanks":"D"}},)" +
         R"("sections":)" + sections + "}";
}

std::string points_json(std::size_t count) {
  std::string points;
  for (std::size_t i = 0; i < count; ++i) {
    points += fmt::format("{}{{\"id\":\"p{}\",\"text\":\"x\"}}", i == 0 ? "" : ",\n", i);
  }
  return R"([{"id":"s","title":"S","points":[)" + points + "]}]";
}

const std::string small = points_json(1);

std::vector<Problem> problems_of(const std::string& json, Origin origin = Origin::file) {
  const auto parsed = policy::parse("p.json", json, origin);
  return parsed ? std::vector<Problem>() : parsed.error();
}

std::string text_of(const std::string& json, Origin origin = Origin::file) {
  return policy::to_text(problems_of(json, origin));
}

}  // namespace

TEST_CASE("a published policy must have a revision of sixteen digits") {
  CHECK(text_of(policy_json(small, R"("revision":"00112233aabbccdd",)"), Origin::published) == "");
  CHECK(text_of(policy_json(small), Origin::published) ==
        "p.json:1:1: error: The published policy lacks the field \"revision\". Add it.\n");
  for (const std::string revision :
       {"", "00112233AABBCCDD", "00112233aabbccd", "zz112233aabbccdd"}) {
    INFO(revision);
    CHECK(problems_of(policy_json(small, R"("revision":")" + revision + "\","), Origin::published)
              .size() == 1);
  }
}

TEST_CASE("a policy may have ten thousand points and not one more") {
  const auto most =
      policy::parse("p.json", policy_json(points_json(limits::points_max)), Origin::file);
  REQUIRE(most.has_value());
  CHECK(policy::point_ids(*most).size() == limits::points_max);
  CHECK(text_of(policy_json(points_json(limits::points_max + 1))) ==
        "p.json:10001:1: error: The policy has more than 10000 points. "
        "Split the topic into several files.\n");
}

TEST_CASE("a file may have four mebibytes and not one byte more") {
  const std::string json = policy_json(small);
  const std::string full = json + std::string(limits::policy_file_bytes_max - json.size(), ' ');
  CHECK(text_of(full) == "");
  CHECK(text_of(full + " ") ==
        "p.json:1:1: error: The file has more than 4194304 bytes. Split it into several files.\n");
  const auto site = policy::parse_site("site.json", full + " ");
  REQUIRE_FALSE(site.has_value());
  CHECK(site.error().size() == 1);
}

TEST_CASE("a file may be thirty-two levels deep and not one more") {
  // The root and "sections" make two levels, each nested section two more.
  const auto nested = [](int sections) {
    std::string json = points_json(1);
    for (int i = 0; i < sections; ++i) {
      json = fmt::format(R"([{{"id":"s{}","title":"S","sections":{}}}])", i, json);
    }
    return policy_json(json);
  };
  // Root 1, list 2, section 3, points 4, point 5.
  CHECK(text_of(nested(13)) == "");  // 31 levels
  CHECK(text_of(nested(14)).contains("more than 32 deep"));
}

TEST_CASE("at most five hundred problems are told, the first ones, and how many more there are") {
  std::string points;
  for (int i = 0; i < 600; ++i)
    points += fmt::format("{}\n{{\"id\":\"p{}\"}}", i == 0 ? "" : ",", i);
  const auto problems =
      problems_of(policy_json(R"([{"id":"s","title":"S","points":[)" + points + "]}]"));
  REQUIRE(problems.size() == limits::problems_reported_max);
  CHECK(problems.front().line == 2);
  CHECK(problems[498].line == 500);
  CHECK(problems.back().what == "There are 101 more problems.");
  CHECK(problems.back().line == 500);
}

TEST_CASE("a broken file with more problems than can be kept is told of all the same") {
  const std::string bad(limits::policy_file_bytes_max, ',');
  const auto problems = problems_of(bad);
  REQUIRE_FALSE(problems.empty());
  CHECK(problems.size() <= limits::problems_reported_max);
}

TEST_CASE("a million brackets are refused and nothing more") {
  for (const char* unit : {"[", "{\"a\":", "[[],"}) {
    std::string deep;
    while (deep.size() < 1'000'000) deep += unit;
    CHECK_FALSE(problems_of(deep).empty());
  }
}

TEST_CASE("columns count characters, not bytes") {
  const auto problems = problems_of("{\"æøå😀\": 1, \"format\": 7}");
  REQUIRE(problems.size() > 2);
  const auto format = std::ranges::find(
      problems, "The format must be a text, but is a whole number.", &Problem::what);
  REQUIRE(format != problems.end());
  CHECK(format->column == 23);
}

TEST_CASE("problems come in the order of their places, whichever check found them") {
  const auto problems =
      problems_of("{\n\"id\": \"A\",\n\"titel\": \"\",\n\"party\": \"\\u0007\" \"x\": 1,\n}");
  REQUIRE(problems.size() >= 5);
  const auto place = [](const Problem& problem) { return std::pair(problem.line, problem.column); };
  CHECK(std::ranges::is_sorted(problems, {}, place));
}

TEST_CASE("what stands before the place where reading stopped is still checked") {
  const std::string text = text_of("{\n\"id\": \"A B\",\n\"title\": \"\",\n\"party\": %");
  CHECK(text.contains("p.json:2:7: error: The id of the policy has other characters"));
  CHECK(text.contains("p.json:3:10: error: The title is empty."));
  CHECK(text.contains("p.json:4:10: error: The character % cannot stand here."));
  CHECK_FALSE(text.contains("lacks the field"));
}

TEST_CASE("a problem is one line: place, severity, what and remedy") {
  const Problem problem{"a.json", 3, 7, policy::Severity::warning, "It is odd.", "Look at it."};
  CHECK(policy::to_text(problem) == "a.json:3:7: warning: It is odd. Look at it.");
}

TEST_CASE("the end of the file has a place of its own") {
  policy::ProblemList problems("a.json", "ab\næø\n");
  problems.add(99, "End.", "");
  problems.add(5, "Second.", "");
  const auto found = std::move(problems).take();
  CHECK(policy::to_text(found) == "a.json:2:2: error: Second.\na.json:3:1: error: End.\n");
}

#include "wire/totals.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tests/support/publications.h"

using namespace enig;
using opinion::Release;

namespace {

Release third_release() {
  return {.policy = PolicyId("smaasaker"),
          .revision = Revision("00112233aabbccdd"),
          .number = 3,
          .released_at = {1'795'522'500},
          .points = policy::point_ids(support::small_policy()),
          .sums = {.ballots = 30,
                   .topic = {.agree = 20, .disagree = 5, .unsure = 1},
                   .points = {{.stances = {10, 9, 8}, .important = 4}, {}, {}, {{0, 0, 30}, 30}}}};
}

constexpr std::string_view third_json =
    R"({"policy":"smaasaker","revision":"00112233aabbccdd","release":3,)"
    R"("released_at":"2026-11-24T12:15:00Z","ballots":30,)"
    R"("topic":{"agree":20,"disagree":5,"unsure":1},"points":{)"
    R"("sone-1":{"agree":10,"disagree":9,"unsure":8,"important":4},)"
    R"("baat":{"agree":0,"disagree":0,"unsure":0,"important":0},)"
    R"("baat-el":{"agree":0,"disagree":0,"unsure":0,"important":0},)"
    R"("skole":{"agree":0,"disagree":0,"unsure":30,"important":30}}})";

// The totals with one part put in another's place.
std::string with(std::string_view part, std::string_view other) {
  std::string json(third_json);
  const std::size_t at = json.find(part);
  REQUIRE(at != std::string::npos);
  return json.replace(at, part.size(), other);
}

}  // namespace

TEST_CASE("totals have exactly the shape that web/api.md promises") {
  CHECK(wire::to_json(third_release()) == third_json);
}

TEST_CASE("totals that were written are read as the same release") {
  CHECK(wire::parse_totals(third_json) == third_release());
  CHECK(wire::parse_totals(third_json, support::small_policy()) == third_release());
}

TEST_CASE("before the first release there is no time, and every point has zeros") {
  Release none = third_release();
  none.number = 0;
  none.released_at = {};
  none.sums = {};
  none.sums.points.resize(none.points.size());
  const std::string json = wire::to_json(none);
  CHECK(json.find(R"("release":0,"released_at":null,"ballots":0)") != std::string::npos);
  CHECK(json.find(R"("skole":{"agree":0,"disagree":0,"unsure":0,"important":0})") !=
        std::string::npos);
  CHECK(wire::parse_totals(json, support::small_policy()) == none);
}

TEST_CASE("totals that no set of ballots can give are refused") {
  const std::string json = GENERATE(
      as<std::string>(), with(R"("ballots":30)", R"("ballots":29)"),
      with(R"("ballots":30)", R"("ballots":-1)"), with(R"("ballots":30)", R"("ballots":30.5)"),
      with(R"("ballots":30)", R"("ballots":"30")"),
      with(R"("ballots":30)", R"("ballots":99999999999999999999)"),
      with(R"("agree":20)", R"("agree":26)"),
      with(R"("agree":20)", R"("agree":9223372036854775807)"),
      with(R"("important":4)", R"("important":31)"), with(R"("important":4)", R"("important":-4)"));
  CAPTURE(json);
  CHECK_FALSE(wire::parse_totals(json).has_value());
}

TEST_CASE("totals of another shape are refused") {
  const std::string json = GENERATE(
      as<std::string>(), "", "[]", "null", "{}", std::string(third_json) + "{}",
      with(R"("release":3)", R"("release":0)"), with(R"("release":3,)", ""),
      with(R"("release":3)", R"("release":3,"release":3)"),
      with(R"("ballots":30)", R"("ballots":30,"voters":[])"),
      with("\"2026-11-24T12:15:00Z\"", "null"),
      with("2026-11-24T12:15:00Z", "2026-11-24T12:15:01Z"),
      with("2026-11-24T12:15:00Z", "2026-02-30T12:15:00Z"),
      with("2026-11-24T12:15:00Z", "2026-11-24T24:15:00Z"),
      with("2026-11-24T12:15:00Z", "2026-11-24 12:15:00Z"),
      with("2026-11-24T12:15:00Z", "2026-11-24T12:15:00+01:00"),
      with(R"("important":4)", R"("important":4,"extra":0)"), with(R"(,"important":4)", ""),
      with(R"("sone-1":{)", R"("SONE":{)"), with(R"("baat":{)", R"("sone-1":{)"),
      with(R"("topic":{"agree":20,"disagree":5,"unsure":1})", R"("topic":[])"),
      with(R"("policy":"smaasaker")", R"("policy":"Små saker")"));
  CAPTURE(json);
  CHECK_FALSE(wire::parse_totals(json).has_value());
}

TEST_CASE("totals of another revision are stale, those of other points malformed") {
  policy::Policy changed = support::small_policy();
  changed.revision = Revision("ffff");
  const auto stale = wire::parse_totals(third_json, changed);
  REQUIRE_FALSE(stale.has_value());
  CHECK(stale.error().fault == Fault::stale);

  policy::Policy fewer = support::small_policy();
  fewer.sections.pop_back();
  const auto other = wire::parse_totals(third_json, fewer);
  REQUIRE_FALSE(other.has_value());
  CHECK(other.error().fault == Fault::malformed);
}

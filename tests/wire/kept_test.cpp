#include "wire/kept.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "base/limits.h"

using namespace enig;
using opinion::KeptBallot;

namespace {

const opinion::BallotId some_id =
    opinion::ballot_id_from("5f0c3d1e9a7b4c2d8e6f0a1b2c3d4e5f").value();

KeptBallot some_answers() {
  return {.ballot = {.policy = PolicyId("smaasaker"),
                     .revision = Revision("00112233aabbccdd"),
                     .consent = opinion::Consented::yes,
                     .topic = opinion::Stance::agree,
                     .answers = {{PointId("baat"), opinion::Stance::unsure},
                                 {PointId("sone-1"), opinion::Stance::disagree}},
                     .important = {PointId("baat")}},
          .id = some_id,
          .turn = 7,
          .is_unsent = true,
          .unsent = {std::nullopt, PointId("baat")}};
}

constexpr std::string_view some_json =
    R"({"format":"enig.kept/1","id":"5f0c3d1e9a7b4c2d8e6f0a1b2c3d4e5f","turn":7,"unsent":1,)"
    R"("waiting":["","baat"],)"
    R"("policy":"smaasaker","revision":"00112233aabbccdd","topic":"agree",)"
    R"("answers":{"baat":"unsure","sone-1":"disagree"},"important":["baat"]})";

// The text with one part put in another's place.
std::string with(std::string_view part, std::string_view other) {
  std::string json(some_json);
  const std::size_t at = json.find(part);
  REQUIRE(at != std::string::npos);
  return json.replace(at, part.size(), other);
}

}  // namespace

TEST_CASE("what is kept reads as it was written") {
  CHECK(wire::to_json(some_answers()) == some_json);
  CHECK(wire::parse_kept(some_json).value() == some_answers());

  KeptBallot arrived = some_answers();
  arrived.has_arrived = true;
  CHECK(wire::to_json(arrived) == with("\"unsent\":1", "\"unsent\":3"));
  CHECK(wire::parse_kept(wire::to_json(arrived)).value() == arrived);
  arrived.is_unsent = false;
  CHECK(wire::to_json(arrived) == with("\"unsent\":1", "\"unsent\":2"));
  CHECK(wire::parse_kept(wire::to_json(arrived)).value() == arrived);

  KeptBallot none = some_answers();
  none.ballot.topic.reset();
  none.ballot.answers.clear();
  none.ballot.important.clear();
  none.id.reset();
  none.is_unsent = false;
  none.unsent.clear();
  CHECK(wire::parse_kept(wire::to_json(none)).value() == none);
}

TEST_CASE("what somebody else has written there is refused") {
  const std::string json = GENERATE(
      std::string(), std::string("null"), std::string("[]"), std::string("{}"), std::string("\xff"),
      std::string(10'000, '['), with("enig.kept/1", "enig.kept/2"), with("5f0c", "5f0"),
      with("\"unsent\":1", "\"unsent\":-1"), with("\"unsent\":1", "\"unsent\":true"),
      with("\"unsent\":1", "\"unsent\":4"), with("\"turn\":7", "\"turn\":-7"),
      with("\"turn\":7", "\"turn\":1e400"), with("smaasaker", "Sm\xc3\xa5saker"),
      with("smaasaker", ""), with("00112233", "../"), with("\"agree\"", "\"maybe\""),
      with("\"unsure\"", "\"\""), with("\"unsure\"", "1"), with("\"baat\":", "\"B\":"),
      with("[\"\",\"baat\"]", "[1]"), with("[\"\",\"baat\"]", "[\"B\"]"),
      with("[\"\",\"baat\"]", "{}"), with("[\"baat\"]", "[1]"), with("[\"baat\"]", "{}"),
      with("]}", "],\"more\":1}"), with("\"topic\":\"agree\",", ""), with("]}", "]"),
      std::string(limits::kept_bytes_max + 1, ' '));
  INFO(json.substr(0, 300));
  const auto kept = wire::parse_kept(json);
  REQUIRE_FALSE(kept.has_value());
  CHECK(kept.error().fault == Fault::malformed);
  CHECK(kept.error().what.ends_with('.'));
}

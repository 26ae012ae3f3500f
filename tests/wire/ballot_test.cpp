#include "wire/ballot.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <vector>

#include "base/limits.h"

using namespace enig;
using opinion::Ballot;
using opinion::Stance;

namespace {

Ballot full_ballot() {
  return {.policy = PolicyId("smaasaker"),
          .revision = Revision("00112233aabbccdd"),
          .consent = opinion::Consented::yes,
          .topic = Stance::disagree,
          .answers = {{PointId("sone-1"), Stance::agree}, {PointId("baat"), Stance::unsure}},
          .important = {PointId("sone-1")}};
}

constexpr std::string_view full_json =
    R"({"policy":"smaasaker","revision":"00112233aabbccdd","consent":true,"topic":"disagree",)"
    R"("answers":{"baat":"unsure","sone-1":"agree"},"important":["sone-1"]})";

// A ballot around one member.
std::string with(std::string_view member) {
  return R"({"policy":"p","revision":"r","consent":true,)" + std::string(member) + "}";
}

std::string refusal_of(std::string_view json) {
  const auto ballot = wire::parse_ballot(json);
  REQUIRE_FALSE(ballot.has_value());
  return to_text(ballot.error());
}

}  // namespace

TEST_CASE("a ballot is written in a fixed order") {
  CHECK(wire::to_json(full_ballot()) == full_json);
}

TEST_CASE("a ballot that was written is read as the same ballot") {
  CHECK(wire::parse_ballot(wire::to_json(full_ballot())) == full_ballot());
  Ballot empty;
  empty.policy = PolicyId("p");
  empty.revision = Revision("r");
  CHECK(wire::parse_ballot(wire::to_json(empty)) == empty);
}

TEST_CASE("members may come in any order, with white space") {
  const std::string json =
      "\n{ \"important\" : [ \"sone-1\" ] , \"answers\" : { \"sone-1\":\"agree\", "
      "\"baat\":\"unsure\" },"
      "\"topic\":\"disagree\", \"consent\":true, \"revision\":\"00112233aabbccdd\","
      "\t\"policy\":\"smaasaker\" }\r\n";
  CHECK(wire::parse_ballot(json) == full_ballot());
}

TEST_CASE("topic, answers and important may be left out, and topic may be null") {
  const auto bare = wire::parse_ballot(R"({"policy":"p","revision":"r","consent":true})");
  REQUIRE(bare.has_value());
  CHECK_FALSE(bare->topic.has_value());
  CHECK(bare->answers.empty());
  CHECK(wire::parse_ballot(with(R"("topic":null)")) == *bare);
}

TEST_CASE("a ballot without consent is read, for the check to refuse it") {
  const auto absent = wire::parse_ballot(R"({"policy":"p","revision":"r"})");
  REQUIRE(absent.has_value());
  CHECK(absent->consent == opinion::Consented::no);
  const auto denied = wire::parse_ballot(R"({"policy":"p","revision":"r","consent":false})");
  REQUIRE(denied.has_value());
  CHECK(denied->consent == opinion::Consented::no);
}

TEST_CASE("a refusal says what is wrong and where") {
  struct Case {
    std::string json;
    Fault fault;
    std::string_view says;
  };
  const auto [json, fault, says] = GENERATE(values<Case>({
      {"", Fault::malformed, "not valid JSON"},
      {"{", Fault::malformed, "not valid JSON"},
      {"null", Fault::malformed, "The body cannot be null."},
      {"[]", Fault::malformed, "The body cannot be a list."},
      {"\"agree\"", Fault::malformed, "The body cannot be a text."},
      {"7", Fault::malformed, "The body cannot be a number."},
      {"{}", Fault::malformed, "The ballot has no \"policy\"."},
      {R"({"policy":"p"})", Fault::malformed, "The ballot has no \"revision\"."},
      {with(R"("answers":{}} {)"), Fault::malformed, "not valid JSON"},
      {with(R"("answers":{},)"), Fault::malformed, "not valid JSON"},
      {with(R"("email":"a@b.example")"), Fault::malformed, "no member \"email\""},
      {with(R"("consent":true)"), Fault::malformed, "\"consent\" is given twice"},
      {with(R"("topic":"agree","topic":"agree")"), Fault::malformed, "\"topic\" is given twice"},
      {with(R"("topic":1)"), Fault::malformed, "\"topic\" cannot be a number."},
      {with(R"("topic":1.5)"), Fault::malformed, "\"topic\" cannot be a number."},
      {with(R"("topic":-1)"), Fault::malformed, "\"topic\" cannot be a number."},
      {with(R"("topic":{})"), Fault::malformed, "\"topic\" cannot be an object."},
      {with(R"("topic":"maybe")"), Fault::unknown, "\"topic\" is \"maybe\", which is no stance."},
      {with(R"("topic":"Agree")"), Fault::unknown, "no stance"},
      {with(R"("answers":[])"), Fault::malformed, "\"answers\" cannot be a list."},
      {with(R"("answers":null)"), Fault::malformed, "\"answers\" cannot be null."},
      {with(R"("answers":{"a":null})"), Fault::malformed, "The answer to \"a\" cannot be null."},
      {with(R"("answers":{"a":true})"), Fault::malformed, "cannot be true or false"},
      {with(R"("answers":{"a":{}})"), Fault::malformed, "The answer to \"a\" cannot be an object."},
      {with(R"("answers":{"a":["agree"]})"), Fault::malformed, "cannot be a list"},
      {with(R"("answers":{"a":""})"), Fault::unknown, "The answer to \"a\" is \"\""},
      {with(R"("answers":{"a":"agree","a":"agree"})"), Fault::malformed, "\"a\" is answered twice"},
      {with(R"("answers":{"A":"agree"})"), Fault::malformed, "\"A\" is not a point's id."},
      {with(R"("answers":{"":"agree"})"), Fault::malformed, "\"\" is not a point's id."},
      {with(R"("answers":{"ø":"agree"})"), Fault::malformed, "\"ø\" is not a point's id."},
      {with(R"("important":{})"), Fault::malformed, "\"important\" cannot be an object."},
      {with(R"("important":"a")"), Fault::malformed, "\"important\" cannot be a text."},
      {with(R"("important":[1])"), Fault::malformed,
       "An entry of \"important\" cannot be a number."},
      {with(R"("important":[["a"]])"), Fault::malformed, "cannot be a list"},
      {with(R"("important":["a","a"])"), Fault::malformed, "\"important\" names \"a\" twice."},
      {with(R"("important":["a b"])"), Fault::malformed, "\"a b\" is not a point's id."},
      {R"({"policy":7})", Fault::malformed, "\"policy\" cannot be a number."},
      {R"({"policy":"Å"})", Fault::malformed, "\"Å\" is not a policy's id."},
      {R"({"policy":"p","revision":"?"})", Fault::malformed, "\"?\" is not a revision."},
      {R"({"policy":"p","revision":"r","consent":"yes"})", Fault::malformed,
       "\"consent\" cannot be a text."},
      {R"({"policy":"p","revision":"r","consent":1})", Fault::malformed,
       "\"consent\" cannot be a number."},
      {with("\"topic\":\"agree\xff\""), Fault::malformed, "not valid JSON in UTF-8"},
      {with("\"\xc3(\":\"agree\""), Fault::malformed, "not valid JSON in UTF-8"},
      {with(R"("topic":"\ud800")"), Fault::malformed, "not valid JSON in UTF-8"},
      {"\xff\xfe{}", Fault::malformed, "not valid JSON in UTF-8"},
      {with("\"topic\":\"ag\nree\""), Fault::malformed, "not valid JSON in UTF-8"},
      {with("\"topic\":NaN"), Fault::malformed, "not valid JSON in UTF-8"},
      {with("\"topic\":'agree'"), Fault::malformed, "not valid JSON in UTF-8"},
      {with("/**/\"topic\":\"agree\""), Fault::malformed, "not valid JSON in UTF-8"},
  }));
  CAPTURE(json);
  const auto ballot = wire::parse_ballot(json);
  REQUIRE_FALSE(ballot.has_value());
  CHECK(ballot.error().fault == fault);
  INFO(to_text(ballot.error()));
  CHECK(to_text(ballot.error()).find(says) != std::string::npos);
}

TEST_CASE("what is said back of hostile text is short and stays UTF-8") {
  std::string name;
  for (int i = 0; i < 5'000; ++i) name += "ø";
  const std::string said = refusal_of(with("\"" + name + "\":1"));
  CHECK(said.size() < 400);
  CHECK(said.find("ø…\"") != std::string::npos);
}

TEST_CASE("a ballot over the limit is refused before it is read") {
  const std::string json(limits::request_body_bytes_max + 1, ' ');
  const auto ballot = wire::parse_ballot(json);
  REQUIRE_FALSE(ballot.has_value());
  CHECK(ballot.error().fault == Fault::too_large);
}

TEST_CASE("deep nesting is refused where it begins") {
  const std::string deep = with("\"answers\":" + std::string(60'000, '['));
  CHECK(refusal_of(deep).find("\"answers\" cannot be a list.") != std::string::npos);
}

TEST_CASE("every prefix of a ballot is refused") {
  for (std::size_t length = 0; length < full_json.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(wire::parse_ballot(full_json.substr(0, length)).has_value());
  }
}

#include "opinion/ballot.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/publications.h"

using namespace enig;
using namespace enig::opinion;

namespace {

Ballot good_ballot() {
  return {.policy = PolicyId("smaasaker"),
          .revision = Revision("00112233aabbccdd"),
          .consent = Consented::yes,
          .topic = Stance::agree,
          .answers = {{PointId("sone-1"), Stance::disagree}, {PointId("baat-el"), Stance::unsure}},
          .important = {PointId("sone-1")}};
}

Fault fault_of(const Ballot& ballot) {
  const auto sheet = check(support::small_policy(), ballot);
  REQUIRE_FALSE(sheet.has_value());
  CHECK_FALSE(sheet.error().what.empty());
  CHECK_FALSE(sheet.error().remedy.empty());
  return sheet.error().fault;
}

}  // namespace

TEST_CASE("a good ballot becomes one mark for every point, in document order") {
  const auto sheet = check(support::small_policy(), good_ballot());
  REQUIRE(sheet.has_value());
  CHECK(sheet->topic == Stance::agree);
  // sone-1, baat, baat-el, skole
  REQUIRE(sheet->marks.size() == 4);
  CHECK(sheet->marks[0] == Mark{Stance::disagree, true});
  CHECK(sheet->marks[1] == Mark{});
  CHECK(sheet->marks[2] == Mark{Stance::unsure, false});
  CHECK(sheet->marks[3] == Mark{});
}

TEST_CASE("a ballot without consent is refused") {
  Ballot ballot = good_ballot();
  ballot.consent = Consented::no;
  CHECK(fault_of(ballot) == Fault::refused);
}

TEST_CASE("a ballot for another policy is refused") {
  Ballot ballot = good_ballot();
  ballot.policy = PolicyId("annet");
  CHECK(fault_of(ballot) == Fault::unknown);
}

TEST_CASE("a ballot for another revision is stale") {
  Ballot ballot = good_ballot();
  ballot.revision = Revision("ffffffffffffffff");
  CHECK(fault_of(ballot) == Fault::stale);
}

TEST_CASE("an answer to a point that does not exist is refused and named") {
  Ballot ballot = good_ballot();
  ballot.answers.emplace(PointId("tog"), Stance::agree);
  const auto sheet = check(support::small_policy(), ballot);
  REQUIRE_FALSE(sheet.has_value());
  CHECK(sheet.error().fault == Fault::unknown);
  CHECK(sheet.error().what == "The policy \"smaasaker\" has no point \"tog\".");
}

TEST_CASE("importance on a point that does not exist is refused") {
  Ballot ballot = good_ballot();
  ballot.important.insert(PointId("tog"));
  CHECK(fault_of(ballot) == Fault::unknown);
}

TEST_CASE("a sheet with marks of importance alone is empty") {
  Sheet sheet{.topic = std::nullopt, .marks = std::vector<Mark>(3)};
  CHECK(is_empty(sheet));
  sheet.marks[1].important = true;
  CHECK(is_empty(sheet));
  sheet.marks[2].stance = Stance::unsure;
  CHECK_FALSE(is_empty(sheet));
}

TEST_CASE("one ballot id can be written in three ways") {
  const auto hex = ballot_id_from("00112233445566778899AABBCCDDEEFF");
  const auto uuid = ballot_id_from("00112233-4455-6677-8899-aabbccddeeff");
  const auto base64url = ballot_id_from("ABEiM0RVZneImaq7zN3u_w");
  REQUIRE(hex.has_value());
  CHECK(hex == uuid);
  CHECK(hex == base64url);
  CHECK(to_text(*hex) == "00112233445566778899aabbccddeeff");
}

TEST_CASE("anything else is no ballot id") {
  for (const char* text :
       {"", "1", "00112233445566778899aabbccddeef", "0011223344556677889_aabbccddeeff",
        "00112233-4455-6677-8899aabb-ccddeeff", "001122334455-6677-8899-aabb-ccddeeff",
        "ABEiM0RVZneImaq7zN3u_x", "ABEiM0RVZneImaq7zN3u/w", "00112233445566778899aabbccddeeff00"}) {
    CAPTURE(text);
    CHECK_FALSE(ballot_id_from(text).has_value());
  }
}

TEST_CASE("a stance is read as it is written") {
  for (const Stance stance : {Stance::agree, Stance::disagree, Stance::unsure}) {
    CHECK(stance_from(to_text(stance)) == stance);
  }
  CHECK_FALSE(stance_from("maybe").has_value());
  CHECK_FALSE(stance_from("").has_value());
}

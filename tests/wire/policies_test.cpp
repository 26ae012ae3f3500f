#include "wire/policies.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "tests/support/publications.h"

using namespace enig;

TEST_CASE("the list of policies has the title in the policy's first language") {
  policy::Policy two = support::small_policy();
  two.id = PolicyId("to");
  two.languages = {"en", "nb"};
  two.title = policy::LocalText({{"en", "\"Two\""}, {"nb", "To"}});
  const std::vector<wire::PolicyEntry> entries = {
      wire::policy_entry(support::small_policy(), "/oya/smaa/"), wire::policy_entry(two, "/to/")};
  CHECK(wire::to_json(entries) ==
        R"({"policies":[{"id":"smaasaker","title":"Små saker","revision":"00112233aabbccdd",)"
        R"("url":"/oya/smaa/"},{"id":"to","title":"\"Two\"","revision":"00112233aabbccdd",)"
        R"("url":"/to/"}]})");
}

TEST_CASE("a list without policies is an empty list") {
  CHECK(wire::to_json(std::vector<wire::PolicyEntry>{}) == R"({"policies":[]})");
}

TEST_CASE("a policy's published revision is read from the list, and from nothing else") {
  policy::Policy other = support::small_policy();
  other.id = PolicyId("to");
  other.revision = Revision("ffff");
  const std::string json = wire::to_json(std::vector{
      wire::policy_entry(support::small_policy(), "/"), wire::policy_entry(other, "/to/")});
  CHECK(wire::parse_revision(json, PolicyId("smaasaker")) == Revision("00112233aabbccdd"));
  CHECK(wire::parse_revision(json, PolicyId("to")) == Revision("ffff"));
  CHECK_FALSE(wire::parse_revision(json, PolicyId("tre")));
  // A later server may say more.
  CHECK(wire::parse_revision(R"({"more":1,"policies":[{"new":[],"id":"to","revision":"aa"}]})",
                             PolicyId("to")) == Revision("aa"));
  for (const char* const nonsense :
       {"", "null", "<html>", "[]", "{}", R"({"policies":{}})", R"({"policies":[1,"to",null]})",
        R"({"policies":[{"id":"to"}]})", R"({"policies":[{"id":"to","revision":""}]})",
        R"({"policies":[{"id":"to","revision":"../"}]})", R"({"policies":[{"id":"to"}]} x)"}) {
    CAPTURE(nonsense);
    CHECK_FALSE(wire::parse_revision(nonsense, PolicyId("to")));
  }
}

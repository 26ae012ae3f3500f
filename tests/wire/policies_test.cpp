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

#include "staff/account.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/limits.h"

using namespace enig;
using namespace enig::staff;

TEST_CASE("a name is the same however it is typed") {
  CHECK(account_name_from("kari") == "kari");
  CHECK(account_name_from("Kari.NORDMANN@example.org") == "kari.nordmann@example.org");
  CHECK(account_name_from("Øystein_2") == "øystein_2");
  CHECK(account_name_from("ANDRÉ") == "andre");
}

TEST_CASE("what could be taken for something else is no name") {
  for (const std::string name :
       {"", " ", "two words", "a/b", "a\nb", "<b>", "кari", "console", "Console", "a\xFF"}) {
    INFO(name);
    CHECK_FALSE(account_name_from(name).has_value());
  }
  CHECK(account_name_from(std::string(limits::staff_name_bytes_max, 'a')).has_value());
  CHECK_FALSE(account_name_from(std::string(limits::staff_name_bytes_max + 1, 'a')).has_value());
}

TEST_CASE("each role may what those before it may") {
  CHECK(may(Role::admin, Role::viewer));
  CHECK(may(Role::editor, Role::editor));
  CHECK_FALSE(may(Role::viewer, Role::editor));
  CHECK_FALSE(may(Role::editor, Role::admin));
  for (const Role role : {Role::viewer, Role::editor, Role::admin}) {
    CHECK(role_from(to_text(role)) == role);
  }
  CHECK_FALSE(role_from("owner").has_value());
}

TEST_CASE("deeds, tokens and minutes are written and read") {
  for (int i = 0; i < deed_count; ++i) {
    CHECK(deed_from(to_text(static_cast<Deed>(i))) == static_cast<Deed>(i));
  }
  CHECK_FALSE(deed_from("peeked").has_value());
  Token token{};
  token[0] = 0xAB;
  token[15] = 1;
  CHECK(to_text(token) == "ab000000000000000000000000000001");
  CHECK(token_from(to_text(token)) == token);
  CHECK_FALSE(token_from("ab").has_value());
  CHECK_FALSE(token_from(std::string(32, 'g')).has_value());
  CHECK(to_text(minute_of(1'795'392'000 + 5 * 3600 + 59)) == "2026-11-23 05:00");
}

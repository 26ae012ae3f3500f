#include "server/url.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

using namespace enig::server;

TEST_CASE("a target is a path and a query") {
  CHECK(split_target("/a/b?c=d?e").path == "/a/b");
  CHECK(split_target("/a/b?c=d?e").query == "c=d?e");
  CHECK(split_target("/a").query.empty());
}

TEST_CASE("percent signs are decoded once, into UTF-8 only") {
  CHECK(percent_decoded("/b%C3%A6rum/%2e%2E") == "/bærum/..");
  CHECK(percent_decoded("%2541") == "%41");
  CHECK(percent_decoded("a+b") == "a+b");
  CHECK(percent_decoded("") == "");
  for (const char* const bad : {"%", "%4", "%4g", "a%", "%zz", "%FF", "%C3", "%ED%A0%80"}) {
    CAPTURE(bad);
    CHECK_FALSE(percent_decoded(bad).has_value());
  }
}

TEST_CASE("a form is names and values, with repeated and empty ones as they are") {
  CHECK(form_fields("press=agree%3Asone-1&a.sone-1=agree&a.=&ballot&&x=a+b=c") ==
        std::vector<Field>{{"press", "agree:sone-1"},
                           {"a.sone-1", "agree"},
                           {"a.", ""},
                           {"ballot", ""},
                           {"x", "a b=c"}});
  CHECK(form_fields("") == std::vector<Field>{});
  CHECK_FALSE(form_fields("a=%").has_value());
  CHECK_FALSE(form_fields("%ff=1").has_value());
}

TEST_CASE("the first of several values counts") {
  const std::vector<Field> fields = {{"a", "1"}, {"b", ""}, {"a", "2"}};
  CHECK(value_of(fields, "a") == "1");
  CHECK(value_of(fields, "b") == "");
  CHECK_FALSE(value_of(fields, "c").has_value());
}

TEST_CASE("a place to go to is plain ASCII") {
  CHECK(percent_encoded_path("../../bærum/a b%c\"?#<") == "../../b%C3%A6rum/a%20b%25c%22%3F%23%3C");
  CHECK(percent_encoded_path("./oya/smaa-1_2~3/") == "./oya/smaa-1_2~3/");
}

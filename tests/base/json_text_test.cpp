#include "base/json_text.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

using namespace enig;

TEST_CASE("text is escaped where JSON or an HTML script element asks for it") {
  std::string json;
  append_text(json, "a\"b\\c\n\t\x01</script>\xc3\xb8");
  CHECK(json == R"("a\"b\\c\u000a\u0009\u0001\u003c/script>ø")");
}

TEST_CASE("commas stand between members and between values only") {
  std::string json = "{";
  append_member(json, "a");
  json += '[';
  append_separator(json);
  append_number(json, std::numeric_limits<std::int64_t>::min());
  append_separator(json);
  append_number(json, 0);
  json += ']';
  append_member(json, "b");
  json += "{}";
  CHECK(json == R"({"a":[-9223372036854775808,0],"b":{})");
}

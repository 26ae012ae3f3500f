#include "wire/sign_up.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "base/limits.h"

using namespace enig;
using wire::parse_sign_up;
using wire::SignUp;

TEST_CASE("a sign-up is read as it was written") {
  const SignUp kari{"kari \"å\" <@>\n", "nb"};
  CHECK(wire::to_json(SignUp{"kari@example.org", "nb"}) ==
        R"({"address":"kari@example.org","language":"nb"})");
  CHECK(parse_sign_up(wire::to_json(kari)) == kari);
}

TEST_CASE("a sign-up holds an address and a language, and nothing else") {
  const std::string bad = GENERATE(
      as<std::string>(), "", "{}", "[]", "null", R"({"address":"a@b.no"})", R"({"language":"nb"})",
      R"({"address":1,"language":"nb"})", R"({"address":["a@b.no"],"language":"nb"})",
      R"({"address":"a@b.no","language":"nb","ballot":"5f"})",
      R"({"address":"a@b.no","address":"c@d.no","language":"nb"})",
      R"({"address":"a@b.no","language":"nb"}x)", "{\"address\":\"\xff\",\"language\":\"nb\"}");
  CAPTURE(bad);
  const auto refused = parse_sign_up(bad);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == Fault::malformed);
}

TEST_CASE("a sign-up that is too long is refused unread") {
  const std::string json =
      wire::to_json(SignUp{std::string(limits::sign_up_body_bytes_max, 'a'), "nb"});
  CHECK(parse_sign_up(json).error().fault == Fault::too_large);
}

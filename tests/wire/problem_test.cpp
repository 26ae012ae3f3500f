#include "wire/problem.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig;
using wire::Named;
using wire::status_of;

TEST_CASE("a problem is that of RFC 9457") {
  CHECK(wire::problem_json(409, "The policy has \"changed\".") ==
        R"({"type":"about:blank","title":"Conflict","status":409,)"
        R"("detail":"The policy has \"changed\"."})");
}

TEST_CASE("a problem says which work is asked for, and only such a one does") {
  const std::string json = wire::problem_json_with_work("Too \"many\".", "12.6.ab");
  CHECK(json == R"({"type":"about:blank","title":"Too Many Requests","status":429,)"
                R"("detail":"Too \"many\".","challenge":"12.6.ab"})");
  CHECK(wire::challenge_of(json) == "12.6.ab");
  for (const char* const other :
       {"", "x", "[]", "{}", R"({"challenge":5})", R"({"challenge":{"challenge":"a"}})"}) {
    CAPTURE(other);
    CHECK(wire::challenge_of(other).empty());
  }
  CHECK(wire::challenge_of(wire::problem_json(429, "Too many.")).empty());
}

TEST_CASE("every fault has a status, and every status its own words") {
  CHECK(status_of(Fault::malformed, Named::by_body) == 400);
  CHECK(status_of(Fault::unknown, Named::by_address) == 404);
  CHECK(status_of(Fault::unknown, Named::by_body) == 422);
  CHECK(status_of(Fault::stale, Named::by_body) == 409);
  CHECK(status_of(Fault::refused, Named::by_body) == 422);
  CHECK(status_of(Fault::too_large, Named::by_body) == 413);
  CHECK(status_of(Fault::busy, Named::by_body) == 503);
  CHECK(status_of(Fault::unavailable, Named::by_body) == 503);
  for (const int status : {400, 403, 404, 405, 409, 411, 413, 414, 415, 417, 422, 429, 431, 503}) {
    CHECK(wire::title_of(status) != "Error");
  }
}

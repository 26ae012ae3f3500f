#include "server/negotiate.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig::server;

TEST_CASE("an encoding is accepted where it is named with a weight above zero") {
  CHECK(accepts("gzip, br", "br"));
  CHECK(accepts("gzip;q=1.0 , BR;q=0.001", "br"));
  CHECK(accepts("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"));
  CHECK_FALSE(accepts("gzip, br;q=0", "br"));
  CHECK_FALSE(accepts("gzip, br; Q=0.000", "br"));
  CHECK_FALSE(accepts("", "br"));
  CHECK_FALSE(accepts("brotli, xbr", "br"));
  CHECK_FALSE(accepts(", ,;,", "br"));
}

TEST_CASE("a known ETag matches, also a weak one and any") {
  CHECK(matches("\"a\"", "\"a\""));
  CHECK(matches("\"b\", W/\"a\"", "\"a\""));
  CHECK(matches("*", "\"a\""));
  CHECK_FALSE(matches("", "\"a\""));
  CHECK_FALSE(matches("a", "\"a\""));
  CHECK_FALSE(matches("\"b\"", "\"a\""));
}

TEST_CASE("other bytes have another ETag") {
  CHECK(etag_of("a") == etag_of("a"));
  CHECK(etag_of("a") != etag_of("b"));
  CHECK(etag_of("").size() == 34);
}

TEST_CASE("a media type is read without its parameters") {
  CHECK(media_type("Application/JSON; charset=utf-8") == "application/json");
  CHECK(media_type(" text/plain ") == "text/plain");
  CHECK(media_type("").empty());
}

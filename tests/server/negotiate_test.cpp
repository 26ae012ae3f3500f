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

TEST_CASE("a language is chosen by weight, and a near one comes before one that is wanted less") {
  const std::vector<std::string> both{"en", "nb"};
  CHECK(best_language("nb", both) == "nb");
  CHECK(best_language("NB-no;q=0.5, en;q=0.6", both) == "en");
  CHECK(best_language("en;q=0, nb;q=0.001", both) == "nb");
  CHECK(best_language("nn-NO, en;q=0.9", both) == "nb");
  CHECK(best_language("sv,en;q=0.5", both) == "nb");
  CHECK(best_language("da", both) == "nb");
  CHECK(best_language("nb, en", {"en", "nn"}) == "nn");
  CHECK(best_language("nn", {"de", "en"}) == "en");
  CHECK(best_language("fr, *;q=0.1", both) == "en");
  CHECK(best_language("", both) == "en");
  CHECK(best_language(";,q=,;q=0.x,-", both) == "en");
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

TEST_CASE("a range is part of what is there, beyond it, or no range that is understood") {
  using enig::server::range_of;
  using What = enig::server::Ranged::What;
  const auto part = [](std::string_view range, std::size_t bytes) {
    const enig::server::Ranged ranged = range_of(range, bytes);
    REQUIRE(ranged.what == What::part);
    return std::pair(ranged.part.first, ranged.part.count);
  };
  using Bytes = std::pair<std::size_t, std::size_t>;
  CHECK(part("bytes=0-0", 10) == Bytes(0, 1));
  CHECK(part("bytes=2-5", 10) == Bytes(2, 4));
  CHECK(part("Bytes= 2 - 5 ", 10) == Bytes(2, 4));
  CHECK(part("bytes=2-", 10) == Bytes(2, 8));
  CHECK(part("bytes=2-9999", 10) == Bytes(2, 8));
  CHECK(part("bytes=0-18446744073709551615", 10) == Bytes(0, 10));
  CHECK(part("bytes=-3", 10) == Bytes(7, 3));
  CHECK(part("bytes=-30", 10) == Bytes(0, 10));
  for (const char* const beyond : {"bytes=10-", "bytes=10-12", "bytes=-0"}) {
    CAPTURE(beyond);
    CHECK(range_of(beyond, 10).what == What::beyond);
  }
  CHECK(range_of("bytes=0-", 0).what == What::beyond);
  CHECK(range_of("bytes=-1", 0).what == What::beyond);
  for (const char* const none :
       {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "bytes=a-b", "bytes=+1-2",
        "items=0-1", "bytes=0x1-2", "bytes=1-99999999999999999999999"}) {
    CAPTURE(none);
    CHECK(range_of(none, 10).what == What::all);
  }
}

// The small rules that the parser is made of.
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/limits.h"
#include "policy/colour.h"
#include "policy/href.h"
#include "policy/json_escape.h"
#include "policy/json_slips.h"
#include "policy/parse.h"
#include "policy/site.h"
#include "policy/spelling.h"
#include "policy/texts.h"
#include "tests/support/golden.h"

using namespace enig::policy;
using enig::support::read_file;

TEST_CASE("links lead to web pages, mail addresses and places in the site only") {
  for (const char* href :
       {"/", "a", "a/b:c", "?a:b", "#a:b", "../x", "https://example.org", "http://[::1]/",
        "https://øya.no/å", "mailto:a@b", "mailto:a@b?subject=c@d"}) {
    INFO(href);
    CHECK_FALSE(href_fault(href).has_value());
  }
  for (const char* href : {"javascript:alert(1)", "JAVASCRIPT:x", "Https://example.org", "data:x",
                           "vbscript:x", "file:///etc/passwd", "ftp://a", ":a", "a:b"}) {
    INFO(href);
    CHECK(href_fault(href) == HrefFault::scheme);
  }
  for (const char* href : {"java\nscript:x", " /", "a b", "\\\\host", "/\\host", "a<b", "a>b",
                           "a\"b", "\x01javascript:x", "a\x7F"}) {
    INFO(href);
    CHECK(href_fault(href) == HrefFault::characters);
  }
  CHECK(href_fault("") == HrefFault::empty);
  CHECK(href_fault("//example.org") == HrefFault::other_host);
  for (const char* href : {"https:", "https:/a", "https://", "https:///a", "http://:80/"}) {
    INFO(href);
    CHECK(href_fault(href) == HrefFault::host);
  }
  for (const char* href : {"mailto:", "mailto:a", "mailto:@b", "mailto:a@", "mailto:a@b@c"}) {
    INFO(href);
    CHECK(href_fault(href) == HrefFault::address);
  }
  CHECK_FALSE(href_fault(std::string(enig::limits::href_characters_max, 'a')).has_value());
  CHECK(href_fault(std::string(enig::limits::href_characters_max + 1, 'a')) == HrefFault::length);
}

TEST_CASE("an origin is a scheme, a host and at most a port") {
  for (const char* good :
       {"https://example.org", "http://localhost:8080", "https://xn--ya-lka.no"}) {
    INFO(good);
    CHECK(is_origin(good));
  }
  for (const char* bad :
       {"", "*", "https://", "https://*", "https://a/", "https://a:", "https://a:b",
        "https://a:123456", "https://A", "https://a b", "ftp://a", "a.no", "null"}) {
    INFO(bad);
    CHECK_FALSE(is_origin(bad));
  }
}

TEST_CASE("a path stays below its folder") {
  for (const char* good : {"a.json", "a/b.json", "..a/b..json", "A-Z_0~9.json", "a.json.json"}) {
    INFO(good);
    CHECK_FALSE(path_fault(good).has_value());
  }
  for (const char* bad : {"", "/", "/a.json", "a/", "a//b.json", ".", "..", "a/..", "../a.json",
                          "a/../b.json", "a/./b.json", "a", "a.txt", "a.json/"}) {
    INFO(bad);
    CHECK(path_fault(bad) == PathFault::place);
  }
  // Their pages would have no address of their own.
  for (const char* bad : {".json", "..json", "...json", "a/.json", "a/..json", "a/...json"}) {
    INFO(bad);
    CHECK(path_fault(bad) == PathFault::place);
  }
}

TEST_CASE("a path means itself in an address") {
  for (const char* bad :
       {"50%.json", "a#b.json", "hva?.json", "små/a.json", "a b.json", "a\\b.json", "C:a.json",
        "a\nb.json", "a+b.json", "a&b.json", "a\"b.json", "a%20b.json"}) {
    INFO(bad);
    CHECK(path_fault(bad) == PathFault::characters);
  }
  const std::string longest(enig::limits::path_bytes_max - std::string(".json").size(), 'a');
  CHECK_FALSE(path_fault(longest + ".json").has_value());
  CHECK(path_fault(longest + "a.json") == PathFault::length);
}

TEST_CASE("a misspelt name is recognised when it is close enough") {
  constexpr std::array<std::string_view, 5> known = {"title", "intro", "id", "points",
                                                     "first_ballots"};
  CHECK(nearest("titel", known) == "title");
  CHECK(nearest("Title", known) == "title");
  CHECK(nearest("tite", known) == "title");
  CHECK(nearest("inrto", known) == "intro");
  CHECK(nearest("point", known) == "points");
  CHECK(nearest("first-ballot", known) == "first_ballots");
  CHECK_FALSE(nearest("ie", known).has_value());
  CHECK_FALSE(nearest("tittelen", known).has_value());
  CHECK_FALSE(nearest("", known).has_value());
  CHECK_FALSE(nearest(std::string(1'000, 't'), known).has_value());
}

TEST_CASE("language tags are two or three small letters and subtags") {
  for (const char* good : {"nb", "se", "sma", "en-GB", "zh-Hant-TW"}) {
    INFO(good);
    CHECK(is_language_tag(good));
  }
  for (const char* bad : {"", "n", "NB", "norsk", "nb-", "-nb", "nb_NO", "nb-x", "en--GB", "n1",
                          "nb-æø", "nb-aaaaaaaaa", "nb-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa"}) {
    INFO(bad);
    CHECK_FALSE(is_language_tag(bad));
  }
}

TEST_CASE("contrast is that of WCAG 2.2") {
  CHECK(std::abs(contrast("#000000", "#ffffff") - 21) < 1e-9);
  CHECK(std::abs(contrast("#FFFFFF", "#ffffff") - 1) < 1e-9);
  CHECK(std::abs(contrast("#777777", "#ffffff") - 4.478) < 1e-3);  // the textbook near miss
  CHECK(contrast("#767676", "#ffffff") >= 4.5);
}

TEST_CASE("the default accents can be read on both grounds of their schemes") {
  const Theme theme;
  CHECK(contrast(theme.accent, harder_ground(theme.accent, light_grounds)) >= 4.5);
  CHECK(contrast(theme.accent_dark, harder_ground(theme.accent_dark, dark_grounds)) >= 4.5);
}

TEST_CASE("the ground that a colour is harder to read on is the one with less contrast") {
  CHECK(harder_ground("#c8102e", light_grounds) == light_grounds.surface);
  CHECK(harder_ground("#ffffff", light_grounds) == light_grounds.paper);
  CHECK(harder_ground("#ff7a85", dark_grounds) == dark_grounds.surface);
  CHECK(harder_ground("#000000", dark_grounds) == dark_grounds.paper);
}

TEST_CASE("the nearest readable colour is readable, and is the colour itself where that is") {
  CHECK(nearest_readable("#c8102e", light_grounds, 4.5) == "#c8102e");
  for (const char* colour : {"#ffffff", "#ffff00", "#808080", "#c8102e", "#000000", "#00ff00"}) {
    for (const Grounds& grounds : {light_grounds, dark_grounds}) {
      INFO(colour << " on " << grounds.paper << " and " << grounds.surface);
      const std::string nearest = nearest_readable(colour, grounds, 4.5);
      CHECK(contrast(nearest, grounds.paper) >= 4.5);
      CHECK(contrast(nearest, grounds.surface) >= 4.5);
    }
  }
}

TEST_CASE("an accent without a dark one gets one that can be read") {
  const auto site = parse_site("s.json", R"({"format":"enig.site/1","title":"T","languages":["nb"],
      "topics":["a.json"],"theme":{"accent":"#002060"}})");
  REQUIRE(site.has_value());
  CHECK(contrast(site->theme.accent_dark, dark_grounds.paper) >= 4.5);
  CHECK(contrast(site->theme.accent_dark, dark_grounds.surface) >= 4.5);
}

TEST_CASE("escapes are told apart from lone backslashes and halves of characters") {
  using Kind = JsonEscape::Kind;
  const auto is = [](std::string_view text, Kind kind, std::size_t bytes) {
    const JsonEscape escape = escape_at(text);
    return escape.kind == kind && escape.bytes == bytes;
  };
  CHECK(is("\\n", Kind::good, 2));
  CHECK(is("\\/x", Kind::good, 2));
  CHECK(is("\\u00e5x", Kind::good, 6));
  CHECK(is("\\ud83d\\uDE00x", Kind::good, 12));
  CHECK(is("\\ud83dx", Kind::half, 6));
  CHECK(is("\\ud83d\\ud83d", Kind::half, 6));
  CHECK(is("\\ude00\\ud83d", Kind::half, 6));
  CHECK(is("\\q", Kind::unknown, 1));
  CHECK(is("\\u00g5", Kind::unknown, 1));
  CHECK(is("\\u00", Kind::unknown, 1));
  CHECK(is("\\", Kind::unknown, 1));
}

TEST_CASE("JSON that is right is left exactly as it is") {
  for (const char* file :
       {"policies/baerum/naering.json", "policies/example/parks.json", "policies/site.json",
        "policies/schema.json", "tests/policy/good/unusual_texts.json",
        "tests/policy/good/one_line.json"}) {
    INFO(file);
    const std::string json = read_file(file);
    ProblemList problems(file, json);
    const MendedJson mended = mend_slips(json, problems);
    CHECK(mended.text == json);
    CHECK(problems.empty());
    CHECK(mended.original(json.size()) == json.size());
  }
}

TEST_CASE("a place in mended JSON leads back to the source") {
  const std::string json = R"({"a" "b" /* c */ "d": 'e', })";
  ProblemList problems("a.json", json);
  const MendedJson mended = mend_slips(json, problems);
  CHECK(mended.text == R"({"a" :"b"  ,"d": "e" })");
  const std::vector<Problem> found = std::move(problems).take();
  CHECK(found.size() == 5);
  for (const char letter : {'a', 'b', 'd', 'e', '}'}) {
    INFO(letter);
    CHECK(mended.original(mended.text.find(letter)) == json.find(letter));
  }
}

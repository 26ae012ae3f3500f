#include "html/insert.h"

#include <catch2/catch_test_macros.hpp>

using enig::html::with_markup;

TEST_CASE("markup becomes the first child of the node that is named, and of no other") {
  CHECK(with_markup("<p id=\"a\">x</p><div id=\"b\" class=\"c\">\n</div>", "b", "<svg/>") ==
        "<p id=\"a\">x</p><div id=\"b\" class=\"c\"><svg/>\n</div>");
  CHECK(with_markup("<p id=\"ab\">b</p>", "b", "<svg/>") == "<p id=\"ab\">b</p>");
  CHECK(with_markup("<p title=\" id=&quot;b&quot;\">b</p>", "b", "<svg/>") ==
        "<p title=\" id=&quot;b&quot;\">b</p>");
}

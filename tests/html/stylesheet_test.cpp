#include "html/stylesheet.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/golden.h"

using namespace enig;

TEST_CASE("the style sheet is the theme") {
  CHECK_THAT(html::stylesheet(policy::Theme{}), support::equals_golden("tests/html/theme.css"));
}

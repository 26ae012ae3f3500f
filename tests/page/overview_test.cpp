#include <catch2/catch_test_macros.hpp>

#include "page/resident.h"
#include "tests/support/golden.h"
#include "tests/support/publications.h"

using namespace enig;

TEST_CASE("the overview links to every topic in its own place") {
  CHECK_THAT(page::to_text(page::overview(support::small_publication(), "nb")),
             support::equals_golden("tests/page/overview.txt"));
}

TEST_CASE("the overview can be had in every language of the site") {
  const page::Page page = page::overview(support::small_publication(), "en");
  CHECK(page.language == "en");
  CHECK(page::find(page.root, "enig.topics.smaasaker.link")->href == "../en/oya/smaa/");
  CHECK(page::find(page.root, "enig.topics.parks.link")->href == "../oya/parks/");
}

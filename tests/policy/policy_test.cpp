#include "policy/policy.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/publications.h"

using namespace enig;
using policy::LocalText;

TEST_CASE("points are numbered in document order, a parent before what is below it") {
  const policy::PointIndex points(support::small_policy());
  const std::vector<PointId> order = {PointId("sone-1"), PointId("baat"), PointId("baat-el"),
                                      PointId("skole")};
  CHECK(points.ids() == order);
  CHECK(points.size() == 4);
  for (std::size_t i = 0; i < order.size(); ++i) {
    CHECK(points.id(i) == order[i]);
    CHECK(points.find(order[i]) == i);
  }
}

TEST_CASE("an id that no point has is not found") {
  const policy::PointIndex points(support::small_policy());
  for (const char* id : {"", "a", "baat-", "reiser", "zzz"}) {
    INFO(id);
    CHECK_FALSE(points.find(PointId(id)).has_value());
  }
}

TEST_CASE("words fall back to what their reader reads too, before the first language") {
  const LocalText text{{"en", "Parks"}, {"nb", "Parker"}};
  CHECK(text.in("nn") == LocalText::View{"Parker", "nb"});
  CHECK(text.in("da") == LocalText::View{"Parker", "nb"});
  CHECK(text.in("sv") == LocalText::View{"Parker", "nb"});
  CHECK(text.in("fi") == LocalText::View{"Parks", "en"});
  const LocalText nynorsk{{"en", "Parks"}, {"nn", "Parkar"}};
  CHECK(nynorsk.in("nb") == LocalText::View{"Parkar", "nn"});
  const LocalText neither{{"de", "Parks"}, {"en", "Gardens"}};
  CHECK(neither.in("nn") == LocalText::View{"Gardens", "en"});
}

TEST_CASE("words fall back to the first language and say so") {
  const LocalText text{{"nb", "Parker"}, {"en", "Parks"}};
  CHECK(text.in("en") == LocalText::View{"Parks", "en"});
  CHECK(text.in("nb") == LocalText::View{"Parker", "nb"});
  CHECK(text.in("se") == LocalText::View{"Parker", "nb"});
  CHECK(text.in("") == LocalText::View{"Parker", "nb"});
}

#include <catch2/catch_test_macros.hpp>

#include "page/facts.h"
#include "tests/page/states.h"
#include "tests/support/standing.h"

using namespace enig;
using app::Target;
using opinion::Stance;

TEST_CASE("what the page adds up is what the app counts, in all and for each section") {
  policy::Publication publication = support::small_publication();
  const std::vector<PointId> points = policy::point_ids(publication.policy);
  opinion::Release release = support::release_with(publication, {154, 39, 21}, {3, 1, 0});
  release.sums.points[1].stances = {10, 90, 5};
  release.sums.points[2].stances = {5, 5, 0};
  for (const policy::Show show :
       {policy::Show::after_answer, policy::Show::always, policy::Show::closed}) {
    publication.site.show = show;
    // Every way of answering every point.
    for (int way = 0; way < 256; ++way) {
      app::State state = support::after(publication, {app::TotalsArrived{release}});
      for (std::size_t i = 0; i < points.size(); ++i) {
        const int stance = (way >> (2 * i)) % 4;
        if (stance < 3) state.answers[points[i]] = static_cast<Stance>(stance);
      }
      page::Memo memo;
      const page::Words words("nb");
      page::gather({publication, state, words, ""}, memo.parts());
      const support::Standing standing = support::standing_of(publication, state);
      const auto numbers = [](const page::Sum& sum) {
        return std::vector{sum.points, sum.answered, sum.agreed, sum.same, sum.other};
      };
      const auto wanted = [](const support::OwnNumbers& own) {
        return std::vector<std::int32_t>{own.points, own.answered(), own.agree, own.with,
                                         own.against};
      };
      CAPTURE(way);
      REQUIRE(numbers(memo.parts().all) == wanted(standing.all));
      REQUIRE(memo.parts().sums.size() == standing.sections.size());
      for (std::size_t i = 0; i < standing.sections.size(); ++i) {
        REQUIRE(numbers(memo.parts().sums[i]) == wanted(standing.sections[i].numbers));
      }
    }
  }
}

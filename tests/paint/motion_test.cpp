#include "paint/motion.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/paint/pages.h"

using namespace enig;
using namespace enig::paint;

namespace {

using Ids = std::vector<std::string>;

const app::Target sone{PointId("sone-1")};

Ids between(const page::Page& before, const page::Page& after) {
  return moving_ids(before.root, after.root);
}

}  // namespace

TEST_CASE("what has been pressed and released moves") {
  const policy::Publication publication = support::small_publication();
  const page::Page fresh = page_of(publication);
  const page::Page agreed = page_of(publication, {app::Answer{sone, opinion::Stance::agree}});
  const page::Page disagreed = page_of(publication, {app::Answer{sone, opinion::Stance::agree},
                                                     app::Answer{sone, opinion::Stance::disagree}});
  CHECK(between(fresh, agreed) == Ids{"sone-1.agree"});
  CHECK(between(agreed, disagreed) == Ids{"sone-1.agree", "sone-1.disagree"});
  CHECK(between(agreed, fresh) == Ids{"sone-1.agree"});
}

TEST_CASE("a bar moves when it appears, and never again") {
  const policy::Publication publication = support::small_publication();
  const page::Page answered = answered_page(publication);
  const Ids appeared = between(page_of(publication), answered);
  CHECK(std::ranges::find(appeared, "sone-1.bar") != appeared.end());
  CHECK(between(answered, answered).empty());
}

TEST_CASE("a movement is quick at first, and over after its time") {
  CHECK(progress_after(-5) == 0);
  CHECK(progress_after(0) == 0);
  CHECK(progress_after(motion_ms / 2) > 0.5F);
  CHECK(progress_after(motion_ms) == 1);
  CHECK(progress_after(10 * motion_ms) == 1);
}

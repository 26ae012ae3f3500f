#include "app/suggestions.h"

#include <catch2/catch_test_macros.hpp>

#include "base/limits.h"
#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

std::vector<PointId> points(std::initializer_list<const char*> ids) {
  return {ids.begin(), ids.end()};
}

std::vector<PolicyId> topics(std::initializer_list<const char*> ids) {
  return {ids.begin(), ids.end()};
}

policy::Publication with_topics(std::initializer_list<const char*> ids) {
  policy::Publication publication = support::small_publication();
  for (const char* id : ids) {
    publication.topics.push_back({PolicyId(id), support::nb(id), {"nb"}, id});
  }
  return publication;
}

}  // namespace

TEST_CASE("with nothing released the first unanswered points are suggested") {
  Person person;
  CHECK(suggestions(person.publication(), person.state).points ==
        points({"sone-1", "baat", "baat-el"}));
  person.does(Answer{Target{PointId("baat")}, Stance::unsure});
  CHECK(suggestions(person.publication(), person.state).points ==
        points({"sone-1", "baat-el", "skole"}));
}

TEST_CASE("points come by the priority of the released numbers, ties as in the document") {
  Person person;
  opinion::Release release = release_of(person.publication(), 1);
  release.sums.points[0].stances = {10, 80, 10};
  release.sums.points[1].stances = {80, 10, 10};
  release.sums.points[2].stances = {10, 80, 10};
  release.sums.points[3].stances = {90, 5, 5};
  person.does(TotalsArrived{release});
  CHECK(suggestions(person.publication(), person.state).points ==
        points({"skole", "baat", "sone-1"}));
  person.does(Answer{skole, Stance::agree});
  CHECK(suggestions(person.publication(), person.state).points ==
        points({"baat", "sone-1", "baat-el"}));
}

TEST_CASE("who has answered everything is suggested no point") {
  Person person;
  for (const PointId& id : policy::point_ids(person.publication().policy)) {
    person.does(Answer{Target{id}, Stance::agree});
  }
  CHECK(suggestions(person.publication(), person.state).points.empty());
}

TEST_CASE("topics are others than this, not answered yet, by their question's numbers, and few") {
  Person person(with_topics({"a", "b", "c"}));
  CHECK(suggestions(person.publication(), person.state).topics == topics({"parks", "a", "b"}));
  person.state.answered_topics = {PolicyId("a")};
  CHECK(suggestions(person.publication(), person.state).topics == topics({"parks", "b", "c"}));
  person.state.topic_sums = {{PolicyId("parks"), {10, 80, 10}},
                             {PolicyId("b"), {50, 40, 10}},
                             {PolicyId("c"), {90, 5, 5}}};
  CHECK(suggestions(person.publication(), person.state).topics == topics({"c", "b", "parks"}));
}

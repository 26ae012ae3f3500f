#include "tests/support/standing.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;
using namespace enig::support;
using opinion::Majority;
using opinion::Stance;

namespace {

constexpr opinion::Counts most_agree{154, 40, 20};
constexpr opinion::Counts most_disagree{40, 154, 20};
constexpr opinion::Counts split{100, 100, 0};

// In the order of the policy: sone-1, baat, baat-el, skole.
Person among(const std::vector<opinion::Counts>& counts) {
  Person person;
  opinion::Release release = release_of(person.publication(), 1);
  for (std::size_t i = 0; i < counts.size(); ++i) release.sums.points[i].stances = counts[i];
  release.sums.topic = most_agree;
  person.does(TotalsArrived{release});
  return person;
}

Beside beside(const Person& person, const char* point) {
  return beside_majority(person.publication(), person.state, {PointId(point)});
}

void answer(Person& person, const char* point, Stance stance) {
  person.does(Answer{Target{PointId(point)}, stance});
}

}  // namespace

TEST_CASE("own answers are counted in all and by section, with the sections in it") {
  Person person;
  answer(person, "sone-1", Stance::agree);
  answer(person, "baat-el", Stance::disagree);
  answer(person, "skole", Stance::unsure);
  person.does(Answer{whole_topic, Stance::agree});
  const Standing mine = standing_of(person.publication(), person.state);
  CHECK(mine.all.points == 4);
  CHECK(mine.all.answered() == 3);
  CHECK(mine.all.agree == 1);
  CHECK(mine.all.disagree == 1);
  CHECK(mine.all.unsure == 1);
  REQUIRE(mine.sections.size() == 3);
  CHECK(mine.sections[0].id == SectionId("reiser"));
  CHECK(mine.sections[0].level == 1);
  CHECK(mine.sections[2].id == SectionId("skoler"));
  CHECK(mine.sections[2].level == 2);
  CHECK(mine.of(SectionId("reiser")).points == 3);
  CHECK(mine.of(SectionId("reiser")).answered() == 2);
  CHECK(mine.of(SectionId("bygg")) == mine.of(SectionId("skoler")));
  CHECK(mine.of(SectionId("bygg")).unsure == 1);
  CHECK(mine.of(SectionId("tog")) == OwnNumbers{});
}

TEST_CASE("an answer stands with the majority, against it, or beside none") {
  Person person = among({most_agree, most_disagree, split, most_agree});
  for (const char* point : {"sone-1", "baat", "baat-el"}) answer(person, point, Stance::agree);
  answer(person, "skole", Stance::unsure);
  CHECK(beside(person, "sone-1") == Beside::with);
  CHECK(beside(person, "baat") == Beside::against);
  CHECK(beside(person, "baat-el") == Beside::no_majority);
  CHECK(beside(person, "skole") == Beside::unsure);
  const OwnNumbers all = standing_of(person.publication(), person.state).all;
  CHECK(all.with == 1);
  CHECK(all.against == 1);
  CHECK(all.no_majority == 1);
  CHECK(all.beside_unsure == 1);
  CHECK(all.withheld == 0);
  answer(person, "baat", Stance::disagree);
  CHECK(beside(person, "baat") == Beside::with);
}

TEST_CASE("the topic's own answer has a majority too") {
  Person person = among({});
  CHECK(beside_majority(person.publication(), person.state, whole_topic) == Beside::unanswered);
  person.does(Answer{whole_topic, Stance::disagree});
  CHECK(beside_majority(person.publication(), person.state, whole_topic) == Beside::against);
}

TEST_CASE("without numbers, or with nobody's, nothing is said of a majority") {
  Person fresh;
  answer(fresh, "sone-1", Stance::agree);
  CHECK(beside(fresh, "sone-1") == Beside::withheld);
  Person person = among({most_agree});
  answer(person, "baat", Stance::agree);
  CHECK(beside(person, "baat") == Beside::withheld);
  CHECK(standing_of(person.publication(), person.state).all.withheld == 1);
  Person nothing_yet;
  nothing_yet.does(TotalsArrived{release_of(nothing_yet.publication(), 0)});
  answer(nothing_yet, "sone-1", Stance::agree);
  CHECK(beside(nothing_yet, "sone-1") == Beside::withheld);
}

TEST_CASE("what the site's rule hides is not told by way of the majority") {
  Person person = among({most_agree});
  const auto shown = [&] {
    return shown_majority(person.publication(), person.state, {PointId("sone-1")});
  };
  CHECK_FALSE(shown().has_value());
  person.publication().site.show = policy::Show::always;
  CHECK(shown() == Majority::agree);
  CHECK(beside(person, "sone-1") == Beside::unanswered);
  person.publication().site.show = policy::Show::closed;
  answer(person, "sone-1", Stance::agree);
  CHECK_FALSE(shown().has_value());
  CHECK(beside(person, "sone-1") == Beside::withheld);
}

TEST_CASE("a point that the release does not have stands beside nothing") {
  Person person = among({most_agree});
  person.state.release->points[0] = PointId("nedlagt");
  answer(person, "sone-1", Stance::agree);
  answer(person, "baat", Stance::agree);
  CHECK(beside(person, "sone-1") == Beside::withheld);
  CHECK(standing_of(person.publication(), person.state).all.withheld == 2);
}

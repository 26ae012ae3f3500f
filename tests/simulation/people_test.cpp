#include "simulation/people.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <set>
#include <vector>

#include "opinion/tally.h"
#include "simulation/platform.h"

using namespace enig;
using opinion::Stance;
using simulation::Given;
using simulation::People;

namespace {

constexpr std::size_t topics = 6;

std::vector<policy::Policy> policies() {
  return simulation::platform_of({.topics = topics, .points = 150, .seed = 7}).policies;
}

// All answers of a crowd on one topic.
std::vector<opinion::Sheet> sheets_on(const People& people, std::size_t topic) {
  std::vector<opinion::Sheet> sheets;
  for (std::size_t i = 0; i < people.count(); ++i) {
    for (Given& given : people.answers_of(i)) {
      if (given.topic == topic) sheets.push_back(std::move(given.sheet));
    }
  }
  return sheets;
}

double agreement(const opinion::Counts& counts) {
  return static_cast<double>(counts.agree) / static_cast<double>(counts.agree + counts.disagree);
}

// How far what somebody says on one point tells what they say on another (phi).
double correlation(const std::vector<opinion::Sheet>& sheets, std::size_t a, std::size_t b) {
  double n[2][2] = {};
  for (const opinion::Sheet& sheet : sheets) {
    const auto &one = sheet.marks[a].stance, &other = sheet.marks[b].stance;
    if (!one || !other || one == Stance::unsure || other == Stance::unsure) continue;
    n[one == Stance::agree ? 1 : 0][other == Stance::agree ? 1 : 0] += 1;
  }
  const double rows = (n[0][0] + n[0][1]) * (n[1][0] + n[1][1]);
  const double columns = (n[0][0] + n[1][0]) * (n[0][1] + n[1][1]);
  return (n[1][1] * n[0][0] - n[1][0] * n[0][1]) / std::sqrt(rows * columns);
}

}  // namespace

TEST_CASE("the same person answers the same, whoever else is asked") {
  const auto platform = policies();
  const People some(platform, {.people = 100, .seed = 7});
  const People many(platform, {.people = 1'000, .seed = 7});
  const People others(platform, {.people = 100, .seed = 8});
  std::size_t same = 0;
  for (std::size_t i = 0; i < some.count(); ++i) {
    const auto one = some.answers_of(i);
    const auto again = many.answers_of(i);
    REQUIRE(one.size() == again.size());
    for (std::size_t k = 0; k < one.size(); ++k) {
      CHECK(one[k].ballot == again[k].ballot);
      CHECK(one[k].sheet == again[k].sheet);
    }
    const auto other = others.answers_of(i);
    if (!one.empty() && !other.empty() && one[0].ballot == other[0].ballot) ++same;
  }
  CHECK(same == 0);
}

TEST_CASE("no two ballots have one id, and no ballot is empty") {
  const People people(policies(), {.people = 2'000, .seed = 7});
  std::set<opinion::BallotId> ids;
  std::size_t ballots = 0;
  for (std::size_t i = 0; i < people.count(); ++i) {
    for (const Given& given : people.answers_of(i)) {
      ids.insert(given.ballot);
      CHECK_FALSE(opinion::is_empty(given.sheet));
      ++ballots;
    }
  }
  CHECK(ids.size() == ballots);
  // Some answer one topic, most some, few all.
  CHECK(ballots > 3 * people.count() / 2);
  CHECK(ballots < topics * people.count() / 2);
}

TEST_CASE("people come over three weeks, more on some days than on others") {
  const People people(policies(), {.people = 10'000, .seed = 7});
  std::vector<int> came(People::day_count);
  std::size_t before = 0;
  for (std::size_t i = 0; i < people.count(); ++i) {
    const std::size_t day = people.day_of(i);
    REQUIRE(day < People::day_count);
    REQUIRE(day >= before);
    before = day;
    ++came[day];
  }
  CHECK(*std::ranges::min_element(came) > 0);
  CHECK(came[0] > 5 * came[10]);
  CHECK(came[14] > 5 * came[10]);
}

TEST_CASE("answers have the structure of answers: liked, divided, unsure, important, unfinished") {
  const auto platform = policies();
  const People people(platform, {.people = 6'000, .seed = 7});
  const std::vector<opinion::Sheet> sheets = sheets_on(people, 0);
  REQUIRE(sheets.size() > 1'000);
  const std::size_t points = sheets.front().marks.size();
  opinion::Tally tally(points);
  for (const opinion::Sheet& sheet : sheets) tally.replace(std::nullopt, sheet);
  std::vector<double> shares;
  for (const opinion::PointCounts& each : tally.sums().points) {
    const auto answers = static_cast<double>(each.stances.answers());
    CHECK(answers < 0.95 * static_cast<double>(sheets.size()));
    const double unsure = static_cast<double>(each.stances.unsure) / answers;
    CHECK((unsure > 0.01 && unsure < 0.30));
    CHECK((each.important > 0 && static_cast<double>(each.important) / answers < 0.2));
    shares.push_back(agreement(each.stances));
  }
  // Fewer reach the end than the beginning.
  CHECK(tally.sums().points.back().stances.answers() <
        tally.sums().points.front().stances.answers());
  CHECK(std::ranges::max(shares) - std::ranges::min(shares) > 0.3);
  CHECK(tally.sums().topic.answers() < static_cast<std::int64_t>(sheets.size()));
}

TEST_CASE("what divides people divides them alike: there are groups") {
  const People people(policies(), {.people = 6'000, .seed = 7});
  std::vector<double> strongest;
  for (std::size_t topic = 0; topic < topics; ++topic) {
    const std::vector<opinion::Sheet> sheets = sheets_on(people, topic);
    double most = 0;
    for (std::size_t a = 0; a < sheets.front().marks.size(); ++a) {
      for (std::size_t b = a + 1; b < sheets.front().marks.size(); ++b) {
        most = std::max(most, std::abs(correlation(sheets, a, b)));
      }
    }
    strongest.push_back(most);
  }
  // Answers by lot alone would correlate by less than 0.1 here.
  CHECK(std::ranges::max(strongest) > 0.25);
}

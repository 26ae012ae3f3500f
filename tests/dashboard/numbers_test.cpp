#include "dashboard/numbers.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/support/publications.h"

using namespace enig;
using namespace enig::dashboard;
using Catch::Approx;
using opinion::Counts;
using opinion::PointCounts;
using opinion::Release;

namespace {

// small_policy(): sone-1, baat and baat-el in "reiser", skole in "skoler".
const policy::Policy own = support::small_policy();

struct Said {
  Counts sone;
  Counts baat;
  Counts baat_el;
  Counts skole;
};

Release release(std::int64_t number, std::int64_t ballots, const Said& said, Counts topic = {}) {
  Release made{.policy = own.id,
               .revision = own.revision,
               .number = number,
               .released_at = opinion::to_minute(number * 3'600),
               .points = policy::point_ids(own),
               .sums = {.ballots = ballots, .topic = topic, .points = {}}};
  for (const Counts& each : {said.sone, said.baat, said.baat_el, said.skole}) {
    made.sums.points.push_back(PointCounts{each, each.agree / 2});
  }
  return made;
}

std::vector<Released> two_releases() {
  return {{own,
           {release(1, 100, {{50, 50, 0}, {10, 80, 10}, {}, {30, 10, 0}}),
            release(2, 200, {{90, 10, 100}, {20, 160, 20}, {95, 105, 0}, {60, 20, 0}},
                    {120, 60, 20})}}};
}

std::vector<std::string> points_of(const std::vector<PointRow>& rows) {
  std::vector<std::string> points;
  for (const PointRow& row : rows) points.push_back(row.point.str());
  return points;
}

std::vector<std::string> points_by(Order order, Direction direction = Direction::falling) {
  Filter filter;
  filter.order = order;
  filter.direction = direction;
  return points_of(point_rows(two_releases(), filter, "nb"));
}

using Points = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "a point's row has the last release's shares, and what has changed since the one before") {
  const std::vector<PointRow> rows = point_rows(two_releases(), {}, "nb");
  REQUIRE(points_of(rows) == Points{"sone-1", "baat", "baat-el", "skole"});
  const PointRow& sone = rows.front();
  CHECK(sone.topic == own.id);
  CHECK(sone.section.str() == "reiser");
  CHECK(sone.text == "Ha hele øya i sone 1.");
  CHECK(sone.agree == Share{90, 200, opinion::wilson({.count = 90, .of = 200})});
  CHECK(sone.disagree.value() == Approx(0.05));
  CHECK(sone.unsure.value() == Approx(0.5));
  CHECK(sone.important == Share{45, 200, opinion::wilson({.count = 45, .of = 200})});
  CHECK(sone.divided == Approx(4.0 * 90 * 10 / (100.0 * 100)));
  REQUIRE(sone.change.has_value());
  CHECK(*sone.change == Approx(0.45 - 0.5));
  CHECK_FALSE(rows[2].change.has_value());  // nobody had answered it before
}

TEST_CASE("rows are sorted by every measure, both ways, and without numbers they stand last") {
  CHECK(points_by(Order::agree) == Points{"skole", "baat-el", "sone-1", "baat"});
  CHECK(points_by(Order::agree, Direction::rising) == Points{"baat", "sone-1", "baat-el", "skole"});
  CHECK(points_by(Order::disagree).front() == "baat");
  CHECK(points_by(Order::unsure).front() == "sone-1");
  CHECK(points_by(Order::important).front() == "baat-el");
  CHECK(points_by(Order::divided).front() == "baat-el");
  CHECK(points_by(Order::answers) == Points{"sone-1", "baat", "baat-el", "skole"});
  CHECK(points_by(Order::answers, Direction::rising).front() == "skole");
  CHECK(points_by(Order::change).back() == "baat-el");
  CHECK(points_by(Order::change, Direction::rising).front() == "sone-1");
  CHECK(points_by(Order::change, Direction::rising).back() == "baat-el");
}

TEST_CASE("a filter holds by topic, section, words and answers") {
  const std::vector<Released> all = two_releases();
  const auto with = [&all](auto change) {
    Filter filter;
    change(filter);
    return points_of(point_rows(all, filter, "nb"));
  };
  CHECK(with([](Filter& f) { f.topic = own.id; }).size() == 4);
  CHECK(with([](Filter& f) { f.topic = PolicyId("parks"); }).empty());
  CHECK(with([](Filter& f) { f.section = SectionId("skoler"); }) == Points{"skole"});
  CHECK(with([](Filter& f) { f.words = "STRØM"; }) == Points{"baat-el"});
  CHECK(with([](Filter& f) { f.words = "strøm skole"; }).empty());
  CHECK(with([](Filter& f) { f.answers_min = 100; }) == Points{"sone-1", "baat", "baat-el"});
}

TEST_CASE("what has not been released is not there") {
  const std::vector<Released> none = {{own, {}}};
  CHECK(point_rows(none, {}, "nb").empty());
  CHECK(section_rows(none, {}, "nb").empty());
  CHECK(topic_rows(none, {}, "nb").empty());
  CHECK(trend_of(none.front(), PointId("sone-1")).empty());
  const Overview overview = overview_of(none, "nb");
  CHECK(overview.ballots == 0);
  CHECK(overview.completion() == 0);
  CHECK(overview.findings.empty());
}

TEST_CASE("a point that is newer than the release has no numbers, and nothing is divided by none") {
  std::vector<Released> all = two_releases();
  for (Release& each : all.front().releases) {
    each.points.erase(each.points.begin());
    each.sums.points.erase(each.sums.points.begin());
  }
  const std::vector<PointRow> rows = point_rows(all, {}, "nb");
  REQUIRE(rows.size() == 4);
  CHECK(rows.front().agree.of == 0);
  CHECK(rows.front().agree.value() == 0);
  CHECK(rows.front().agree.interval == opinion::Interval{0, 1});
  CHECK(rows.front().divided == 0);
  CHECK(rows[1].agree.count == 20);  // by its id, not by its place
  CHECK(trend_of(all.front(), PointId("sone-1")).empty());
}

TEST_CASE("sections and topics are compared by all answers to their points") {
  const std::vector<SectionRow> sections = section_rows(two_releases(), {}, "nb");
  REQUIRE(sections.size() == 2);
  CHECK(sections[0].title == "Reiser");
  CHECK(sections[0].agree.count == 90 + 20 + 95);
  CHECK(sections[0].agree.of == 600);
  CHECK(sections[1].section.str() == "skoler");
  CHECK(sections[1].agree.of == 80);
  const std::vector<TopicRow> topics = topic_rows(two_releases(), {}, "nb");
  REQUIRE(topics.size() == 1);
  CHECK(topics[0].ballots == 200);
  CHECK(topics[0].whole.value() == Approx(0.6));
  CHECK(topics[0].points.of == 680);
  CHECK(*topics[0].difference == Approx(0.6 - 265.0 / 680));
  Filter other;
  other.topic = PolicyId("parks");
  CHECK(section_rows(two_releases(), other, "nb").empty());
  CHECK(topic_rows(two_releases(), other, "nb").empty());
}

TEST_CASE("a trend has a moment for each release that knows the point") {
  const std::vector<Moment> moments = trend_of(two_releases().front(), PointId("sone-1"));
  REQUIRE(moments.size() == 2);
  CHECK(moments[0] ==
        Moment{1, opinion::to_minute(3'600), {50, 100, opinion::wilson({.count = 50, .of = 100})}});
  CHECK(moments[1].agree.value() == Approx(0.45));
}

TEST_CASE("the overview counts, and finds what is agreed, what divides and what has moved") {
  std::vector<Released> all = two_releases();
  const Overview overview = overview_of(all, "nb");
  CHECK(overview.ballots == 200);
  CHECK(overview.answers == 680);
  CHECK(overview.possible == 800);
  CHECK(overview.completion() == Approx(0.85));
  REQUIRE(overview.findings.size() == 2);
  CHECK(overview.findings[0].kind == Finding::Kind::agreed);
  CHECK(overview.findings[0].row.point.str() == "skole");
  CHECK(overview.findings[1].kind == Finding::Kind::divided);
  CHECK(overview.findings[1].row.point.str() == "baat-el");
  // From 50 to 45 of a hundred may be chance; to 10 is none.
  all.front().releases.back().sums.points.front().stances = {20, 180, 0};
  const Overview moved = overview_of(all, "nb");
  REQUIRE(moved.findings.size() == 3);
  CHECK(moved.findings[2].kind == Finding::Kind::moved);
  CHECK(moved.findings[2].row.point.str() == "sone-1");
}

TEST_CASE("too few answers are no finding") {
  const std::vector<Released> few = {{own, {release(1, 3, {{2, 1, 0}, {}, {}, {}})}}};
  CHECK(overview_of(few, "nb").findings.empty());
  const std::vector<Released> many = {{own, {release(1, 300, {{160, 140, 0}, {}, {}, {}})}}};
  CHECK(overview_of(many, "nb").findings.size() == 1);
}

// One person's several pages: tabs, reloads, and pages that come back. Words that have changed are
// in visit_words_test.cpp.
#include "app/visit.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/app/world.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

TEST_CASE("two tabs are one ballot with the answers of both, remembered or not") {
  World world;
  Page& a = world.open(world.new_tab());
  a.is_counted();
  world.come_to_rest();
  Page& b = world.open(world.new_tab());
  world.come_to_rest();
  CHECK(b.state().answers == sone_alone);
  CHECK(b.state().consent == Consent::given);
  b.answers("skole", Stance::agree);
  world.come_to_rest();
  CHECK(a.state().answers == sone_and_skole);
  CHECK(only_ballot(world).answers == sone_and_skole);
  CHECK(a.id() == b.id());
  CHECK(world.device.empty());
}

TEST_CASE("two ballots of one person become one, with the lower id and the answers of both") {
  World world;
  Page& a = world.open(world.new_tab());
  Page& b = world.open(world.new_tab());
  // Neither hears the other.
  a.is_counted("sone-1");
  b.is_counted("skole");
  world.messages.clear();
  for (Page* page : {&a, &b}) {
    page->wake();
    world.messages.clear();
    page->land_all();
    world.messages.clear();
  }
  REQUIRE(world.server.size() == 2);
  const opinion::BallotId lower = std::min(a.id().value(), b.id().value());
  a.hear({Heard::asked, world.published, std::nullopt});
  b.hear({Heard::asked, world.published, std::nullopt});
  world.come_to_rest();
  CHECK(only_ballot(world).answers == sone_and_skole);
  CHECK(world.server.contains(lower));
  CHECK(a.state().answers == b.state().answers);
}

TEST_CASE("a page that is loaded again goes on with the same ballot, and sends what waited") {
  World world;
  Page* page = &world.open(world.new_tab());
  page->is_counted();
  world.come_to_rest();
  const auto id = page->id();
  world.set_network(Network::offline);
  page->answers("skole", Stance::agree);
  world.come_to_rest();
  page = &world.reload(*page);
  page->does(Connection{Network::offline}, By::page);
  world.come_to_rest();
  CHECK(page->id() == id);
  CHECK(page->state().answers == sone_and_skole);
  CHECK(page->state().delivery == Delivery::offline);
  CHECK(page->state().unsent == std::set<Target>{{PointId("skole")}});
  CHECK(only_ballot(world).answers == sone_alone);
  world.set_network(Network::online);
  world.come_to_rest();
  CHECK(only_ballot(world).answers == sone_and_skole);
  CHECK(page->state().unsent.empty());
}

TEST_CASE("what another tab has yet to send is not kept as if it had been sent") {
  World world;
  Page* a = &remembered(world);
  Page& b = world.open(world.new_tab());
  world.come_to_rest();
  world.set_network(Network::offline);
  a->answers("skole", Stance::agree);
  a->wake();
  world.come_to_rest();
  CHECK(b.state().answers == sone_and_skole);
  world.close(*a);
  world.close(b);
  world.is_online = true;
  Page& later = world.open(world.new_tab());
  world.come_to_rest();
  CHECK(later.state().answers == sone_and_skole);
  CHECK(only_ballot(world).answers == sone_and_skole);
}

TEST_CASE("two tabs that are pressed at the same moment end up with the answers of both") {
  World world;
  Page& a = world.open(world.new_tab());
  a.is_counted("baat");
  world.come_to_rest();
  Page& b = world.open(world.new_tab());
  world.come_to_rest();
  a.answers("sone-1", Stance::agree);
  b.answers("skole", Stance::agree);
  a.answers("baat", Stance::disagree);
  b.answers("baat", Stance::unsure);
  world.come_to_rest();
  CHECK(a.state().answers == b.state().answers);
  CHECK(a.state().answers.size() == 3);
  CHECK(only_ballot(world).answers == a.state().answers);
}

TEST_CASE("a page that was put away takes over what was answered meanwhile") {
  World world;
  Page& page = remembered(world);
  page.put_away();
  Page& other = world.open(world.new_tab());
  other.answers("skole", Stance::agree);
  world.come_to_rest();
  page.is_seen_again();
  CHECK(page.state().answers == sone_and_skole);
  world.come_to_rest();
  CHECK(only_ballot(world).answers == sone_and_skole);
  // Switched off elsewhere.
  page.put_away();
  other.does(ToggleMemory{});
  world.come_to_rest();
  page.is_seen_again();
  CHECK(page.state().memory == Memory::off);
  CHECK(page.state().answers == sone_and_skole);
}

TEST_CASE("a page that was put away forgets what a later page of its tab has deleted") {
  World world;
  Tab& tab = world.new_tab();
  Page& page = world.open(tab);
  page.is_counted();
  world.come_to_rest();
  page.put_away();
  Page& later = world.open(tab);
  later.does(DeleteAnswers{});
  world.come_to_rest();
  CHECK(world.server.empty());
  page.is_seen_again();
  CHECK(page.state().answers.empty());
  world.come_to_rest();
  CHECK(world.server.empty());
}

TEST_CASE("what one tab deletes is gone in all, and stays gone") {
  World world;
  Page& a = remembered(world);
  Page& b = world.open(world.new_tab());
  world.come_to_rest();
  b.does(DeleteAnswers{});
  world.come_to_rest();
  for (const Page* page : {&a, &b}) {
    CHECK(page->state().answers.empty());
    CHECK(page->state().consent == Consent::unasked);
    CHECK(page->tab().session.empty());
  }
  CHECK(world.server.empty());
  CHECK(world.device.empty());
  CHECK(world.marks.empty());
}

TEST_CASE("a deletion without network is gone on with by the next page") {
  World world;
  Page* page = &remembered(world);
  world.set_network(Network::offline);
  page->does(DeleteAnswers{});
  world.come_to_rest();
  REQUIRE(world.server.size() == 1);
  world.reload(*page);
  world.is_online = true;
  world.come_to_rest();
  CHECK(world.server.empty());
  CHECK(world.marks.empty());
}

TEST_CASE("a tab that has not heard of a deletion does not bring it back") {
  World world;
  Tab& tab = world.new_tab();
  Page* page = &world.open(tab);
  page->is_counted();
  page->does(ToggleMemory{});
  world.come_to_rest();
  page->put_away();
  Page& other = world.open(world.new_tab());
  world.come_to_rest();
  world.set_network(Network::offline);
  other.does(DeleteAnswers{});
  world.come_to_rest();
  page = &world.open(tab);
  CHECK(page->state().answers.empty());
  world.set_network(Network::online);
  world.come_to_rest();
  CHECK(world.server.empty());
}

TEST_CASE("a deletion that is heard late leaves alone what has been answered since") {
  World world;
  Page& slow = remembered(world);
  Page& page = world.open(world.new_tab());
  world.come_to_rest();
  page.does(DeleteAnswers{});
  page.is_counted("skole");
  page.does(ToggleMemory{});
  if (page.is_armed()) page.wake();
  page.land_all();
  REQUIRE(world.device.size() == 1);
  world.come_to_rest();
  CHECK(only_ballot(world).answers == Answers{{PointId("skole"), Stance::agree}});
  CHECK(world.device.size() == 1);
  CHECK(slow.state().answers == page.state().answers);
}

TEST_CASE("who has declined in a tab is not spoken for by another") {
  World world;
  Page& declined = world.open(world.new_tab());
  declined.answers("skole", Stance::disagree);
  declined.does(DeclineConsent{});
  Page& other = world.open(world.new_tab());
  other.is_counted();
  world.come_to_rest();
  CHECK(declined.state().answers == Answers{{PointId("skole"), Stance::disagree}});
  CHECK(declined.state().consent == Consent::declined);
  CHECK(declined.sent == 0);
  CHECK(only_ballot(world).answers == sone_alone);
}

TEST_CASE("a ballot that a form was to delete, and could not, is deleted by the program") {
  World world;
  const opinion::BallotId old = world.fresh_id();
  world.server[old] = {};
  Page& page = world.new_page(world.new_tab());
  page.begin_without(old);
  page.go_on();
  page.is_counted();
  world.come_to_rest();
  CHECK(only_ballot(world).answers == sone_alone);
  CHECK_FALSE(world.server.contains(old));
}

TEST_CASE("a read-only page keeps, asks and sends nothing") {
  World world;
  remembered(world);
  auto publication = support::small_publication();
  publication.mode = policy::Mode::read_only;
  Page& shelf = world.pages.front();
  Visit visit(publication, shelf, [&] { return world.fresh_id(); });
  visit.begin({});
  CHECK(visit.go_on().empty());
  CHECK(visit.hear({Heard::deleted, first, std::nullopt}).empty());
  CHECK(visit.returned(InTab::gone).empty());
  CHECK(visit.act(Answer{whole_topic, Stance::agree}, By::press).empty());
}

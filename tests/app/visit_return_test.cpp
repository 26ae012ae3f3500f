// Pages that come back, put away as they were or loaded again: what was deleted and answered
// meanwhile.
#include <catch2/catch_test_macros.hpp>

#include "app/visit.h"
#include "tests/app/world.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

TEST_CASE("a page that was put away forgets what another tab has deleted meanwhile") {
  World world;
  Page& page = world.open(world.new_tab());
  page.is_counted();
  world.come_to_rest();
  page.put_away();
  CHECK(page.asked == 0);
  // A tab of the same ballot, as one that is made twice of another is.
  Page& other = world.open(world.tabs.emplace_back(page.tab()));
  world.come_to_rest();
  other.does(DeleteAnswers{});
  world.come_to_rest();
  REQUIRE(world.server.empty());
  page.is_seen_again();
  // Pressed before the server has said anything.
  page.answers("skole", Stance::agree);
  world.come_to_rest();
  CHECK(page.asked == 1);
  CHECK(page.state().answers.empty());
  CHECK(page.state().consent == Consent::unasked);
  CHECK(page.state().has_just_deleted);
  CHECK(page.tab().session.empty());
  CHECK(world.server.empty());
  // Who answers again is somebody new.
  page.is_counted("skole");
  world.come_to_rest();
  CHECK(only_ballot(world).answers == Answers{{PointId("skole"), Stance::agree}});
}

TEST_CASE("a discarded page that is loaded again forgets what another tab has deleted meanwhile") {
  World world;
  Page* page = &world.open(world.new_tab());
  page->is_counted();
  world.come_to_rest();
  page->is_discarded();
  Page& other = world.open(world.tabs.emplace_back(page->tab()));
  world.come_to_rest();
  other.does(DeleteAnswers{});
  world.come_to_rest();
  REQUIRE(world.server.empty());
  page = &world.open(page->tab());
  CHECK(page->state().answers == sone_alone);
  world.come_to_rest();
  CHECK(page->asked == 1);
  CHECK(page->state().answers.empty());
  CHECK(page->tab().session.empty());
  page->does(Answer{{PointId("skole")}, Stance::agree});
  world.come_to_rest();
  CHECK(world.server.empty());
}

TEST_CASE("what was deleted does not come back with what has been answered since") {
  World world;
  Page& page = world.open(world.new_tab());
  page.is_counted();
  world.come_to_rest();
  page.put_away();
  for (int i = 0; i < 8; ++i) {
    Page& other = world.open(world.tabs.emplace_back(page.tab()));
    world.come_to_rest();
    other.does(DeleteAnswers{});
    world.come_to_rest();
    // The new id may be lower than the old, or higher; and it may be kept on the device.
    other.is_counted("skole");
    if (i % 2 == 1) other.does(ToggleMemory{});
    world.come_to_rest();
    page.is_seen_again();
    world.come_to_rest();
    CHECK(page.state().answers == other.state().answers);
    CHECK(only_ballot(world).answers == Answers{{PointId("skole"), Stance::agree}});
    page.put_away();
    world.close(other);
  }
}

TEST_CASE("a page that comes back goes on with its ballot where it is still there") {
  World world;
  Page& page = world.open(world.new_tab());
  page.is_counted();
  world.come_to_rest();
  const auto id = page.id();
  page.put_away();
  page.is_seen_again();
  page.answers("skole", Stance::agree);
  const int sent = page.sent;
  page.wake();
  CHECK(page.sent == sent);  // it asks first
  world.come_to_rest();
  CHECK(page.asked == 1);
  CHECK(page.id() == id);
  CHECK(page.state().unsent.empty());
  CHECK(only_ballot(world).answers == sone_and_skole);
}

TEST_CASE("without network a page that comes back waits, and asks when there is one") {
  World world;
  Page& page = world.open(world.new_tab());
  page.is_counted();
  world.come_to_rest();
  page.put_away();
  world.set_network(Network::offline);
  page.is_seen_again();
  page.does(Connection{Network::offline}, By::page);
  page.answers("skole", Stance::agree);
  world.come_to_rest();
  CHECK(page.state().delivery == Delivery::offline);
  CHECK(page.state().answers == sone_and_skole);
  SECTION("the ballot is still there") {
    world.set_network(Network::online);
    world.come_to_rest();
    CHECK(only_ballot(world).answers == sone_and_skole);
    CHECK(page.state().answers == sone_and_skole);
  }
  SECTION("it is gone") {
    world.server.clear();
    world.set_network(Network::online);
    world.come_to_rest();
    CHECK(world.server.empty());
    CHECK(page.state().answers.empty());
  }
  SECTION("the page is left while it does not know: its tab's next page asks, and sends") {
    Tab& tab = page.tab();
    world.close(page);
    CHECK(only_ballot(world).answers == sone_alone);
    world.is_online = true;
    Page& next = world.open(tab);
    world.come_to_rest();
    CHECK(next.state().answers == sone_and_skole);
    CHECK(only_ballot(world).answers == sone_and_skole);
  }
}

TEST_CASE("what the server has never had is not missed there") {
  World world;
  Page* page = &world.open(world.new_tab());
  world.set_network(Network::offline);
  page->is_counted();
  world.come_to_rest();
  REQUIRE(world.server.empty());
  page->put_away();
  page->is_seen_again();
  page = &world.reload(*page);
  CHECK(page->asked == 0);
  world.set_network(Network::online);
  world.come_to_rest();
  CHECK(page->asked == 0);
  CHECK(only_ballot(world).answers == sone_alone);
}

TEST_CASE("where the device keeps the answers it is the device that tells, and not the server") {
  World world;
  Page* page = &remembered(world);
  page->put_away();
  page->is_seen_again();
  world.come_to_rest();
  page = &world.reload(*page);
  world.come_to_rest();
  CHECK(page->asked == 0);
  // A deletion that waits for the network has left its mark.
  page->put_away();
  Page& other = world.open(world.new_tab());
  world.come_to_rest();
  world.is_online = false;
  other.does(DeleteAnswers{});
  world.come_to_rest();
  REQUIRE(world.marks.size() == 1);
  page->is_seen_again();
  CHECK(page->state().answers.empty());
  CHECK(page->asked == 0);
  world.is_online = true;
  world.come_to_rest();
  CHECK(world.server.empty());
}

TEST_CASE("a ballot that is gone because the words have changed is not said to be deleted") {
  World world;
  Page& page = world.open(world.new_tab());
  page.is_counted();
  world.come_to_rest();
  page.put_away();
  world.published = Revision("2222");
  world.server.clear();  // a page of the new words has withdrawn it
  page.is_seen_again();
  world.come_to_rest();
  CHECK(page.state().delivery == Delivery::stale);
  CHECK_FALSE(page.state().has_just_deleted);
  CHECK(page.state().answers == sone_alone);
}

TEST_CASE("of two tabs the one with the newer answers has the last word on the server") {
  World world;
  Page& newer = world.open(world.new_tab());
  newer.is_counted();
  world.come_to_rest();
  Page& older = world.open(world.new_tab());
  world.come_to_rest();
  older.put_away();
  newer.answers("skole", Stance::agree);
  newer.answers("baat", Stance::agree);
  world.come_to_rest();
  newer.put_away();
  older.is_seen_again();
  older.answers("skole", Stance::disagree);
  world.come_to_rest();
  newer.is_seen_again();
  world.come_to_rest();
  CHECK(newer.state().answers == older.state().answers);
  CHECK(only_ballot(world).answers == newer.state().answers);
}

// One person's pages of a policy whose words change: older and newer pages side by side.
#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "tests/app/world.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

const Revision second{"2222"};

// Words that something has kept of yesterday, opened after the device has learnt today's.
struct OldPage {
  World world;
  Page* today = nullptr;
  opinion::BallotId id;

  OldPage() {
    world.published = second;
    today = &remembered(world);
    id = today->id().value();
  }
  void check_today() const {
    CHECK(world.server.contains(id));
    CHECK(world.device.contains(second));
    CHECK(today->state().answers == sone_alone);
    CHECK(today->state().delivery == Delivery::counted);
  }
};

}  // namespace

TEST_CASE("answers kept to words that are published no more are withdrawn, and told of") {
  World world;
  Page* page = &remembered(world);
  const auto id = page->id();
  world.published = second;
  page = &world.reload(*page);
  CHECK(page->state().answers.empty());
  CHECK_FALSE(page->state().lost_answers);  // not known yet
  world.come_to_rest();
  CHECK(page->state().lost_answers);
  CHECK(world.server.empty());
  CHECK(world.device.empty());
  CHECK(page->tab().session.empty());
  page->is_counted();
  world.come_to_rest();
  CHECK(only_ballot(world).revision == second);
  CHECK(page->id() != id);
}

TEST_CASE("without network nobody knows which words are older: all is left as it is") {
  World world;
  Page* page = &remembered(world);
  const auto id = page->id();
  world.published = second;
  world.is_online = false;
  page = &world.reload(*page);
  world.come_to_rest();
  CHECK_FALSE(page->state().lost_answers);
  CHECK(page->sent == 0);
  CHECK(world.device.contains(first));
  page->is_counted("skole");
  world.come_to_rest();
  CHECK(world.device.contains(first));
  world.set_network(Network::online);
  world.come_to_rest();
  CHECK_FALSE(world.device.contains(first));
  CHECK(page->id() != id);
  CHECK(only_ballot(world).answers == Answers{{PointId("skole"), Stance::agree}});
  CHECK_FALSE(page->state().lost_answers);  // there are new ones
}

TEST_CASE("an older page says that it is old, and touches nothing that is newer") {
  OldPage it;
  Page& old = it.world.open(it.world.new_tab(), first);
  CHECK(old.state().delivery == Delivery::nothing_to_send);
  it.world.come_to_rest();
  CHECK(old.state().delivery == Delivery::stale);
  CHECK(old.state().said == Said::delivery);
  CHECK_FALSE(old.state().lost_answers);
  it.check_today();
  old.answers("skole", Stance::disagree);
  it.world.come_to_rest();
  CHECK(old.state().consent == Consent::unasked);
  CHECK(old.sent == 0);
  CHECK(old.tab().session.empty());
  it.check_today();
}

TEST_CASE("an older page without network waits with everything, and asks when it is back") {
  OldPage it;
  it.world.set_network(Network::offline);
  Page& old = it.world.open(it.world.new_tab(), first);
  it.world.come_to_rest();
  old.is_counted("skole");
  it.world.come_to_rest();
  CHECK(it.world.device.contains(second));
  it.world.set_network(Network::online);
  it.world.come_to_rest();
  CHECK(old.state().delivery == Delivery::stale);
  it.check_today();
  CHECK(it.world.server.size() == 1);
}

TEST_CASE("a page that is refused as old leaves another tab's newer ballot and memory alone") {
  World world;
  Page& old = remembered(world);
  old.put_away();  // and hears nothing
  world.published = second;
  Page& today = world.open(world.new_tab());
  world.come_to_rest();
  today.is_counted();
  today.does(ToggleMemory{});
  world.come_to_rest();
  const auto id = today.id();
  // It comes back without the device's storage, so to say: only its own reply tells it.
  const auto device = std::exchange(world.device, {});
  old.is_seen_again();
  world.device = device;
  world.messages.clear();
  old.is_counted("skole");
  world.come_to_rest();
  CHECK(old.state().delivery == Delivery::stale);
  CHECK(world.server.contains(id.value()));
  CHECK(world.server.size() == 1);
  CHECK(world.device.contains(second));
  CHECK(today.state().answers == sone_alone);
}

TEST_CASE("an open tab learns from a newer one that it is old, and withdraws its own ballot") {
  World world;
  Page& old = world.open(world.new_tab());
  old.is_counted();
  world.come_to_rest();
  world.published = second;
  Page& today = world.open(world.new_tab());
  world.come_to_rest();
  CHECK(old.state().delivery == Delivery::stale);
  CHECK(today.state().answers.empty());
  CHECK(world.server.empty());
  today.is_counted("skole");
  world.come_to_rest();
  CHECK(only_ballot(world).revision == second);
  CHECK(old.state().answers == sone_alone);  // to be read, not to be counted
}

TEST_CASE("a restored page of older words leaves alone what a newer page of its tab has said") {
  World world;
  Tab& tab = world.new_tab();
  Page& old = world.open(tab);
  old.is_counted();
  world.come_to_rest();
  old.put_away();
  world.published = second;
  Page& today = world.open(tab);
  world.come_to_rest();
  today.is_counted("skole");
  world.come_to_rest();
  today.put_away();
  old.is_seen_again();
  world.come_to_rest();
  CHECK(old.state().delivery == Delivery::stale);
  CHECK(tab.session.contains(second));
  CHECK(only_ballot(world).revision == second);
}

TEST_CASE("deleting by a press reaches all words, and all pages of them") {
  OldPage it;
  Page& old = it.world.open(it.world.new_tab(), first);
  it.world.come_to_rest();
  SECTION("pressed on the older page") { old.does(DeleteAnswers{}); }
  SECTION("pressed on the newer page") { it.today->does(DeleteAnswers{}); }
  SECTION("pressed where the newer page is open no more") {
    it.world.close(*it.today);
    it.world.come_to_rest();
    old.does(DeleteAnswers{});
  }
  it.world.come_to_rest();
  CHECK(it.world.server.empty());
  CHECK(it.world.device.empty());
  for (const Page& page : it.world.pages) {
    CHECK(page.state().answers.empty());
    CHECK(page.tab().session.empty());
  }
}

TEST_CASE("a server that is behind for a moment costs no answers") {
  World world;
  Page* page = &remembered(world);
  world.published = second;
  page->answers("skole", Stance::agree);
  world.come_to_rest();
  CHECK(page->state().delivery == Delivery::stale);
  CHECK(world.server.empty());
  world.published = first;
  page = &world.reload(*page);
  world.come_to_rest();
  CHECK(page->state().delivery == Delivery::counted);
  CHECK(only_ballot(world).answers == sone_and_skole);
}

TEST_CASE("what was kept after the server was asked is not judged by its answer") {
  World world;
  world.device[Revision("0000")] = {.ballot = {.policy = PolicyId("smaasaker"),
                                               .revision = Revision("0000"),
                                               .topic = std::nullopt,
                                               .answers = sone_alone,
                                               .important = {}},
                                    .id = world.fresh_id(),
                                    .turn = 1,
                                    .is_unsent = false,
                                    .unsent = {}};
  Page& old = world.open(world.new_tab());  // and asks about what it has met
  world.published = second;
  Page& newer = world.open(world.new_tab());
  newer.is_counted();
  newer.does(ToggleMemory{});
  if (newer.is_armed()) newer.wake();
  while (world.server.empty()) newer.land(0);
  // An answer of a moment ago arrives late.
  world.published = first;
  old.land_question();
  world.published = second;
  world.come_to_rest();
  CHECK(world.device.contains(second));
  CHECK(only_ballot(world).answers == sone_alone);
  CHECK(old.state().delivery == Delivery::stale);
}

// Long visits of one person in two tabs, drawn by lot, while the policy's words change.
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/app/world.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

unsigned draw(std::minstd_rand& lot, unsigned below) {
  return static_cast<unsigned>(lot() >> 8) % below;
}

// What is told while a deletion is told may cross it, and undo it: all is heard before.
Action some_press(std::minstd_rand& lot) {
  constexpr const char* ids[] = {"sone-1", "baat", "baat-el", "skole"};
  const Target target{PointId(ids[draw(lot, 4)])};
  switch (draw(lot, 12)) {
    case 0:
    case 1:
    case 2:
      return GiveConsent{};
    case 3:
      if (draw(lot, 4) == 0) return DeleteAnswers{};
      return Undo{target};
    case 4:
      return ToggleMemory{};
    default:
      return Answer{target, static_cast<Stance>(draw(lot, 3))};
  }
}

void step(World& world, std::vector<Page*>& pages, std::minstd_rand& lot) {
  Page*& page = pages[draw(lot, static_cast<unsigned>(pages.size()))];
  switch (draw(lot, 40)) {
    case 0:
      world.published = Revision(std::to_string(1 + draw(lot, 9'999)));
      return;
    case 1:
      page = &world.reload(*page);
      return;
    case 2:
      return world.set_network(draw(lot, 2) == 0 ? Network::offline : Network::online);
    case 3:
      return page->is_away() ? page->is_seen_again() : page->put_away();
    default:
      break;
  }
  if (page->is_away()) return;
  switch (draw(lot, 5)) {
    case 0:
      return world.hear_all();
    case 1:
      return page->land_any(draw(lot, 8));
    case 2:
      return page->land_question();
    case 3:
      if (page->is_armed()) page->wake();
      return;
    default:
      break;
  }
  const Action press = some_press(lot);
  if (std::holds_alternative<DeleteAnswers>(press)) world.hear_all();
  page->does(press);
}

}  // namespace

TEST_CASE("after any visit of two tabs there is one ballot, to today's words, or none") {
  int counted = 0;
  int stale = 0;
  for (unsigned seed = 1; seed <= 2'000; ++seed) {
    CAPTURE(seed);
    std::minstd_rand lot(seed);
    World world;
    std::vector<Page*> pages{&world.open(world.new_tab()), &world.open(world.new_tab())};
    for (int i = 0; i < 120; ++i) step(world, pages, lot);
    for (Page* page : pages) {
      if (page->is_away()) page->is_seen_again();
    }
    world.set_network(Network::online);
    world.come_to_rest();
    // Who is told to load the page again does.
    for (Page*& page : pages) {
      stale += page->state().delivery == Delivery::stale ? 1 : 0;
      page = &world.reload(*page);
      world.come_to_rest();
    }
    const opinion::Ballot* ballot = world.server.empty() ? nullptr : &world.server.begin()->second;
    REQUIRE(world.server.size() <= 1);
    for (const Page* page : pages) {
      const State& state = page->state();
      const bool counts = state.consent == Consent::given && has_answers(state);
      CHECK(counts == (ballot != nullptr));
      if (!counts || ballot == nullptr) continue;
      ++counted;
      CHECK(*ballot == ballot_of(page->publication(), state));
    }
  }
  // The visits were worth their name.
  CHECK(counted > 300);
  CHECK(stale > 100);
}

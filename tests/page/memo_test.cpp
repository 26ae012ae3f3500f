#include "page/memo.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "page/resident.h"
#include "tests/page/states.h"

using namespace enig;
using app::Target;
using opinion::Stance;
using page::Node;

namespace {

// A running program never reads what a button posts.
Node without_posts(const Node& node) {
  Node copy = node;
  copy.form_value.clear();
  if (node.form_id == "enig.form") {
    // To another language; by the program without the form.
    copy.kind = page::Kind::link;
    copy.form_id.clear();
  } else if (copy.kind == page::Kind::button) {
    copy.href.clear();
  }
  copy.children.clear();
  for (const Node& child : node.children) copy.children.emplace_back(without_posts(child));
  return copy;
}

page::Page without_posts(page::Page page) {
  page.hidden_fields.clear();
  page.root = without_posts(page.root);
  return page;
}

page::Page page_of(const policy::Publication& publication, const app::State& state,
                   page::Memo& memo) {
  return page::resident(publication, state, page::Words(state.language), memo);
}

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(engine_);
  }

  Target target() {
    static const std::vector<Target> targets{Target{PointId("sone-1")}, Target{PointId("baat")},
                                             Target{PointId("baat-el")}, Target{PointId("skole")},
                                             app::whole_topic};
    return targets[below(targets.size())];
  }

  PointId point() { return target().point.value_or(PointId("skole")); }

  app::Action action(const policy::Publication& publication, std::int64_t number) {
    switch (below(20)) {
      case 0:
        return app::Undo{target()};
      case 1:
        return app::GiveConsent{};
      case 2:
        return app::DeclineConsent{};
      case 3:
        return app::Delivered{};
      case 4:
        return app::DeliveryFailed{};
      case 5: {
        const auto count = [&] { return static_cast<std::int64_t>(below(60)); };
        opinion::Release release = support::release_with(publication, {count(), count(), count()},
                                                         {count(), count(), count()});
        release.number = number;
        return app::TotalsArrived{std::move(release)};
      }
      case 6:
        return app::ToggleImportant{point()};
      case 7:
        return app::SetFilter{static_cast<app::Filter>(below(4))};
      case 8:
        return app::Search{below(2) == 0 ? "båt" : "finnes ikke"};
      case 9:
        return app::ShowAll{};
      case 10:
        return app::ToggleTools{target()};
      case 11:
        return app::ToggleContents{};
      case 12:
        return app::ToggleSummary{};
      case 13:
        return app::ToggleSharing{};
      case 14:
        return app::ToggleMemory{};
      case 15:
        return app::ToggleDeletion{};
      case 16:
        return below(4) == 0 ? app::Action(app::DeleteAnswers{})
                             : app::Action(app::Connection{static_cast<app::Network>(below(2))});
      case 17:
        return app::Started{{.memory = true, .clipboard = true, .picture = true, .share = true}};
      case 18:
        return app::SignUpReplied{static_cast<app::SignUp>(below(6))};
      default:
        return app::Answer{target(), static_cast<Stance>(below(3))};
    }
  }

 private:
  std::mt19937 engine_;
};

}  // namespace

TEST_CASE("whatever is pressed, a page made with a memo is the page made without") {
  policy::Publication publication = support::small_publication();
  publication.newsletter = policy::NewsletterOffer::open;
  publication.policy.newsletter =
      policy::Newsletter{support::nb("Takk for interessen."), support::nb("Du får brev.")};
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Chance chance(seed);
    page::Memo memo;
    app::State state = support::fresh_state(seed % 2 == 0 ? "nb" : "en");
    for (int step = 1; step <= 60; ++step) {
      const app::Action action = chance.action(publication, step);
      CAPTURE(seed, step, app::to_text(action));
      state = app::update(publication, std::move(state), action).state;
      const page::Page remembered = without_posts(page_of(publication, state, memo));
      const page::Page anew = without_posts(page::resident(publication, state));
      REQUIRE(page::to_text(remembered) == page::to_text(anew));
      REQUIRE(remembered == anew);
    }
  }
}

TEST_CASE("an answer makes its own card and section anew, and shares all others") {
  const policy::Publication publication = support::small_publication();
  page::Memo memo;
  app::State state = support::fresh_state();
  const page::Page before = page_of(publication, state, memo);
  state = app::update(publication, state, app::Answer{support::sone, Stance::agree}).state;
  const page::Page after = page_of(publication, state, memo);
  for (const char* id : {"baat", "bygg", "enig.topic", "enig.finder", "enig.mine", "enig.banner",
                         "enig.footer", "enig.title"}) {
    CAPTURE(id);
    CHECK(page::find(before.root, id) == page::find(after.root, id));
  }
  for (const char* id : {"sone-1", "reiser", "enig.contents"}) {
    CAPTURE(id);
    CHECK(page::find(before.root, id) != page::find(after.root, id));
  }
}

TEST_CASE("consent makes no card anew but the one that asked") {
  const policy::Publication publication = support::small_publication();
  page::Memo memo;
  app::State state = support::after(publication, {app::Answer{support::sone, Stance::agree}});
  const page::Page before = page_of(publication, state, memo);
  state = app::update(publication, state, app::GiveConsent{}).state;
  const page::Page after = page_of(publication, state, memo);
  CHECK(page::find(before.root, "baat") == page::find(after.root, "baat"));
  CHECK(page::find(before.root, "bygg") == page::find(after.root, "bygg"));
  CHECK(page::find(before.root, "sone-1") != page::find(after.root, "sone-1"));
}

TEST_CASE("in another language a memo begins anew") {
  const policy::Publication publication = support::small_publication();
  page::Memo memo;
  app::State state = support::fresh_state("nb");
  (void)page_of(publication, state, memo);
  state.language = "en";
  CHECK(page::find(page_of(publication, state, memo).root, "sone-1.agree")->text == "Agree");
}

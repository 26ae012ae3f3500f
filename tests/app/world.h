// A browser, a server and a network between them, for tests of app::Visit: as many tabs and pages
// as a test wants, each page the real rules.
//
//     World world;
//     Page& page = world.open(world.new_tab());
//     page.is_counted();
//     world.come_to_rest();
//     CHECK(world.server.size() == 1);
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/visit.h"
#include "tests/support/publications.h"

namespace enig::app {

using Storage = std::map<Revision, opinion::KeptBallot>;

class World;

struct Tab {
  Storage session;
  std::set<opinion::BallotId> marks;
};

// One page of a tab, from when it is opened.
class Page final : public Shelf {
 public:
  Page(World& world, Tab& tab, const Revision& revision);

  void does(const Action& action, By by = By::press) { carry_out(visit_->act(action, by)); }
  void answers(const char* point, opinion::Stance stance) {
    does(Answer{{PointId(point)}, stance});
  }
  // Answers a point, and says yes to being counted.
  void is_counted(const char* point = "sone-1") {
    answers(point, opinion::Stance::agree);
    does(GiveConsent{});
  }
  void go_on() {
    does(Started{{.memory = true}}, By::page);
    carry_out(visit_->go_on());
  }
  void begin_without(const opinion::BallotId& id) { visit_->begin_without(id); }
  void hear(const Message& message) { carry_out(visit_->hear(message)); }
  void wake() {
    is_armed_ = false;
    carry_out(visit_->wake());
  }
  // What a browser does that keeps a page as it is: what is under way arrives.
  void put_away() {
    carry_out(visit_->leave());
    land_all();
    is_away_ = true;
  }
  // It arrives all the same, and nobody hears of it.
  void close() {
    carry_out(visit_->leave());
    is_away_ = true;
    while (!flights_.empty()) land(0);
  }
  // What a browser does that throws a page away for want of room: nothing is told or sent.
  void is_discarded() { is_away_ = true; }
  void is_seen_again();

  [[nodiscard]] bool is_away() const { return is_away_; }
  [[nodiscard]] bool is_armed() const { return is_armed_; }
  [[nodiscard]] bool is_at_rest() const { return flights_.empty() && !is_asking_; }
  // Brings one of its requests to the server, and the reply back.
  void land(std::size_t place);
  void land_any(unsigned number) {
    if (!flights_.empty()) land(number % flights_.size());
  }
  void land_question();
  void land_all() {
    while (!flights_.empty()) land(0);
    land_question();
  }

  [[nodiscard]] const State& state() const { return visit_->state(); }
  [[nodiscard]] std::optional<opinion::BallotId> id() const { return visit_->ballot_id(); }
  [[nodiscard]] const Revision& revision() const { return publication_.policy.revision; }
  [[nodiscard]] const policy::Publication& publication() const { return publication_; }
  [[nodiscard]] Tab& tab() const { return tab_; }
  int sent = 0;   // requests with a ballot, or that withdraw one
  int asked = 0;  // and whether the ballot is there

  [[nodiscard]] std::vector<Found> found() const override;
  [[nodiscard]] std::vector<opinion::BallotId> deleted() const override;
  [[nodiscard]] std::set<PolicyId> other_topics() const override { return {}; }

 private:
  void carry_out(const Orders& orders);
  void run(const Order& order);
  void forget(const Forget& forget);

  World& world_;
  Tab& tab_;
  policy::Publication publication_;
  std::unique_ptr<Visit> visit_;
  std::vector<std::variant<Put, Ask>> flights_;
  bool is_armed_ = false;
  bool is_asking_ = false;
  bool is_away_ = false;
  bool has_kept_ = false;
};

class World {
 public:
  Tab& new_tab() { return tabs.emplace_back(); }
  // A page with the words that are published, or with older ones that something has kept.
  Page& open(Tab& tab) { return open(tab, published); }
  Page& new_page(Tab& tab) { return pages.emplace_back(*this, tab, published); }
  Page& open(Tab& tab, const Revision& revision) {
    Page& page = pages.emplace_back(*this, tab, revision);
    tell(page, {Heard::asked, revision, std::nullopt});
    page.go_on();
    return page;
  }
  void close(Page& page) {
    page.close();
    pages.remove_if([&](const Page& each) { return &each == &page; });
  }
  Page& reload(Page& page) {
    Tab& tab = page.tab();
    close(page);
    return open(tab);
  }

  void tell(const Page& from, const Message& message) {
    for (Page& page : pages) {
      if (&page != &from && !page.is_away()) messages.push_back({&page, message});
    }
  }
  void hear_all() {
    while (!messages.empty()) {
      const auto [page, message] = messages.front();
      messages.pop_front();
      const bool is_there =
          std::ranges::any_of(pages, [&](const Page& each) { return &each == page; });
      if (is_there && !page->is_away()) page->hear(message);
    }
  }
  void set_network(Network network) {
    is_online = network == Network::online;
    for (Page& page : pages) {
      if (!page.is_away()) page.does(Connection{network}, By::page);
    }
  }
  // Everything arrives, and nobody presses.
  void come_to_rest() {
    for (int i = 0; i < 300; ++i) {
      bool is_quiet = messages.empty();
      hear_all();
      for (Page& page : pages) {
        is_quiet = is_quiet && page.is_at_rest();
        page.land_all();
        if (page.is_away() || !page.is_armed()) continue;
        // Without network the timer would go on ringing.
        if (is_online) page.wake();
        is_quiet = is_quiet && !is_online;
      }
      if (is_quiet) return;
    }
    FAIL("they go on talking");
  }
  opinion::BallotId fresh_id() {
    opinion::BallotId id;
    ++ids_;
    // In no order: which of two is lower is chance.
    id.bytes[0] = static_cast<std::uint8_t>(ids_ * 83);
    id.bytes[1] = static_cast<std::uint8_t>(ids_ >> 8);
    id.bytes[2] = static_cast<std::uint8_t>(ids_ & 0xFF);
    return id;
  }

  Revision published{"1111"};
  bool is_online = true;
  std::map<opinion::BallotId, opinion::Ballot> server;
  Storage device;
  std::set<opinion::BallotId> marks;  // on the device
  std::list<Tab> tabs;
  std::list<Page> pages;
  std::deque<std::pair<Page*, Message>> messages;

 private:
  int ids_ = 0;
};

inline Page::Page(World& world, Tab& tab, const Revision& revision)
    : world_(world), tab_(tab), publication_(support::small_publication()) {
  publication_.policy.revision = revision;
  visit_ = std::make_unique<Visit>(publication_, *this, [&world] { return world.fresh_id(); });
  visit_->begin({});
}

inline void Page::is_seen_again() {
  is_away_ = false;
  world_.tell(*this, {Heard::asked, revision(), std::nullopt});
  const bool is_gone = has_kept_ && !tab_.session.contains(revision());
  carry_out(visit_->returned(is_gone ? InTab::gone : InTab::there));
}

inline void Page::land(std::size_t place) {
  const std::variant<Put, Ask> flight = flights_[place];
  flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(place));
  if (const auto* const ask = std::get_if<Ask>(&flight)) {
    const int found = world_.server.contains(ask->id) ? 204 : 410;
    if (!is_away_) carry_out(visit_->replied({ask->token, world_.is_online ? found : 0}));
    return;
  }
  const Put& put = std::get<Put>(flight);
  int status = 204;
  if (!world_.is_online) {
    status = 0;
  } else if (!put.ballot) {
    world_.server.erase(put.id);
  } else if (put.ballot->revision != world_.published) {
    status = 409;
  } else {
    world_.server.insert_or_assign(put.id, *put.ballot);
  }
  if (!is_away_) carry_out(visit_->replied({put.token, status}));
}

inline void Page::land_question() {
  if (!is_asking_ || is_away_) return;
  is_asking_ = false;
  carry_out(visit_->told(world_.is_online ? std::optional(world_.published) : std::nullopt));
}

inline std::vector<Found> Page::found() const {
  std::vector<Found> found;
  for (const auto& [revision, kept] : world_.device) found.push_back({kept, Memory::on});
  for (const auto& [revision, kept] : tab_.session) found.push_back({kept, Memory::off});
  return found;
}

inline std::vector<opinion::BallotId> Page::deleted() const {
  std::set<opinion::BallotId> ids = world_.marks;
  ids.insert(tab_.marks.begin(), tab_.marks.end());
  return {ids.begin(), ids.end()};
}

inline void Page::carry_out(const Orders& orders) {
  for (const Order& order : orders) run(order);
}

inline void Page::run(const Order& order) {
  if (const auto* const put = std::get_if<Put>(&order)) {
    is_armed_ = false;
    ++sent;
    flights_.emplace_back(*put);
  } else if (const auto* const ask = std::get_if<Ask>(&order)) {
    REQUIRE(state().consent == Consent::given);
    is_armed_ = false;
    ++asked;
    flights_.emplace_back(*ask);
  } else if (std::holds_alternative<WakeIn>(order)) {
    is_armed_ = true;
  } else if (const auto* const write = std::get_if<Write>(&order)) {
    REQUIRE(state().consent == Consent::given);
    REQUIRE(write->kept.ballot.revision == revision());
    tab_.session[revision()] = write->kept;
    has_kept_ = true;
    const bool is_on_device = write->memory == Memory::on;
    if (is_on_device) world_.device[revision()] = write->kept;
    const Heard heard = is_on_device ? Heard::kept_on_device : Heard::kept;
    if (write->telling == Telling::yes) world_.tell(*this, {heard, revision(), write->kept});
  } else if (const auto* const drop = std::get_if<Drop>(&order)) {
    world_.device.erase(drop->revision);
    tab_.session.erase(drop->revision);
    has_kept_ = has_kept_ && drop->revision != revision();
  } else if (const auto* const mark = std::get_if<Mark>(&order)) {
    if (mark->fate == Fate::deleted) {
      (world_.device.empty() ? tab_.marks : world_.marks).insert(mark->id);
    } else {
      tab_.marks.erase(mark->id);
      world_.marks.erase(mark->id);
    }
  } else if (std::holds_alternative<AskRevision>(order)) {
    REQUIRE_FALSE(is_asking_);
    is_asking_ = true;
  } else if (const auto* const forgotten = std::get_if<Forget>(&std::get<Effect>(order))) {
    forget(*forgotten);
  }
}

inline void Page::forget(const Forget& forget) {
  if (forget.what == Forgetting::own_words) {
    tab_.session.erase(revision());
    has_kept_ = false;
    return;
  }
  if (forget.what != Forgetting::tab) world_.device.clear();
  if (forget.what != Forgetting::device) {
    tab_.session.clear();
    has_kept_ = false;
  }
  const bool is_all = forget.what == Forgetting::everything;
  if (forget.telling == Telling::no) return;
  world_.tell(*this, {is_all ? Heard::deleted : Heard::forgotten, revision(), std::nullopt});
}

using Answers = std::map<PointId, opinion::Stance>;

inline const Answers sone_and_skole{{PointId("skole"), opinion::Stance::agree},
                                    {PointId("sone-1"), opinion::Stance::agree}};
inline const Answers sone_alone{{PointId("sone-1"), opinion::Stance::agree}};
inline const Revision first{"1111"};

// The one ballot that lies on the server.
inline const opinion::Ballot& only_ballot(const World& world) {
  REQUIRE(world.server.size() == 1);
  return world.server.begin()->second;
}

// A page that is remembered on the device, and has been counted.
inline Page& remembered(World& world) {
  Page& page = world.open(world.new_tab());
  page.is_counted();
  page.does(ToggleMemory{});
  world.come_to_rest();
  return page;
}

}  // namespace enig::app

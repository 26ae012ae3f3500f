// What an update asks of the browser, and what the browser tells the program.
#include <algorithm>
#include <cstdlib>
#include <utility>
#include <variant>

#include "browser/picture.h"
#include "browser/program.h"
#include "browser/web.h"
#include "wire/totals.h"

namespace enig::browser {
namespace {

constexpr const char* search_field = "enig.search";
constexpr const char* address_field = "enig.newsletter.address";

std::string take(char* text) {
  std::string taken(text == nullptr ? "" : text);
  std::free(text);
  return taken;
}

std::string value_of(const char* field_id) { return take(enig_visit_value(field_id)); }

// True where nothing of the one page lies elsewhere in the other.
bool lie_alike(const paint::Placed& a, const paint::Placed& b) {
  if (a.x != b.x || a.y != b.y) return false;
  if (a.block == b.block) return true;
  if (a.block == nullptr || b.block == nullptr) return false;
  return a.block->width == b.block->width && a.block->height == b.block->height &&
         std::ranges::equal(a.block->children, b.block->children, lie_alike);
}

}  // namespace

void Program::run(const app::Effect& effect) {
  if (std::holds_alternative<app::Keep>(effect)) {
    keeper_.make_due();
  } else if (const auto* const forget = std::get_if<app::Forget>(&effect)) {
    keeper_.forget(*forget);
  } else if (const auto* const go = std::get_if<app::GoTo>(&effect)) {
    settle();
    enig_visit_go(go->id.c_str());
  } else if (const auto* const copy = std::get_if<app::CopyAddress>(&effect)) {
    enig_visit_copy(copy->id.c_str());
  } else if (const auto* const draw = std::get_if<app::DrawPicture>(&effect)) {
    if (!draw_picture(publication_, words_.words(), state_, draw->picture))
      act(app::PictureMade{false});
  } else if (const auto* const sign_up = std::get_if<app::SendSignUp>(&effect)) {
    sender_.sign_up(sign_up->address, state_.language);
  } else if (std::holds_alternative<app::KeepPage>(effect)) {
    // Consent has just been given: should the program fail, the form must know of it.
    keep_up();
    enig_visit_keep_page();
  } else {
    sender_.run(effect);
    keeper_.mark_deleted(sender_.deleted_ids());
  }
}

// What only the document knows: the words that stand in a field when its button is pressed.
app::Action Program::filled_in(const app::Action& action, std::string_view id) const {
  if (std::holds_alternative<app::Subscribe>(action)) {
    return app::Subscribe{value_of(address_field)};
  }
  if (std::holds_alternative<app::Search>(action) && id == "enig.search.go") {
    return app::Search{value_of(search_field)};
  }
  return action;
}

void Program::go_on() {
  state_.answered_topics = keeper_.other_topics();
  const bool has_storage = keeper_.open();
  const int pictures = enig_picture_abilities();
  act(app::Started{{.memory = has_storage,
                    .clipboard = enig_visit_can_copy() != 0,
                    .picture = pictures > 0,
                    .share = pictures > 1}});
  if (publication_.mode == policy::Mode::read_only) return;
  recall_all();
  // Kept, the page can be come back to without its post.
  if (!is_reply_ || state_.consent != app::Consent::given) return;
  keeper_.make_due();
  keep_up();
  enig_visit_forget_post();
}

void Program::recall_all() {
  const std::vector<opinion::BallotId> deleted = keeper_.recall_deleted();
  for (const opinion::BallotId& id : deleted) sender_.withdraw(id);
  const auto found = keeper_.recall();
  if (!found) return;
  // Deleted in another tab, without network: this one has not heard of it.
  const auto& id = found->kept.id;
  if (id && std::ranges::find(deleted, *id) != deleted.end()) return keeper_.forget({.all = true});
  recall(*found);
}

void Program::recall(const Found& found) {
  const wire::Kept& kept = found.kept;
  if (kept.ballot.revision != publication_.policy.revision) {
    // What was answered is no longer what is asked: it is not counted for it.
    if (kept.id) sender_.go_on_with(*kept.id);
    act(app::Outdated{});
    return;
  }
  if (!kept.id || kept.id != sender_.ballot_id()) return merge(kept, found.memory);
  // The page itself came as the reply to a post, and knows more.
  turn_ = kept.turn + 1;
  act(app::Recalled{.memory = found.memory,
                    .topic = state_.topic,
                    .answers = state_.answers,
                    .important = state_.important,
                    .answered_topics = keeper_.other_topics(),
                    .is_unsent = kept.is_unsent});
}

// True where this page has answers that what is kept does not know of.
bool Program::is_ahead_of(const wire::Kept& kept) const {
  const bool is_other = sender_.ballot_id() && sender_.ballot_id() != kept.id;
  return (is_other || state_.consent != app::Consent::given) && app::has_answers(state_);
}

// Takes over what has been kept. What was answered here and not there is answered still: one person
// is one ballot.
void Program::merge(const wire::Kept& kept, app::Memory memory) {
  const bool is_other = sender_.ballot_id() && sender_.ballot_id() != kept.id;
  app::Recalled recalled{.memory = memory,
                         .topic = kept.ballot.topic,
                         .answers = kept.ballot.answers,
                         .important = kept.ballot.important,
                         .answered_topics = keeper_.other_topics(),
                         .is_unsent = kept.is_unsent};
  turn_ = std::max(turn_, kept.turn);
  if (is_ahead_of(kept)) {
    ++turn_;
    if (state_.topic) recalled.topic = state_.topic;
    for (const auto& [point, stance] : state_.answers) {
      recalled.answers.insert_or_assign(point, stance);
    }
    recalled.important.insert(state_.important.begin(), state_.important.end());
    recalled.is_unsent = true;
  }
  if (is_other) sender_.run(app::WithdrawBallot{app::Withdrawal::for_good});
  const bool is_withdrawn =
      kept.is_unsent && recalled.answers.empty() && !recalled.topic.has_value();
  if (is_withdrawn) recalled.is_unsent = false;
  if (kept.id && is_withdrawn) sender_.withdraw(*kept.id);
  if (kept.id && !is_withdrawn) sender_.go_on_with(*kept.id);
  keeper_.mark_deleted(sender_.deleted_ids());
  act(recalled);
}

wire::Kept Program::kept() {
  const bool is_unsent = state_.delivery == app::Delivery::waiting ||
                         state_.delivery == app::Delivery::offline ||
                         state_.delivery == app::Delivery::failed;
  if (app::has_answers(state_)) (void)sender_.settled_id();
  return {.ballot = app::ballot_of(publication_, state_),
          .id = sender_.ballot_id(),
          .turn = turn_,
          .is_unsent = is_unsent};
}

// Not with every press: a browser may write slowly, and allow it only so often.
void Program::keep_up() {
  if (!keeper_.is_due() || state_.consent != app::Consent::given) return;
  if (state_.delivery == app::Delivery::stale) return;
  if (!keeper_.write(kept(), state_.memory, telling_)) act(app::MemoryFailed{});
}

void Program::wake() {
  sender_.wake();
  keep_up();
}

void Program::leave() {
  sender_.leave();
  keep_up();
}

void Program::search(std::string_view words) {
  if (state_.query != words) act(app::Search{std::string(words)});
}

void Program::reveal() {
  if (state_.filter != app::Filter::all) act(app::SetFilter{app::Filter::all});
  search("");
  enig_visit_set_value(search_field, "");
  settle();
}

void Program::connection(bool is_online) {
  act(app::Connection{is_online});
  if (is_online) sender_.wake();
}

void Program::released(std::string_view json) {
  auto release = wire::parse_totals(json, publication_.policy);
  if (!release) return;
  const app::TotalsArrived arrived{std::move(*release)};
  const app::State after = app::update(publication_, state_, arrived).state;
  if (letters_) {
    const page::Page page = page_of(after);
    const paint::Layout layout = paint::lay_out(page.root, *letters_, surroundings_.window,
                                                {.last = layout_, .whole = earlier_.whole});
    if (!lie_alike(layout_.root, layout.root)) {
      held_release_ = arrived.release;
      return;
    }
  }
  held_release_.reset();
  act(arrived);
}

void Program::show_held_release() {
  if (!held_release_) return;
  act(app::TotalsArrived{*std::exchange(held_release_, std::nullopt)});
}

void Program::heard(Heard heard, std::string_view json) {
  if (publication_.mode == policy::Mode::read_only) return;
  switch (heard) {
    case Heard::asked:
      keeper_.make_due();
      return keep_up();
    case Heard::forgotten:
      return act(app::ForgottenElsewhere{.withdrawn = false});
    case Heard::deleted:
      return act(app::ForgottenElsewhere{.withdrawn = true});
    case Heard::kept:
    case Heard::kept_on_device:
      break;
  }
  if (const auto kept = keeper_.read(json)) {
    overtake(*kept, heard == Heard::kept_on_device ? app::Memory::on : app::Memory::off);
  }
}

// Takes over what another tab has kept, where it is newer than what is here.
void Program::overtake(const wire::Kept& kept, app::Memory memory) {
  // Who has declined here, or reads other words, is not spoken for by another tab.
  if (state_.consent == app::Consent::declined || state_.delivery == app::Delivery::stale) return;
  if (kept.ballot.revision != publication_.policy.revision) return;
  // Two ballots of one person: that with the lower id is the one that stays. Of one ballot, what
  // has been overtaken on its way here is told so.
  const std::optional<opinion::BallotId> own = sender_.ballot_id();
  const bool are_two = own && kept.id && own != kept.id;
  const bool is_news =
      state_.consent != app::Consent::given || (are_two ? *kept.id < *own : kept.turn > turn_);
  if (!is_news) {
    if (are_two || kept.turn < turn_) keeper_.make_due();
    return keep_up();
  }
  wire::Kept taken = kept;
  taken.is_unsent = false;  // that tab sends it
  telling_ = is_ahead_of(kept) ? Telling::yes : Telling::no;
  merge(taken, memory);
  keep_up();
  telling_ = Telling::yes;
}

void Program::returned() {
  if (publication_.mode == policy::Mode::read_only) return;
  // A later page of this tab has deleted the answers.
  if (enig_memory_is_gone() != 0) return act(app::ForgottenElsewhere{.withdrawn = true});
  const auto found = keeper_.recall();
  if (state_.memory == app::Memory::on && (!found || found->memory != app::Memory::on)) {
    act(app::ForgottenElsewhere{.withdrawn = false});
  }
  if (found) overtake(found->kept, found->memory);
}

void Program::want_stream() {
  using policy::Show;
  const Show show = publication_.site.show;
  const bool is_shown =
      show == Show::always || (show == Show::after_answer && state_.consent == app::Consent::given);
  const bool is_wanted = is_shown && publication_.mode != policy::Mode::read_only &&
                         state_.delivery != app::Delivery::stale;
  const std::string path = "api/v1/policies/" + publication_.policy.id.str() + "/events";
  enig_stream_want(is_wanted ? path.c_str() : "");
}

}  // namespace enig::browser

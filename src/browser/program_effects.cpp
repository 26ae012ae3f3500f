// What an update asks of the browser, and what the browser tells the program.
#include <algorithm>
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

void Program::run(const app::Order& order) {
  if (const auto* const put = std::get_if<app::Put>(&order)) {
    sender_.send(*put);
  } else if (const auto* const ask = std::get_if<app::Ask>(&order)) {
    sender_.ask(*ask);
  } else if (const auto* const wake_in = std::get_if<app::WakeIn>(&order)) {
    sender_.wake_in(*wake_in);
  } else if (const auto* const prove = std::get_if<app::Prove>(&order)) {
    sender_.prove(*prove);
  } else if (const auto* const write = std::get_if<app::Write>(&order)) {
    if (!keeper_.write(*write)) act(app::MemoryFailed{});
  } else if (const auto* const drop = std::get_if<app::Drop>(&order)) {
    keeper_.drop(*drop);
  } else if (const auto* const mark = std::get_if<app::Mark>(&order)) {
    keeper_.mark(*mark);
  } else if (std::holds_alternative<app::AskRevision>(order)) {
    sender_.ask_revision();
  } else {
    run(std::get<app::Effect>(order));
  }
}

void Program::run(const app::Effect& effect) {
  if (std::holds_alternative<app::FetchTotals>(effect)) {
    sender_.fetch_totals();
  } else if (const auto* const forget = std::get_if<app::Forget>(&effect)) {
    keeper_.forget(*forget);
  } else if (const auto* const go = std::get_if<app::GoTo>(&effect)) {
    settle();
    enig_visit_go(go->id.c_str());
  } else if (const auto* const copy = std::get_if<app::CopyAddress>(&effect)) {
    enig_visit_copy(copy->id.c_str());
  } else if (const auto* const draw = std::get_if<app::DrawPicture>(&effect)) {
    if (!draw_picture(publication_, words_.words(), state(), draw->picture)) {
      act(app::PictureMade{app::Success::no});
    }
  } else if (const auto* const sign_up = std::get_if<app::SendSignUp>(&effect)) {
    sender_.sign_up(sign_up->address, state().language);
  } else if (std::holds_alternative<app::KeepPage>(effect)) {
    enig_visit_keep_page();
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
  const bool has_storage = keeper_.open();
  const int pictures = enig_picture_abilities();
  act(app::Started{{.memory = has_storage,
                    .clipboard = enig_visit_can_copy() != 0,
                    .picture = pictures > 0,
                    .share = pictures > 1}});
  carry_out(visit_.go_on());
  // Kept, the page can be come back to without its post.
  if (is_reply_ && state().consent == app::Consent::given) enig_visit_forget_post();
}

void Program::wake() { carry_out(visit_.wake()); }

void Program::leave() { run(visit_.leave()); }

void Program::search(std::string_view words) {
  if (state().query != words) act(app::Search{std::string(words)});
}

void Program::reveal() {
  if (state().filter != app::Filter::all) act(app::SetFilter{app::Filter::all});
  search("");
  enig_visit_set_value(search_field, "");
  settle();
}

void Program::released(std::string_view json) {
  auto release = wire::parse_totals(json, publication_.policy);
  if (!release) return;
  const app::TotalsArrived arrived{std::move(*release)};
  const app::State after = app::update(publication_, state(), arrived).state;
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

void Program::heard(app::Heard heard, std::string_view revision, std::string_view json) {
  app::Message message{.heard = heard, .revision = Revision(revision), .kept = std::nullopt};
  if (!json.empty()) message.kept = keeper_.read(json);
  carry_out(visit_.hear(message));
}

void Program::returned() {
  carry_out(visit_.returned(enig_memory_is_gone() != 0 ? app::InTab::gone : app::InTab::there));
}

void Program::want_stream() {
  using policy::Show;
  const Show show = publication_.site.show;
  const bool is_shown = show == Show::always ||
                        (show == Show::after_answer && state().consent == app::Consent::given);
  const bool is_wanted = is_shown && publication_.mode != policy::Mode::read_only &&
                         state().delivery != app::Delivery::stale;
  const std::string path = "api/v1/policies/" + publication_.policy.id.str() + "/events";
  const std::optional<opinion::Release>& newest = held_release_ ? held_release_ : state().release;
  enig_stream_want(is_wanted ? path.c_str() : "", newest ? static_cast<double>(newest->number) : 0);
}

}  // namespace enig::browser

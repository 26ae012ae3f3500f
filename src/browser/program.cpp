#include "browser/program.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "app/visible.h"
#include "base/json_text.h"
#include "browser/renderer.h"
#include "browser/web.h"
#include "page/resident.h"
#include "wire/publication.h"

namespace enig::browser {
namespace {

// The id of a button in a card leads to what the card is about.
app::Target target_of(std::string_view button_id, std::string_view ending) {
  if (!button_id.ends_with(ending)) return app::whole_topic;
  const std::string_view card = button_id.substr(0, button_id.size() - ending.size());
  // The topic's card has an id of Enig's own, with a dot; points' ids have none.
  if (card.find('.') != std::string_view::npos) return app::whole_topic;
  return {PointId(card)};
}

// In thousandths: the printing of any float at all is larger than most of the program.
void append_number(std::string& json, std::string_view name, float value) {
  append_member(json, name);
  const long thousandths = std::lround(value * 1000);
  if (thousandths < 0) json += '-';
  const std::string digits = std::to_string(1000 + std::abs(thousandths) % 1000);
  json += std::to_string(std::abs(thousandths) / 1000) + "." + digits.substr(1);
}

// The document shows a hyphen beside the line's words, not in them.
float words_width_px(const paint::Line& line, const paint::Box& box, const WebLetters& letters) {
  return line.rect.width - (line.is_hyphenated ? letters.advance_px(U'-', box.font) : 0);
}

void append_lines(std::string& json, const paint::Box& box, const WebLetters& letters) {
  append_separator(json);
  json += '{';
  append_member(json, "id");
  append_text(json, box.node->id);
  append_member(json, "lines");
  json += '[';
  for (const paint::Line& line : box.lines) {
    append_separator(json);
    json += '{';
    append_number(json, "x", line.rect.x);
    append_number(json, "y", line.rect.y);
    append_number(json, "width", words_width_px(line, box, letters));
    append_number(json, "height", line.rect.height);
    append_member(json, "text");
    std::string_view words = box.node->text;
    words = words.substr(line.begin, line.end - line.begin);
    constexpr std::string_view soft_hyphen = "\u00AD";
    if (line.is_hyphenated && words.ends_with(soft_hyphen)) words.remove_suffix(soft_hyphen.size());
    append_text(json, words);
    json += '}';
  }
  json += "]}";
}

}  // namespace

Program::Program(policy::Publication publication, page::WordList words)
    : publication_(std::move(publication)),
      words_(std::move(words)),
      sender_(publication_.policy),
      keeper_(publication_),
      visit_(publication_, keeper_, random_ballot_id),
      palette_(page::light_palette(page::colour_from(publication_.site.theme.accent))) {}

std::expected<std::unique_ptr<Program>, Error> Program::create(std::string_view publication_json,
                                                               std::string_view words,
                                                               std::string_view fields) {
  auto carried = wire::parse_publication(publication_json);
  if (!carried) return std::unexpected(std::move(carried.error()));
  auto list = page::WordList::parse(words);
  if (!list) {
    return std::unexpected(
        Error{Fault::refused, "The words are not those of this program.", "Load the page again."});
  }
  app::State state;
  state.language = std::move(carried->language);
  state.release = std::move(carried->release);
  state.topic_sums = std::move(carried->topic_sums);
  std::unique_ptr<Program> program(new Program(std::move(carried->publication), std::move(*list)));
  program->begin(std::move(state), fields);
  program->page_ = program->page_of(program->state());
  return program;
}

page::Page Program::page_of(const app::State& state) {
  return page::resident(publication_, state, words_.words(), memo_);
}

void Program::begin(app::State state, std::string_view fields) {
  while (!fields.empty()) {
    const std::size_t end = std::min(fields.find('\n'), fields.size());
    const std::string_view field = fields.substr(0, end);
    fields.remove_prefix(std::min(end + 1, fields.size()));
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = field.substr(0, equals);
    const std::string_view value = field.substr(equals + 1);
    if (name == "consent" && value == "yes") {
      state.consent = app::Consent::given;
      is_reply_ = true;
    }
    if (name == "consent" && value == "no") state.consent = app::Consent::declined;
    if (name == "consent-asked") {
      const app::AskConsent ask{target_of(value, ".consent.yes")};
      state = app::update(publication_, std::move(state), ask).state;
    }
    if (name == "ballot") {
      if (const auto id = opinion::ballot_id_from(value)) {
        visit_.begin_with(*id);
        state.has_been_sent = true;
        state.delivery = app::Delivery::counted;
      }
    }
    if (name == "also") {
      if (const auto id = opinion::ballot_id_from(value)) visit_.begin_without(*id);
    }
    if (name == "q") state.query = value;
    if (name == "open") open(value, state);
    if (name == "filter") {
      const auto chosen = app::action_from("filter:" + std::string(value));
      if (chosen) state = app::update(publication_, std::move(state), *chosen).state;
    }
    if (name.starts_with("i.")) state.important.insert(PointId(name.substr(2)));
    if (!name.starts_with("a.")) continue;
    const std::optional<opinion::Stance> stance = opinion::stance_from(value);
    if (!stance) continue;
    if (name == "a.") {
      state.topic = stance;
    } else {
      state.answers.insert_or_assign(PointId(name.substr(2)), *stance);
    }
  }
  visit_.begin(std::move(state));
}

// What a page without script had open.
void Program::open(std::string_view what, app::State& state) const {
  std::optional<app::Action> action;
  if (what == "summary") action = app::ToggleSummary{};
  if (what == "delete") action = app::ToggleDeletion{};
  if (what.starts_with("tools:")) action = app::action_from(what);
  if (action) state = app::update(publication_, std::move(state), *action).state;
}

bool Program::start() { return document_.adopt(page_); }

bool Program::can_paint() const { return WebLetters(Ink::dark).can_be_read(); }

bool Program::press(std::string_view id) {
  const page::Node* const node = page::find(page_.root, id);
  if (node == nullptr || !node->action) return false;
  const std::string query = state().query;
  act(filled_in(*node->action, id), app::By::press);
  if (state().query != query) enig_visit_set_value("enig.search", state().query.c_str());
  show_held_release();
  return true;
}

void Program::unfolded(std::string_view id, page::Pressed is_open) {
  const page::Node* const details = page::find(page_.root, id);
  if (details == nullptr || details->pressed == is_open || details->children.empty()) return;
  const page::Node& summary = details->children.front();
  if (summary.action) act(app::Action(*summary.action));
}

bool Program::follow(std::string_view id) {
  const page::Node* const node = page::find(page_.root, id);
  if (node == nullptr) return false;
  if (node->action) return press(id);
  if (!id.starts_with("enig.language.")) return false;
  // Before consent no answer leaves the device. Answers to words that are no longer published stay
  // behind, and their ballot has been withdrawn.
  if (state().consent != app::Consent::given || state().delivery == app::Delivery::stale) {
    return false;
  }
  leave();
  std::string fields;
  for (const page::HiddenField& field : page::hidden_fields(publication_, state())) {
    if (!fields.empty()) fields += '\n';
    fields += field.name + "=" + field.value;
  }
  // What has been withdrawn is gone; new answers are a new ballot.
  if (visit_.ballot_id() && app::has_answers(state())) {
    fields += "\nballot=" + opinion::to_text(*visit_.ballot_id());
  }
  enig_page_post(node->href.c_str(), fields.c_str());
  return true;
}

void Program::act(const app::Action& action, app::By by) { carry_out(visit_.act(action, by)); }

void Program::carry_out(const app::Orders& orders) {
  show(page_of(state()));
  run(orders);
  want_stream();
}

void Program::run(const app::Orders& orders) {
  for (const app::Order& order : orders) run(order);
}

void Program::show(page::Page after) {
  if (after == page_) return;
  std::swap(page_, after);
  const page::Page& before = after;
  const paint::Layout layout_before = layout_;
  if (letters_) {
    earlier_.last = layout_before;
    const bool was_narrowed = std::exchange(is_narrowed_, app::is_narrowed(visit_.state()));
    if (is_narrowed_ && !was_narrowed) earlier_.whole = layout_before;
    layout_ = paint::lay_out(page_.root, *letters_, surroundings_.window, earlier_);
  }
  document_.show(page_, layout_before, layout_);
  is_behind_ = has_new_heights_ = true;
  tell_of_text();
  if (surroundings_.stillness == Stillness::moving) {
    motion_ = {.ids = paint::moving_ids(before.root, page_.root), .progress = 0};
    motion_began_ms_.reset();
  }
  enig_page_ask_frame();
}

void Program::replied(int token, int status, std::string_view body) {
  const Reply reply = sender_.replied(token, status, body);
  if (const auto* const put = std::get_if<app::Reply>(&reply)) {
    carry_out(visit_.replied(*put));
  } else if (const auto* const revision = std::get_if<RevisionReplied>(&reply)) {
    carry_out(visit_.told(revision->published));
  } else if (const auto* const action = std::get_if<app::Action>(&reply)) {
    act(*action);
  }
}

void Program::point(std::string_view hovered_id, std::string_view held_id) {
  hovered_id_ = hovered_id;
  held_id_ = held_id;
}

void Program::set_surroundings(const Surroundings& surroundings) {
  surroundings_ = surroundings;
  const policy::Theme& theme = publication_.site.theme;
  palette_ = surroundings.scheme == Scheme::dark
                 ? page::dark_palette(page::colour_from(theme.accent_dark))
                 : page::light_palette(page::colour_from(theme.accent));
  renew_painter();
  lay_out();
}

void Program::renew_painter() {
  if (painter_) forget_textures(painter_->last_frame());
  painter_.reset();
  letters_ =
      std::make_unique<WebLetters>(surroundings_.scheme == Scheme::dark ? Ink::light : Ink::dark);
  is_planned_ = false;
  is_behind_ = true;
  painter_ = std::make_unique<paint::Painter>(*letters_, *letters_, surroundings_.pixel_ratio);
}

void Program::lay_out() {
  if (!letters_) return;
  settle();
  is_behind_ = true;
  earlier_ = {};
  const paint::Layout before =
      std::exchange(layout_, paint::lay_out(page_.root, *letters_, surroundings_.window));
  document_.lay_out(before, layout_);
  static_cast<void>(document_.overlay(layout_, {}, std::numeric_limits<int>::max()));
  document_.tell_heights(layout_, WebDocument::Sections::all);
  tell_of_text();
  enig_page_ask_frame();
}

void Program::tell_of_text() {
  if (layout_.root.block) enig_page_sets_text(layout_.root.block->needs_shaping ? 0 : 1);
}

void Program::overlay_all() {
  settle();
  has_new_heights_ = false;
  document_.tell_heights(layout_, WebDocument::Sections::all);
  static_cast<void>(
      document_.overlay(layout_, {0, layout_.height_px}, std::numeric_limits<int>::max()));
}

bool Program::catch_up() {
  constexpr int leaves_max = 12;
  constexpr int letters_max = 4;
  if (!painter_) return true;
  // To let go of thousands of blocks takes its time too.
  earlier_.last = {};
  if (!is_narrowed_) earlier_.whole = {};
  page::look_ahead(publication_, words_.words(), memo_);
  if (!document_.overlay(layout_, band_, leaves_max)) return false;
  if (!document_.catch_up(page_, layout_)) return false;
  if (!std::exchange(is_planned_, true)) painter_->plan(layout_, surroundings_.window.root_px);
  const float more = band_.bottom_px - band_.top_px;
  const paint::Scene around{.palette = palette_,
                            .top_px = band_.top_px - more / 2,
                            .bottom_px = band_.bottom_px + more / 2,
                            .pointing = {},
                            .motion = {}};
  // The graphics card gets all letters at once: to hand it each by itself is to wait for it each
  // time.
  if (!painter_->prepare(letters_max)) return false;
  const bool is_done = painter_->look_ahead(layout_, around);
  bring_textures(painter_->last_frame());
  is_behind_ = !is_done;
  return is_done;
}

void Program::draw(double now_ms, float top_px, paint::Canvas canvas) {
  if (!motion_.ids.empty()) {
    if (!motion_began_ms_) motion_began_ms_ = now_ms;
    motion_.progress = paint::progress_after(static_cast<float>(now_ms - *motion_began_ms_));
    if (motion_.progress < 1) {
      enig_page_ask_frame();
    } else {
      motion_.ids.clear();
    }
  }
  const WebDocument::Band band{top_px, top_px + canvas.height_px};
  is_behind_ = is_behind_ || band.top_px != band_.top_px || band.bottom_px != band_.bottom_px;
  band_ = band;
  document_.settle(page_, layout_, band_);
  if (is_behind_) enig_page_ask_later();
  // After the movement: a press costs as few changes of the document as can be.
  if (has_new_heights_) {
    has_new_heights_ = !motion_.ids.empty();
    document_.tell_heights(
        layout_, has_new_heights_ ? WebDocument::Sections::unseen : WebDocument::Sections::all);
  }
  const paint::Scene scene{.palette = palette_,
                           .top_px = top_px,
                           .bottom_px = top_px + canvas.height_px,
                           .pointing = {hovered_id_, held_id_},
                           .motion = motion_};
  render(painter_->frame(layout_, scene, canvas), palette_.of(page::Paint::paper));
}

std::string Program::lines_json() const {
  std::string json = "[";
  for (const paint::Box& box : paint::boxes_of(layout_)) {
    if (!box.lines.empty()) append_lines(json, box, *letters_);
  }
  return json + "]";
}

}  // namespace enig::browser

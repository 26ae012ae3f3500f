#include "page/theme.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/hex.h"
#include "policy/colour.h"

namespace enig::page {
namespace {

constexpr Colour hex(std::uint32_t rgb) {
  return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>((rgb >> 8) & 0xFF),
          static_cast<std::uint8_t>(rgb & 0xFF)};
}

constexpr Style text_style(float size_rem, float line_height, int weight, float above_px,
                           Paint ink = Paint::ink) {
  Style style;
  style.size_rem = size_rem;
  style.line_height = line_height;
  style.weight = weight;
  style.above_px = above_px;
  style.ink = ink;
  return style;
}

constexpr Style box_style(float above_px, float padding_px, float padding_wide_px,
                          Paint ground = Paint::none, Paint border = Paint::none) {
  Style style;
  style.above_px = above_px;
  style.padding_px = padding_px;
  style.padding_wide_px = padding_wide_px;
  style.ground = ground;
  style.border = border;
  style.rounded = ground != Paint::none || border != Paint::none;
  return style;
}

// What is pressed or written in: as high as a thumb, with room beside its words.
constexpr Style control_style(Style style, float padding_px) {
  style.padding_px = padding_px;
  style.padding_wide_px = padding_px;
  style.min_height_px = 48;
  return style;
}

// The same with a line around it. Buttons are quiet until they are pressed.
constexpr Style outlined_style(const Style& text, float padding_px) {
  Style style = control_style(text, padding_px);
  style.ground = Paint::paper;
  style.border = Paint::unsure;
  style.rounded = true;
  return style;
}

constexpr Style button_text = text_style(0.875F, 1.25F, 600, 12);

constexpr Style link_style(float size_rem, float above_px, int weight = 400) {
  Style style = text_style(size_rem, 1.5F, weight, above_px, Paint::accent);
  style.underlined = true;
  style.fits_words = true;
  style.min_height_px = 44;
  style.min_width_px = 44;
  return style;
}

// The lines under a bar, or in its place: as many as they need on most screens.
constexpr Style outcome_style(Paint ink, int lines) {
  Style style = text_style(0.875F, 1.5F, 400, 4, ink);
  style.min_lines = lines;
  style.min_lines_wide = lines - 1;
  return style;
}

constexpr Style undo_style() {
  Style style = link_style(0.875F, 0);
  style.ink = Paint::quiet_ink;
  return style;
}

// A button that is as wide as its words: a filter, a deed.
constexpr Style small_button_style() {
  Style style = outlined_style(button_text, 12);
  style.min_width_px = 44;
  style.fits_words = true;
  return style;
}

constexpr Style more_style() {
  Style style = control_style(undo_style(), 10);
  style.size_rem = 1.125F;
  style.underlined = false;
  return style;
}

constexpr Style brand_style() {
  Style style = text_style(1.0F, 1.5F, 600, 0);
  style.min_height_px = 44;
  style.fits_words = true;
  return style;
}

struct Styles {
  Style plain = box_style(0, 0, 0);
  Style content = box_style(20, 0, 0);
  Style brand = brand_style();
  Style languages = [] {
    Style style = box_style(0, 0, 0);
    style.at_end = true;
    return style;
  }();
  Style language = link_style(0.875F, 0);
  Style notice = [] {
    Style style = box_style(20, 12, 12, Paint::surface, Paint::hairline);
    style.size_rem = 0.875F;
    return style;
  }();
  Style title = text_style(2.0F, 1.15F, 600, 0);
  Style intro = text_style(1.125F, 1.5F, 400, 16);
  Style section = box_style(56, 0, 0);
  Style subsection = box_style(40, 0, 0);
  Style heading = text_style(1.5F, 1.25F, 600, 0);
  Style subheading = text_style(1.25F, 1.3F, 600, 0);
  Style body = text_style(1.125F, 1.5F, 400, 12);
  Style lead = text_style(1.125F, 1.5F, 600, 20);
  Style card = box_style(12, 16, 24, Paint::surface);
  Style nested_card = box_style(12, 12, 16, Paint::paper, Paint::hairline);
  Style point_text = text_style(1.125F, 1.5F, 400, 0);
  Style choice = box_style(12, 0, 0);
  // Three of them have to fit side by side on a phone, "Disagree" in one word.
  Style stance = outlined_style(button_text, 2);
  Style more = more_style();
  Style answer = box_style(12, 0, 0);
  Style reply = box_style(12, 0, 0);
  Style outcome = box_style(12, 0, 0);
  Style tools = [] {
    Style style = box_style(4, 0, 0);
    style.below_px = -8;  // the quiet words in it have room of their own around them
    style.gap_px = 20;
    return style;
  }();
  // What is withheld has the room of the shares and the majority, so that a release moves nothing.
  Style result = outcome_style(Paint::ink, 2);
  Style majority = text_style(0.875F, 1.5F, 600, 0);
  Style withheld = outcome_style(Paint::quiet_ink, 3);
  Style delivery = text_style(0.875F, 1.5F, 600, 4);
  Style diverging = box_style(12, 0, 0);
  Style undo = undo_style();
  Style question = box_style(72, 16, 24, Paint::surface);
  Style question_text = text_style(1.5F, 1.25F, 600, 0);
  Style follow_up = box_style(24, 0, 0);
  Style thanks = text_style(1.25F, 1.3F, 600, 0);
  Style consent = box_style(16, 16, 16, Paint::paper, Paint::hairline);
  Style consent_text = text_style(1.0F, 1.5F, 400, 8);
  Style topics = box_style(12, 0, 0);
  Style topic = box_style(4, 0, 0);
  Style topic_link = link_style(1.125F, 0, 600);
  Style contents = [] {
    Style style = box_style(28, 0, 0);
    style.is_rail = true;
    return style;
  }();
  Style contents_title = [] {
    Style style = text_style(1.0F, 1.5F, 600, 0);
    style.min_height_px = 48;
    return style;
  }();
  Style contents_list = box_style(0, 0, 0);
  Style contents_item = box_style(0, 0, 0);
  Style contents_link = link_style(1.0F, 0);
  Style progress = text_style(0.875F, 1.5F, 400, 0, Paint::quiet_ink);
  Style finder = box_style(20, 0, 0);
  Style label = text_style(0.875F, 1.5F, 600, 0);
  Style field = outlined_style(text_style(1.0F, 1.5F, 400, 4), 12);
  Style field_row = box_style(4, 0, 0);
  Style filters = box_style(12, 0, 0);
  Style filter = small_button_style();
  Style hits = text_style(0.875F, 1.5F, 400, 8, Paint::quiet_ink);
  Style section_sum = text_style(0.875F, 1.5F, 400, 16, Paint::quiet_ink);
  Style section_tools = box_style(12, 0, 0);
  Style mine = box_style(56, 16, 24, Paint::surface);
  Style mine_list = box_style(12, 0, 0);
  Style mine_item = box_style(12, 0, 0);
  Style mine_link = [] {
    Style style = link_style(1.0F, 0);
    style.ink = Paint::ink;
    return style;
  }();
  Style standing = text_style(1.125F, 1.5F, 400, 12);
  Style newsletter = box_style(24, 16, 24, Paint::paper, Paint::hairline);
  Style problem = text_style(0.875F, 1.5F, 600, 4, Paint::disagree);
  Style action = small_button_style();
  Style suggestions = box_style(12, 0, 0);
  Style suggestion = box_style(4, 0, 0);
  Style about = box_style(56, 0, 0);
  Style small = text_style(0.875F, 1.5F, 400, 8, Paint::quiet_ink);
  Style skip = [] {
    Style style = link_style(1.0F, 0, 600);
    style.padding_px = 16;
    style.padding_wide_px = 16;
    style.ground = Paint::paper;
    return style;
  }();
  Style hidden = box_style(0, 0, 0);
};

constexpr Styles styles;

}  // namespace

float padding_block_px(const Style& style, float padding_px, float line_px) {
  return std::max(padding_px, std::ceil((style.min_height_px - line_px) / 2));
}

Colour colour_from(std::string_view text) {
  ENIG_CHECK(policy::is_colour(text));
  const auto at = [&](std::size_t i) { return *hex_byte(text[i], text[i + 1]); };
  return {at(1), at(3), at(5)};
}

Palette light_palette(Colour accent) {
  return {{Colour{}, hex(0x1b1f24), hex(0x565c64), colour_from(policy::light_grounds.paper),
           colour_from(policy::light_grounds.surface), hex(0xd9d6cf), accent, hex(0x0b6e75),
           hex(0xb4500f), hex(0x6b7078), colour_from(policy::light_grounds.paper), hex(0xffe08a)}};
}

Palette dark_palette(Colour accent) {
  return {{Colour{}, hex(0xeceae6), hex(0xa9adb3), colour_from(policy::dark_grounds.paper),
           colour_from(policy::dark_grounds.surface), hex(0x3a3e44), accent, hex(0x4fb6bd),
           hex(0xf0955a), hex(0xa3a8af), colour_from(policy::dark_grounds.paper), hex(0x5a4a00)}};
}

// NOLINTNEXTLINE(readability-function-size): one row for each look.
const Style& style_of(Look look) {
  switch (look) {
    case Look::plain:
      return styles.plain;
    case Look::content:
      return styles.content;
    case Look::brand:
      return styles.brand;
    case Look::languages:
      return styles.languages;
    case Look::language:
      return styles.language;
    case Look::notice:
      return styles.notice;
    case Look::title:
      return styles.title;
    case Look::intro:
      return styles.intro;
    case Look::section:
      return styles.section;
    case Look::subsection:
      return styles.subsection;
    case Look::heading:
      return styles.heading;
    case Look::subheading:
      return styles.subheading;
    case Look::body:
      return styles.body;
    case Look::lead:
      return styles.lead;
    case Look::card:
      return styles.card;
    case Look::nested_card:
      return styles.nested_card;
    case Look::point_text:
      return styles.point_text;
    case Look::choice:
      return styles.choice;
    case Look::agree:
    case Look::disagree:
    case Look::unsure:
    case Look::accept:
    case Look::decline:
      return styles.stance;
    case Look::more:
      return styles.more;
    case Look::answer:
      return styles.answer;
    case Look::reply:
      return styles.reply;
    case Look::outcome:
      return styles.outcome;
    case Look::tools:
      return styles.tools;
    case Look::tool:
      return styles.undo;
    case Look::result:
      return styles.result;
    case Look::majority:
      return styles.majority;
    case Look::withheld:
      return styles.withheld;
    case Look::delivery:
      return styles.delivery;
    case Look::diverging:
      return styles.diverging;
    case Look::undo:
      return styles.undo;
    case Look::question:
      return styles.question;
    case Look::question_text:
      return styles.question_text;
    case Look::follow_up:
      return styles.follow_up;
    case Look::thanks:
      return styles.thanks;
    case Look::consent:
      return styles.consent;
    case Look::consent_text:
      return styles.consent_text;
    case Look::topics:
      return styles.topics;
    case Look::topic:
      return styles.topic;
    case Look::topic_link:
      return styles.topic_link;
    case Look::contents:
      return styles.contents;
    case Look::contents_title:
      return styles.contents_title;
    case Look::contents_list:
      return styles.contents_list;
    case Look::contents_item:
      return styles.contents_item;
    case Look::contents_link:
      return styles.contents_link;
    case Look::progress:
      return styles.progress;
    case Look::finder:
      return styles.finder;
    case Look::label:
      return styles.label;
    case Look::field:
      return styles.field;
    case Look::field_row:
      return styles.field_row;
    case Look::filters:
      return styles.filters;
    case Look::filter:
      return styles.filter;
    case Look::hits:
      return styles.hits;
    case Look::section_sum:
      return styles.section_sum;
    case Look::section_tools:
      return styles.section_tools;
    case Look::mine:
      return styles.mine;
    case Look::mine_list:
      return styles.mine_list;
    case Look::mine_item:
      return styles.mine_item;
    case Look::mine_link:
      return styles.mine_link;
    case Look::standing:
      return styles.standing;
    case Look::newsletter:
      return styles.newsletter;
    case Look::problem:
      return styles.problem;
    case Look::action:
      return styles.action;
    case Look::suggestions:
      return styles.suggestions;
    case Look::suggestion:
      return styles.suggestion;
    case Look::about:
      return styles.about;
    case Look::small:
      return styles.small;
    case Look::skip:
      return styles.skip;
    case Look::hidden:
      return styles.hidden;
  }
  ENIG_CHECK(false);
}

}  // namespace enig::page

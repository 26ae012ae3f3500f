#include "html/stylesheet.h"

#include <fmt/format.h>

#include <string_view>

#include "page/names.h"
#include "page/theme.h"

namespace enig::html {
namespace {

using page::Look;
using page::Paint;
using page::Style;

std::string variables(const page::Palette& palette) {
  std::string text;
  for (std::size_t i = 1; i < page::paint_count; ++i) {
    const page::Colour c = palette.colours[i];
    text += fmt::format("--{}:#{:02x}{:02x}{:02x};", name_of(static_cast<Paint>(i)), c.r, c.g, c.b);
  }
  return text;
}

// The rules that do not depend on a look: theme.h, rules 1 to 3 and 7.
std::string foundation() {
  return fmt::format(
      "*,*::before,*::after{{box-sizing:border-box;margin:0;padding:0}}\n"
      "html{{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"DejaVu "
      "Sans\",sans-serif;"
      "font-kerning:none;font-variant-ligatures:none;-webkit-text-size-adjust:100%;text-size-"
      "adjust:100%;"
      "background:var(--paper);color:var(--ink);overflow-wrap:anywhere;text-decoration-skip-ink:"
      "none;hyphens:manual;hyphenate-"
      "character:\"-\"}}\n"
      ".page{{width:min(100% - {0}px,{1}rem);margin-left:max({2}px,(100% - {1}rem)/2);"
      "margin-left:max({2}px,round(down,(100% - {1}rem)/2,1px));padding:{3}px 0 {4}px}}\n"
      "fieldset{{border:0;min-width:0}}\n"
      "legend{{float:left;width:100%;margin-bottom:{7}px}}\n"
      // Not "legend + *": wherever a child came or went, a browser would style all that is around
      // it anew. What is cleared has no margin above it.
      "fieldset>*{{clear:both}}\n"
      "ul{{list-style:none}}\nlabel{{display:block}}\n"
      "button{{font:inherit;color:inherit;background:none;border:0;cursor:pointer;display:block;"
      "width:100%;"
      "text-align:center}}\n"
      "a{{color:inherit;text-decoration:none;display:block}}\n"
      "svg{{display:block;width:100%;height:{5}px}}\n"
      // A row of less than row_rem: the basis is then wider than the row, and each child has a
      // line.
      ".row{{display:flex;flex-wrap:wrap;gap:{6}px}}\n"
      ".row>*{{flex:1 1 calc(({8}rem - 100%)*999);min-width:0}}\n"
      ".split{{display:grid;grid-template-columns:minmax(0,1fr) "
      "minmax(0,auto);align-items:center;gap:{6}px}}\n"
      ".flow{{display:flex;flex-wrap:wrap;align-items:center;gap:{9}px {10}px}}\n"
      ".flow>*{{max-width:100%}}\n"
      ".row>*,.split>*,.flow>*{{margin-top:0!important}}\n"
      "mark{{background:var(--mark);color:var(--ink)}}\n",
      2 * page::side_px, page::column_rem, page::side_px, page::top_px, page::bottom_px,
      page::bar_height_px, page::row_gap_px, page::style_of(Look::choice).above_px, page::row_rem,
      page::flow_line_gap_px, Style{}.gap_px);
}

constexpr float rail_top_px = 24;  // from the window's upper edge, once the page is scrolled
constexpr float rail_room_px = 6;  // around the rail

// theme.h, rule 1: the rail, and the column beside it, on a page that has something in it.
std::string rail_rules() {
  const float beside_rem = page::rail_rem + page::rail_gap_rem;
  return fmt::format(
      "@media(min-width:{0}rem){{\n"
      ".railed{{width:min(100% - {1}px - {2}rem,{3}rem);"
      "margin-left:max({4}px + {2}rem,(100% - {2}rem - {3}rem)/2 + {2}rem);"
      "margin-left:round(down,max({4}px + {2}rem,(100% - {2}rem - {3}rem)/2 + {2}rem),1px)}}\n"
      // As wide as nothing, so that the column does not make way for it.
      // The room around it is for the outline of what has the focus: what scrolls cuts it off.
      ".contents{{float:left;position:sticky;top:{8}px;width:calc({5}rem + {9}px);padding:{7}px;"
      "margin:-{7}px calc({6}rem - {7}px) 0 calc(-{2}rem - {7}px)!important;"
      "max-height:calc(100vh - 2*{8}px);overflow-y:auto}}\n"
      "}}\n",
      page::railed_rem, 2 * page::side_px, beside_rem, page::column_rem, page::side_px,
      page::rail_rem, page::rail_gap_rem, rail_room_px, rail_top_px - rail_room_px,
      2 * rail_room_px);
}

// The marker of a summary: two edges of a turned square, of which an angle is seen.
std::string summary_rules() {
  const float half = page::marker_side_px / 2;
  const float side = half * 1.41421356F;
  return fmt::format(
      "summary{{position:relative;cursor:pointer;list-style:none;padding-right:{0}px!important}}\n"
      "summary::-webkit-details-marker{{display:none}}\n"
      "summary::after{{content:\"\";position:absolute;right:{1:.2f}px;top:calc(50% - {2:.2f}px);"
      "width:{3:.2f}px;height:{3:.2f}px;border:solid;border-width:0 {4}px {4}px "
      "0;transform:rotate(45deg)}}\n"
      "details[open]>summary::after{{transform:translateY({5}px) rotate(-135deg)}}\n",
      page::marker_room_px, page::marker_line_px + half - side / 2, side / 2 + half / 2, side,
      page::marker_line_px, half);
}

std::string padding_rule(const Style& style, float padding_px, float line_rem) {
  if (style.min_height_px == 0)
    return padding_px > 0 ? fmt::format("padding:{}px;", padding_px) : "";
  // theme.h's padding_block_px, in the style sheet's own arithmetic.
  return fmt::format(
      "padding:{0}px;padding-block:max({0}px,({1}px - {2}rem)/2);"
      "padding-block:max({0}px,round(up,({1}px - round({2}rem,1px))/2,1px));",
      padding_px, style.min_height_px, line_rem);
}

std::string ground_rule(const Style& style) {
  std::string text;
  if (style.ground != Paint::none)
    text += fmt::format("background:var(--{});", name_of(style.ground));
  if (style.border != Paint::none)
    text += fmt::format("border:{}px solid var(--{});", page::border_px, name_of(style.border));
  if (style.rounded) text += fmt::format("border-radius:{}px;", page::radius_px);
  return text;
}

// Of leaves without padding.
std::string min_lines_rule(int lines, float line_rem) {
  if (lines == 1) return "";
  return fmt::format("min-height:{1}rem;min-height:calc({0}*round({2}rem,1px));", lines,
                     static_cast<float>(lines) * line_rem, line_rem);
}

// Browsers give their fields a height of their own: here it is that of a leaf of one line.
std::string field_rule(const Style& style, float line_rem) {
  return fmt::format(
      ".field{{display:block;width:100%;font-family:inherit;appearance:none;outline-offset:2px;"
      "height:calc({0}rem + 2*max({1}px,({2}px - {0}rem)/2) + {3}px);"
      "height:calc(round({0}rem,1px) + 2*max({1}px,round(up,({2}px - round({0}rem,1px))/2,1px)) + "
      "{3}px)}}\n",
      line_rem, style.padding_px, style.min_height_px, 2 * page::border_px);
}

std::string rule_of(Look look) {
  const Style& style = page::style_of(look);
  const std::string_view name = page::name_of(look);
  const float line_rem = style.size_rem * style.line_height;
  std::string text = fmt::format(
      ".{}{{font-size:{}rem;line-height:{}rem;line-height:round({}rem,1px);font-weight:{};"
      "color:var(--{});",
      name, style.size_rem, line_rem, line_rem, style.weight, name_of(style.ink));
  text += padding_rule(style, style.padding_px, line_rem);
  text += ground_rule(style);
  if (style.underlined) {
    text += fmt::format("text-decoration:underline {}px;text-underline-offset:{}em;",
                        page::underline_px, page::underline_share);
  }
  if (style.fits_words) text += "width:fit-content;max-width:100%;";
  if (style.underlined) text += "text-align:left;";
  if (style.min_width_px > 0) text += fmt::format("min-width:{}px;", style.min_width_px);
  text += min_lines_rule(style.min_lines, line_rem);
  if (style.at_end) text += "margin-left:auto;";
  text += "}\n";
  if (style.below_px < 0) text += fmt::format(".{}{{margin-bottom:{}px}}\n", name, style.below_px);
  if (style.above_px > 0) {
    text += fmt::format(".{}:not(:first-child){{margin-top:{}px}}\n", name, style.above_px);
  }
  if (look == Look::field) text += field_rule(style, line_rem);
  std::string wide;
  if (style.padding_wide_px != style.padding_px) {
    wide += padding_rule(style, style.padding_wide_px, line_rem);
  }
  if (style.min_lines_wide != style.min_lines) {
    wide += style.min_lines_wide == 1 ? std::string("min-height:0;")
                                      : min_lines_rule(style.min_lines_wide, line_rem);
  }
  if (!wide.empty()) {
    text += fmt::format("@media(min-width:{}rem){{.{}{{{}}}}}\n", page::wide_rem, name, wide);
  }
  return text;
}

// Filled when pressed; the bar's parts have the same colours.
std::string stance_rules() {
  std::string text;
  for (const std::string_view name : {"agree", "disagree", "unsure"}) {
    text += fmt::format(
        ".{0}[aria-pressed=true]{{background:var(--{0});border-color:var(--{0});color:var(--on-"
        "stance)}}\n"
        "rect.{0}{{fill:var(--{0})}}\n",
        name);
  }
  text +=
      ".filter[aria-pressed=true]{background:var(--ink);border-color:var(--ink);"
      "color:var(--paper)}\n.tool[aria-pressed=true]{color:var(--ink)}\n";
  text += "rect.track{fill:var(--hairline)}\nrect.interval{fill:var(--ink)}\n";
  text += fmt::format(".own{{fill:var(--on-stance);stroke:var(--ink);stroke-width:{}}}\n",
                      page::own_rim_px);
  return text;
}

// For assistive technology only.
constexpr std::string_view hidden_rule =
    ".hidden{position:absolute;width:1px;height:1px;margin:-1px!important;overflow:hidden;"
    "clip-path:inset(50%);white-space:nowrap}\n";

// Seen only while it has the focus: then over the top of the page.
constexpr std::string_view skip_rule =
    ".skip{position:absolute;left:0;top:0;z-index:2}\n"
    ".skip:not(:focus){width:1px;min-width:0;height:1px;padding:0;overflow:hidden;"
    "clip-path:inset(50%)}\n";

}  // namespace

std::string stylesheet(const policy::Theme& theme) {
  std::string text = fmt::format(
      ":root{{color-scheme:light dark;{}}}\n@media screen and "
      "(prefers-color-scheme:dark){{:root{{{}}}}}\n",
      variables(page::light_palette(page::colour_from(theme.accent))),
      variables(page::dark_palette(page::colour_from(theme.accent_dark))));
  text += foundation();
  text += summary_rules();
  for (int i = 0; i < page::look_count; ++i) {
    const Look look = static_cast<Look>(i);
    if (look != Look::plain && look != Look::hidden) text += rule_of(look);
    if (page::style_of(look).gap_px != Style{}.gap_px) {
      text +=
          fmt::format(".{}{{column-gap:{}px}}\n", page::name_of(look), page::style_of(look).gap_px);
    }
  }
  text += stance_rules();
  text += hidden_rule;
  text += skip_rule;
  text += rail_rules();
  return text;
}

}  // namespace enig::html

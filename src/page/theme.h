// The look of Enig, in one file: type, space and colour of every Look. HTML prints it as a style
// sheet, paint lays out from the same numbers, so that the painted page and the HTML page have the
// same boxes.
//
//     const Style& style = style_of(Look::card);
//     float padding_px = style.padding_px;
//
// The layout rules, which both follow:
// 1. The page is a column of min(width - 2 * side_px, column_rem) centred in the window; its left
//    edge is a whole px. On a page with something that `is_rail`, where the media query
//    (min-width: railed_rem) holds, rail_rem and rail_gap_rem lie to the left of the column and are
//    centred with it; what `is_rail` stands there, as plain HTML: it takes no room in the column
//    and is not painted. Every page that is painted has one.
// 2. A container stacks its children. A child lies `above_px` below the one before it; the first
//    child of a container lies at its content's top, whatever its `above_px`. What follows a child,
//    also the container's end, comes -`below_px` nearer.
// 3. A row gives its children equal widths with row_gap_px between them and the height of the
//    tallest. Children of a row have no `above_px`. In less than row_rem they lie under each other,
//    row_gap_px apart. A split gives its last child the width of its words, its first the rest less
//    row_gap_px, and lays both on one middle line. A flow gives each child the width of its words,
//    at most its own, `gap_px` beside the one before it; what has no room goes to the next line,
//    flow_line_gap_px below. The children of a line lie on one middle line.
// 4. Text has whole-pixel line heights: round(size_rem * root_px * line_height). Its size is
//    size_rem * root_px.
// 5. Above and below its words a leaf has padding_block_px(style, padding, line height): a leaf of
//    one line is at least min_height_px high, one with min_lines has room for so many, and a field
//    for one. A button's words are centred, in a taller row also from top to bottom, unless they
//    are underlined. A summary's words leave marker_room_px at its right end for its marker.
// 6. Padding and border lie inside a box's width: the content starts border_px + padding inside.
//    Where the media query (min-width: wide_rem) holds, padding_wide_px is used for padding_px.
// 7. Lines break at spaces, after hyphens and, with a hyphen, at soft hyphens; a word that is too
//    long for a line breaks anywhere. There the painted page, which the document then follows, puts
//    a hyphen between two syllables where it finds some; a style sheet cannot.
//    What the search has found is marked as high as the letters' own box, which stands in the
//    middle of the line. An underline is underline_px thick, its top underline_share of the font's
//    size below the baseline, and nothing interrupts it.
// 8. A link or quiet button in a stack is as wide as its words, at least min_width_px, not as the
//    column.
#pragma once

#include <cstdint>
#include <string_view>

#include "page/node.h"

namespace enig::page {

struct Colour {
  std::uint8_t r, g, b;
  friend bool operator==(const Colour&, const Colour&) = default;
};

// The roles that a colour can play. Which of them meet, and how well they must be told apart, is in
// page/contrast.h.
enum class Paint : std::uint8_t {
  none,
  ink,        // words
  quiet_ink,  // words that may be skipped
  paper,
  surface,  // cards' and questions' ground
  hairline,
  accent,  // the publisher's: links, focus
  agree,
  disagree,
  unsure,
  on_stance,  // words on a filled stance button
  mark,       // behind what the search has found
};
inline constexpr std::size_t paint_count = 12;

struct Palette {
  Colour colours[paint_count];
  [[nodiscard]] Colour of(Paint paint) const { return colours[static_cast<std::size_t>(paint)]; }
};

// `accent` is the publisher's colour for that scheme.
[[nodiscard]] Palette light_palette(Colour accent);
[[nodiscard]] Palette dark_palette(Colour accent);
// "#rrggbb"; the policy room has already checked it.
[[nodiscard]] Colour colour_from(std::string_view hex);

inline constexpr float side_px = 16;     // beside the column
inline constexpr float column_rem = 40;  // reading column at most
inline constexpr float wide_rem = 48;    // window width from which padding_wide_px is used
inline constexpr float railed_rem = 70;  // window width from which there is a rail
inline constexpr float rail_rem = 16;    // its width
inline constexpr float rail_gap_rem = 3;
inline constexpr float top_px = 12;     // above the first node
inline constexpr float bottom_px = 56;  // below the last
inline constexpr float row_gap_px = 6;
inline constexpr float row_rem = 12.5F;  // a narrower row is a stack (rule 3)
inline constexpr float flow_line_gap_px = 4;
// The marker of a summary: an angle that points down, and up where it is open.
inline constexpr float marker_room_px = 28;
inline constexpr float marker_side_px = 12;  // width of the angle, twice its height
inline constexpr float marker_line_px = 2;
inline constexpr float underline_px = 1;
inline constexpr float underline_share = 0.2F;
inline constexpr float radius_px = 10;  // of what is `rounded`
inline constexpr float border_px = 1;
inline constexpr float bar_height_px = 22;        // of the whole bar
inline constexpr float bar_parts_height_px = 14;  // its three parts, from the top
inline constexpr float bar_track_top_px = 6;      // the line that the parts lie on, from end to end
inline constexpr float bar_track_height_px = 2;
// The bracket of the interval, under the parts: a line from end to end, and a tick at each end.
inline constexpr float bar_interval_top_px = 18;
inline constexpr float bar_interval_height_px = 2;
inline constexpr float bar_tick_top_px = 16;
inline constexpr float bar_tick_height_px = 6;
inline constexpr float bar_tick_width_px = 2;
// The mark of the person's own answer: a disc in the middle of a part, with a rim around it.
inline constexpr float own_radius_px = 4;
inline constexpr float own_rim_px = 1.5F;

struct Style {
  // Type (leaves).
  float size_rem = 1.125F;
  float line_height = 1.5F;
  int weight = 400;  // 400 or 600
  Paint ink = Paint::ink;
  // Space.
  float above_px = 8;
  float padding_px = 0;  // all four sides
  float padding_wide_px = 0;
  float min_height_px = 0;
  float min_width_px = 0;  // of what fits its words
  int min_lines = 1;       // leaves: so many lines of room, also for fewer
  int min_lines_wide = 1;  // the same, where padding_wide_px is used
  float below_px = 0;      // 0 or less: so much nearer comes what follows, or the container's end
  float gap_px = 8;        // flows: between neighbours
  // Ground.
  Paint ground = Paint::none;
  Paint border = Paint::none;  // border_px wide, inside the box
  bool rounded = false;
  bool underlined = false;
  bool fits_words = false;  // rule 8: as wide as its words
  bool at_end = false;      // of what fits its words: lies at the right end, not at the left
  bool is_rail = false;     // rule 1: beside the column, where there is room
};

[[nodiscard]] const Style& style_of(Look look);

// Rule 5: the larger of `padding_px` and what lifts one line of `line_px` to min_height_px, in
// whole px. The border is not in it.
[[nodiscard]] float padding_block_px(const Style& style, float padding_px, float line_px);

}  // namespace enig::page

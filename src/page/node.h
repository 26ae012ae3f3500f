// A page as data: the tree that is printed as HTML, painted by ImGui and adopted by the browser, so
// that all three say the same.
//
//     Page page = resident(publication, state);
//     std::string text = html::print(page);
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/state.h"
#include "opinion/interval.h"
#include "opinion/tally.h"

namespace enig::page {

// What a node is. The comment names its HTML element.
enum class Kind {
  // Containers; they stack their children from top to bottom.
  document,    // div, the root of every page
  banner,      // header
  navigation,  // nav
  main,        // main
  form,        // form: what is posted where there is no script
  section,     // section, named by its heading
  group,       // fieldset; its first child is a legend, which names it
  list,        // ul
  item,        // li
  row,         // div; children side by side, of equal width
  split,       // div; two children: the last as wide as its words, the first has the rest
  footer,      // footer
  // Leaves.
  heading,    // h1 … h6 by level
  paragraph,  // p
  legend,     // legend
  status,     // p role=status: said aloud by assistive technology when its words change
  button,     // button type=submit; aria-pressed where `pressed` is set
  link,       // a
  bar,        // svg role=img, named by `text`: a diverging bar of three shares
};

// How a node looks; page/theme.h gives each look its type, space and colour. The HTML class has the
// same name, with hyphens.
enum class Look {
  plain,
  content,      // all between banner and footer
  brand,        // the site's name, in the banner
  language,     // link to another language
  notice,       // a quiet framed word from Enig: trial, read-only copy
  title,        // h1
  intro,        // the topic's introduction
  section,      // a top-level section
  subsection,   // a section inside a section
  heading,      // h2
  subheading,   // h3 and deeper
  body,         // running text
  lead,         // "Bærum Arbeiderparti vil:"
  card,         // one point
  nested_card,  // a point under a point
  point_text,   // the text of a point: its card's legend
  choice,       // the row of three stance buttons
  agree,        // stance buttons: filled with their colour when pressed
  disagree,
  unsure,
  outcome,    // what came of the answer, and undo beside it
  result,     // the line under the bar
  withheld,   // in the bar's place, why there is none
  delivery,   // in the card, when an answer could not be sent
  diverging,  // the bar; its geometry is page/bar.h's
  undo,       // quiet text button
  question,   // the topic question: the one big moment
  question_text,
  follow_up,  // what unfolds after the topic's answer
  thanks,
  consent,  // asked inside the card
  consent_text,
  accept,  // the two consent buttons, equal
  decline,
  topics,  // list of links to topics
  topic,   // one item of that list
  topic_link,
  about,   // the footer
  small,   // footer, caveats
  hidden,  // for assistive technology only: takes no room, is not painted
};

// Whether a toggle button is down.
enum class Pressed { no, yes };

// What a bar shows: shares of `counts`, the interval around the agree share, and the person's own
// answer.
struct Shares {
  opinion::Counts counts;
  opinion::Percentages percentages;
  opinion::Interval agree_interval;
  std::optional<opinion::Stance> own;

  friend bool operator==(const Shares&, const Shares&) = default;
};

struct Node {
  std::string id;  // unique on the page, stable between pages; the DOM id. Never empty.
  Kind kind = Kind::paragraph;
  Look look = Look::plain;
  std::string text;      // leaves: the visible words, or a bar's spoken ones
  std::string language;  // BCP 47, where it differs from the parent's; else empty
  int level = 0;         // headings: 1 … 6
  std::optional<Pressed> pressed;
  std::string href;                   // links
  std::string labelled_by;            // sections: the id of the heading that names them
  std::optional<app::Action> action;  // what pressing does, in the running app
  std::string form_value;  // what pressing posts without script; the running app never reads it
  std::optional<Shares> shares;  // bars
  std::vector<Node> children;

  friend bool operator==(const Node&, const Node&) = default;
};

// Hidden fields of the form without script.
struct HiddenField {
  std::string name;
  std::string value;
  friend bool operator==(const HiddenField&, const HiddenField&) = default;
};

struct Page {
  std::string language;  // of the document
  std::string title;     // for the window and for search engines
  std::string description;
  Node root;
  std::vector<HiddenField> hidden_fields;

  friend bool operator==(const Page&, const Page&) = default;
};

// The page as indented text, one node a line: what tests compare and people read.
[[nodiscard]] std::string to_text(const Page& page);

// The node with this id, or nullptr.
[[nodiscard]] const Node* find(const Node& root, std::string_view id);

}  // namespace enig::page

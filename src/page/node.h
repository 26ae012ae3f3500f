// A page as data: the tree that is printed as HTML, painted by ImGui and adopted by the browser, so
// that all three say the same.
//
//     Page page = resident(publication, state);
//     std::string text = html::print(page);
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/action.h"
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
  flow,   // div; children beside each other, each as wide as its words, on as many lines as needed
  stack,  // div without a meaning of its own
  details,  // details; its first child is a summary; `pressed` tells whether it is open
  footer,   // footer
  // Leaves.
  heading,    // h1 … h6 by level
  paragraph,  // p
  legend,     // legend
  status,     // p role=status: said aloud by assistive technology when its words change
  summary,    // summary of a details
  label,      // label of the field that `labelled_by` names
  field,      // input, as `input` says; its words and caret are the document's own, never painted
  button,     // button type=submit; aria-pressed where `pressed` is set
  link,       // a
  bar,  // svg role=img, named by `text`: a diverging bar of three shares; without `shares` only
        // its empty track, for the eye alone
};

// How a node looks; page/theme.h gives each look its type, space and colour. The HTML class has the
// same name, with hyphens.
enum class Look {
  plain,
  content,      // all between banner and footer
  brand,        // the site's name, in the banner
  languages,    // the links to other languages
  language,     // one of them
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
  more,       // the quiet button at the end of the choice that opens the card's tools
  answer,     // the stance buttons, and more
  reply,      // all that an answer has unfolded under them
  outcome,    // what came of the answer
  tools,      // the quiet buttons of a card: important, copy link, undo
  tool,       // one of them
  result,     // the lines under the bar
  majority,   // on which side it is, in words
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
  contents,        // table of contents with progress; from rail_rem beside the text
  contents_title,  // its summary: "Innhold · 12 av 69 besvart"
  contents_list,
  contents_item,
  contents_link,
  progress,  // "4 av 10", after a link of the contents
  finder,    // search and filter
  label,
  field,
  field_row,      // a field and its button
  filters,        // the row of filter buttons
  filter,         // one of them; filled when pressed
  hits,           // how many points are shown
  section_sum,    // what one and the majority say, under a section
  section_tools,  // under a section: next unanswered, copy link
  mine,           // the person's own answers: summary, memory, deletion
  mine_list,
  mine_item,
  mine_link,    // to the point that was answered
  standing,     // "Du er enig i 34 av 41"
  newsletter,   // the sign-up
  problem,      // a sentence that says what is wrong
  action,       // a button for one deed: sign up, delete, save the picture
  suggestions,  // what else we may agree on
  suggestion,
  about,   // the footer
  small,   // footer, caveats
  skip,    // link to the content, first on the page: seen only while it has the focus, not painted
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

// Bytes [begin, end) of a node's text that the search has found.
struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const Mark&, const Mark&) = default;
};

// What is asked for in a field.
struct Input {
  enum class Type { search, email, text, password };
  Type type = Type::search;
  std::string name = {};  // what it posts as
  // What stands in it when the page comes; what is typed later is the document's.
  std::string value = {};
  std::string described_by = {};  // id of the words that say what is wrong with it
  bool is_wrong = false;
  std::string purpose =
      {};  // text and password: what may be filled in, as HTML's autocomplete has it
  bool may_be_empty = false;  // text and password
  friend bool operator==(const Input&, const Input&) = default;
};

struct Node;

// A node below another. Pages that have a part in common share it, so that comparing, printing and
// laying out can pass over what is the same by its address alone. Reads like a const Node.
class Child {
 public:
  Child(Node node);  // NOLINT(google-explicit-constructor): a list of nodes is written as such
  // NOLINTNEXTLINE(google-explicit-constructor): read as a node wherever one is read
  operator const Node&() const { return *node_; }
  const Node& operator*() const { return *node_; }
  const Node* operator->() const { return node_.get(); }
  // Whoever keeps it may tell by its address, also later, whether a page still has this node.
  [[nodiscard]] const std::shared_ptr<const Node>& shared() const { return node_; }
  // Where both are one and the same, nothing in them differs.
  friend bool operator==(const Child& a, const Child& b);

 private:
  std::shared_ptr<const Node> node_;
};

struct Node {
  std::string id;  // unique on the page, stable between pages; the DOM id. Never empty.
  Kind kind = Kind::paragraph;
  Look look = Look::plain;
  std::string text;         // leaves: the visible words, or a bar's spoken ones
  std::string language;     // BCP 47, where it differs from the parent's; else empty
  std::string spoken;       // buttons and links whose visible words are a sign: their name
  std::vector<Mark> marks;  // leaves: in order, apart from each other
  int level = 0;            // headings: 1 … 6
  std::optional<Pressed> pressed;
  std::optional<Pressed> expanded;  // buttons that open something: whether it is open
  std::optional<Input> input;       // fields
  std::string form_id;              // fields and buttons of another form than the page's: its id
  // Links; buttons: where the page that is posted for is shown. A button that has nothing else to
  // post asks for that page with what its form carries.
  std::string href;
  std::string
      labelled_by;  // sections: the id of the heading that names them; labels: of their field
  std::optional<app::Action> action;  // what pressing does, in the running app
  std::string form_value;  // what pressing posts without script; the running app never reads it
  std::optional<Shares> shares;  // bars
  std::vector<Child> children;

  friend bool operator==(const Node&, const Node&) = default;
};

// Hidden fields of the form without script.
struct HiddenField {
  std::string name;
  std::string value;
  friend bool operator==(const HiddenField&, const HiddenField&) = default;
};

// A form beside the page's own: its fields and buttons name it by `form_id`, because forms cannot
// lie in one another. Only what is always posted lies in it.
struct OtherForm {
  std::string id;
  std::string address;  // where it posts to, relative to the page
  std::vector<HiddenField> fields;
  friend bool operator==(const OtherForm&, const OtherForm&) = default;
};

struct Page {
  std::string language;  // of the document
  std::string title;     // for the window and for search engines
  std::string description;
  Node root;
  std::vector<HiddenField> hidden_fields;
  std::vector<OtherForm> other_forms;

  friend bool operator==(const Page&, const Page&) = default;
};

// The page as indented text, one node a line: what tests compare and people read.
[[nodiscard]] std::string to_text(const Page& page);

// The node with this id, or nullptr.
[[nodiscard]] const Node* find(const Node& root, std::string_view id);

}  // namespace enig::page

// Flows, folds, fields and rails: what beside stacks and rows a page is made of.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "page/theme.h"
#include "paint/changes.h"
#include "paint/layout.h"
#include "tests/paint/fixed_letters.h"
#include "tests/paint/pages.h"

using namespace enig;
using namespace enig::paint;
using page::Child;
using page::Kind;
using page::Look;
using page::Node;

namespace {

constexpr Window phone{.width_px = 360, .root_px = 16, .breadth = Breadth::narrow};
constexpr Window laptop{.width_px = 1280, .root_px = 16, .breadth = Breadth::railed};

Node node(const char* id, Kind kind, Look look, const char* text = "",
          std::vector<Child> children = {}) {
  Node made;
  made.id = id;
  made.kind = kind;
  made.look = look;
  made.text = text;
  made.children = std::move(children);
  return made;
}

Node root_with(std::vector<Child> children) {
  return node("root", Kind::document, Look::plain, "", std::move(children));
}

Box box(const Layout& layout, std::string_view id) {
  const std::vector<Box> boxes = boxes_of(layout);
  const auto found =
      std::ranges::find_if(boxes, [id](const Box& candidate) { return candidate.node->id == id; });
  REQUIRE(found != boxes.end());
  return *found;
}

bool has_box(const Layout& layout, std::string_view id) {
  return std::ranges::any_of(boxes_of(layout), [id](const Box& b) { return b.node->id == id; });
}

const Block* block(const Block& from, std::string_view id) {
  if (from.node->id == id) return &from;
  for (const Placed& child : from.children) {
    if (const Block* const found = block(*child.block, id)) return found;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a flow sets its children beside each other, and goes on below where there is no room") {
  const Node root =
      root_with({node("flow", Kind::flow, Look::filters, "",
                      {node("a", Kind::button, Look::filter, "Alle"),
                       node("b", Kind::button, Look::filter, "Ubesvarte"),
                       node("c", Kind::button, Look::filter, "Det jeg er enig i, og alt annet")})});
  const Layout layout = lay_out(root, FixedLetters(), phone);
  const Rect a = box(layout, "a").rect;
  const Rect b = box(layout, "b").rect;
  const Rect c = box(layout, "c").rect;
  CHECK(a.width == 4 * 7 + 2 * 13);
  CHECK(b.x == a.x + a.width + page::style_of(Look::filters).gap_px);
  CHECK(b.y == a.y);
  CHECK(c.x == a.x);
  CHECK(c.y == a.y + a.height + page::flow_line_gap_px);
  CHECK(box(layout, "flow").rect.height == c.y + c.height - a.y);
}

TEST_CASE("the children of a flow's line lie on one middle line") {
  const Node root = root_with({node("flow", Kind::flow, Look::contents_item, "",
                                    {node("to", Kind::link, Look::contents_link, "Kollektiv"),
                                     node("of", Kind::paragraph, Look::progress, "4 av 10")})});
  const Layout layout = lay_out(root, FixedLetters(), phone);
  const Rect to = box(layout, "to").rect;
  const Rect of = box(layout, "of").rect;
  CHECK(to.y + to.height / 2 == of.y + of.height / 2);
  CHECK(of.x > to.x + to.width);
}

TEST_CASE("what is alone too wide for a flow breaks its words") {
  const Node root =
      root_with({node("flow", Kind::flow, Look::tools, "",
                      {node("a", Kind::button, Look::tool,
                            "En knapp med så mange ord at de ikke får plass på en linje")})});
  const Layout layout = lay_out(root, FixedLetters(), phone);
  CHECK(box(layout, "a").rect.width == 328);
  CHECK(box(layout, "a").lines.size() == 2);
}

TEST_CASE("of a folded details only the summary is there") {
  const auto details = [](page::Pressed is_open) {
    Node made = node("d", Kind::details, Look::contents, "",
                     {node("s", Kind::summary, Look::contents_title, "Innhold"),
                      node("l", Kind::list, Look::contents_list, "",
                           {node("i", Kind::item, Look::contents_item, "")})});
    made.pressed = is_open;
    return root_with({made});
  };
  const Node folded = details(page::Pressed::no);
  const Node open = details(page::Pressed::yes);
  CHECK_FALSE(has_box(lay_out(folded, FixedLetters(), phone), "l"));
  CHECK(has_box(lay_out(open, FixedLetters(), phone), "l"));
  const Box summary = box(lay_out(open, FixedLetters(), phone), "s");
  CHECK(summary.rect.height >= 44);
}

TEST_CASE("a summary's words leave room for its marker") {
  const Node root =
      root_with({node("d", Kind::details, Look::plain, "",
                      {node("s", Kind::summary, Look::contents_title,
                            "Innholdet i hele programmet, med det som er besvart av det hele")})});
  for (const Line& line : box(lay_out(root, FixedLetters(), phone), "s").lines) {
    CHECK(line.rect.x + line.rect.width <= 16 + 328 - page::marker_room_px);
  }
}

TEST_CASE("the contents are in the column, or in the rail beside it and not painted") {
  const Node root = root_with({node("h", Kind::heading, Look::title, "Næring"),
                               node("d", Kind::details, Look::contents, "",
                                    {node("s", Kind::summary, Look::contents_title, "Innhold")}),
                               node("p", Kind::paragraph, Look::body, "Tekst")});
  const Layout narrow = lay_out(root, FixedLetters(), phone);
  CHECK(box(narrow, "p").rect.y >
        box(narrow, "d").rect.y + page::style_of(Look::contents_title).min_height_px);
  const Layout railed = lay_out(root, FixedLetters(), laptop);
  CHECK_FALSE(has_box(railed, "d"));
  CHECK_FALSE(has_box(railed, "s"));
  const Rect title = box(railed, "h").rect;
  CHECK(box(railed, "p").rect.y == title.y + title.height + page::style_of(Look::body).above_px);
  // Rail, gap and column are 59rem, and centred.
  CHECK(title.x == (1280 - 59 * 16) / 2 + 19 * 16);
  CHECK(title.width == 640);
}

TEST_CASE("a field has the room of one line, whatever is typed in it") {
  Node field = node("f", Kind::field, Look::field);
  field.input = page::Input{};
  const Node empty = root_with({field});
  CHECK(box(lay_out(empty, FixedLetters(), phone), "f").rect.height == 50);
  CHECK(box(lay_out(empty, FixedLetters(), phone), "f").lines.empty());
}

TEST_CASE("numbers that are not there yet have the room of those that come") {
  const Node withheld = root_with({node("p", Kind::paragraph, Look::withheld, "Vises snart")});
  const Node shown = root_with({node("p", Kind::paragraph, Look::result,
                                     "72 % enig · 18 % uenig · 10 % vet ikke · 214 svar"),
                                node("m", Kind::paragraph, Look::majority, "Flertallet er enig.")});
  for (const Window& window : {phone, laptop}) {
    const auto height = [&](const Node& root, const char* id) {
      return box(lay_out(root, FixedLetters(), window), id).rect.height;
    };
    CHECK(height(withheld, "p") == height(shown, "p") + height(shown, "m"));
  }
}

TEST_CASE("what can be pressed is at least 44 pixels wide and high") {
  for (const Look look : {Look::tool, Look::more, Look::filter, Look::action, Look::undo}) {
    const Node root = root_with({node("b", Kind::button, look, "i")});
    const Rect rect = box(lay_out(root, FixedLetters(), phone), "b").rect;
    CHECK(rect.width >= 44);
    CHECK(rect.height >= 44);
  }
}

TEST_CASE("a node that two pages share is laid out once") {
  const Child same = node("same", Kind::paragraph, Look::body, "Som før");
  const Node before = root_with({node("a", Kind::paragraph, Look::body, "Kort"), same});
  const Node after = root_with(
      {node("a", Kind::paragraph, Look::body, "Nå så langt at det ikke får plass på en linje"),
       node("new", Kind::paragraph, Look::body, "Ny"), same});
  const FixedLetters letters;
  const Layout first = lay_out(before, letters, phone);
  const Layout second = lay_out(after, letters, phone, {.last = first, .whole = {}});
  CHECK(block(*first.root.block, "same") == block(*second.root.block, "same"));
  CHECK(to_text(second) == to_text(lay_out(after, letters, phone)));
  const std::vector<Change> changes = changed_leaves(first, second);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].now->node->id == "a");
  REQUIRE(changes[0].former != nullptr);
  CHECK(changes[0].former->node->text == "Kort");
  CHECK_FALSE(breaks_alike(*changes[0].now, *changes[0].former));
  CHECK(changes[1].now->node->id == "new");
  CHECK(changes[1].former == nullptr);
}

TEST_CASE("a node that was left out for a while keeps its block") {
  const Child same = node("same", Kind::paragraph, Look::body, "Som før");
  const Child away = node("away", Kind::paragraph, Look::body, "Skjult en stund");
  const Node all = root_with({same, away});
  const Node few = root_with({same});
  const FixedLetters letters;
  const Layout whole = lay_out(all, letters, phone);
  const Layout narrowed = lay_out(few, letters, phone, {.last = whole, .whole = whole});
  CHECK_FALSE(has_box(narrowed, "away"));
  const Layout again = lay_out(all, letters, phone, {.last = narrowed, .whole = whole});
  CHECK(block(*again.root.block, "away") == block(*whole.root.block, "away"));
  CHECK(to_text(again) == to_text(whole));

  // Not where it says something else, or has another width.
  const Node changed = root_with({same, node("away", Kind::paragraph, Look::body, "Annet")});
  const Layout other = lay_out(changed, letters, phone, {.last = narrowed, .whole = whole});
  CHECK(to_text(other) == to_text(lay_out(changed, letters, phone)));
  const Layout wider = lay_out(all, letters, laptop, {.last = narrowed, .whole = whole});
  CHECK(to_text(wider) == to_text(lay_out(all, letters, laptop)));
}

TEST_CASE("a page laid out after another is as if laid out alone") {
  const policy::Publication publication = baerum();
  const FixedLetters letters;
  Layout layout;
  const app::Target first{PointId("rammevilkar")};
  const app::Target second{PointId("naeringsplan")};
  std::vector<app::Action> actions;
  for (const app::Action& action : std::vector<app::Action>{
           app::Answer{first, opinion::Stance::agree}, app::GiveConsent{}, app::Delivered{},
           app::Answer{second, opinion::Stance::unsure}, app::Undo{first},
           app::SetFilter{app::Filter::unanswered}, app::SetFilter{app::Filter::all}}) {
    actions.push_back(action);
    const page::Page page = page_of(publication, actions);
    layout = lay_out(page.root, letters, phone, {.last = layout, .whole = {}});
    CHECK(to_text(layout) == to_text(lay_out(page.root, letters, phone)));
  }
}

TEST_CASE("a text that letters side by side cannot set is told of, wherever it is") {
  const auto tells = [](const char* words) {
    const Node root = root_with({node("g", Kind::section, Look::section, "",
                                      {node("p", Kind::paragraph, Look::body, words)})});
    return lay_out(root, FixedLetters(), phone).root.block->needs_shaping;
  };
  CHECK(tells("שלום"));
  CHECK_FALSE(tells("Blåbærsyltetøy"));
}

#include "paint/layout.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "page/theme.h"
#include "tests/paint/fixed_letters.h"
#include "tests/paint/pages.h"
#include "tests/support/golden.h"

using namespace enig;
using namespace enig::paint;
using page::Kind;
using page::Look;
using page::Node;

namespace {

constexpr Window phone{.width_px = 360, .root_px = 16, .breadth = Breadth::narrow};
constexpr Window laptop{.width_px = 1280, .root_px = 16, .breadth = Breadth::railed};
constexpr Window phone_large_text{.width_px = 360, .root_px = 32, .breadth = Breadth::narrow};

Node node(const char* id, Kind kind, Look look, const char* text = "",
          std::vector<enig::page::Child> children = {}) {
  Node made;
  made.id = id;
  made.kind = kind;
  made.look = look;
  made.text = text;
  made.children = std::move(children);
  return made;
}

Box box(const Layout& layout, std::string_view id) {
  const std::vector<Box> boxes = boxes_of(layout);
  const auto found =
      std::ranges::find_if(boxes, [id](const Box& candidate) { return candidate.node->id == id; });
  REQUIRE(found != boxes.end());
  return *found;
}

std::string laid_out(const page::Page& page, const Window& window) {
  return to_text(lay_out(page.root, FixedLetters(), window));
}

}  // namespace

TEST_CASE("the business policy of Bærum on a phone") {
  CHECK_THAT(laid_out(page_of(baerum()), phone),
             support::equals_golden("tests/paint/baerum_360.txt"));
}

TEST_CASE("the business policy of Bærum on a laptop") {
  CHECK_THAT(laid_out(page_of(baerum()), laptop),
             support::equals_golden("tests/paint/baerum_1280.txt"));
}

TEST_CASE("a page with answers, bars and a follow-up on a phone") {
  CHECK_THAT(laid_out(answered_page(support::small_publication()), phone),
             support::equals_golden("tests/paint/answered_360.txt"));
}

TEST_CASE("text of twice the size on a phone") {
  CHECK_THAT(laid_out(answered_page(support::small_publication()), phone_large_text),
             support::equals_golden("tests/paint/answered_360_large_text.txt"));
}

TEST_CASE("the column is centred, at most so wide, and starts at a whole pixel") {
  const Node root = node("root", Kind::document, Look::plain);
  const auto column = [&root](const Window& window) {
    return boxes_of(lay_out(root, FixedLetters(), window))[0].rect;
  };
  CHECK(column({.width_px = 1001}) == Rect{180, page::top_px, 640, 0});
  CHECK(column({.width_px = 320}) == Rect{16, page::top_px, 288, 0});
  CHECK(column({.width_px = 10}).width == 0);
}

TEST_CASE("the first child lies at the top, the others below the one before") {
  const Node root = node(
      "root", Kind::document, Look::plain, "",
      {node("a", Kind::paragraph, Look::body, "A"), node("b", Kind::paragraph, Look::body, "B")});
  const Layout layout = lay_out(root, FixedLetters(), phone);
  CHECK(box(layout, "a").rect.y == page::top_px);
  const Rect first = box(layout, "a").rect;
  CHECK(box(layout, "b").rect.y == first.y + first.height + page::style_of(Look::body).above_px);
}

TEST_CASE("a hidden node has no box and takes no room") {
  const Node with = node("root", Kind::document, Look::plain, "",
                         {node("a", Kind::paragraph, Look::body, "A"),
                          node("h", Kind::status, Look::hidden, "For the ear only")});
  const Layout layout = lay_out(with, FixedLetters(), phone);
  CHECK(boxes_of(layout).size() == 2);
  CHECK(layout.height_px == page::top_px + 27 + page::bottom_px);
}

TEST_CASE("a row shares its width and takes the height of its tallest") {
  const Node root = node(
      "root", Kind::document, Look::plain, "",
      {node("row", Kind::row, Look::choice, "",
            {node("a", Kind::button, Look::agree, "Enig"),
             node("b", Kind::button, Look::unsure, "Vet ikke, og vil heller ikke svare nå")})});
  const Layout layout = lay_out(root, FixedLetters(), phone);
  const Box a = box(layout, "a");
  const Box b = box(layout, "b");
  CHECK(a.rect.width == b.rect.width);
  CHECK(b.rect.x == a.rect.x + a.rect.width + page::row_gap_px);
  CHECK(a.rect.height == b.rect.height);
  CHECK(b.lines.size() > 1);
  // The words are in the middle of both.
  CHECK(a.lines[0].rect.y + a.lines[0].rect.height / 2 == a.rect.y + a.rect.height / 2);
  CHECK(a.lines[0].rect.x + a.lines[0].rect.width / 2 == a.rect.x + a.rect.width / 2);
}

TEST_CASE("three stance buttons fit on the narrowest phone, also at twice the text size") {
  for (const float root_px : {16.0F, 32.0F}) {
    const page::Page page = page_of(support::small_publication());
    const Layout layout = lay_out(page.root, FixedLetters(), {.width_px = 320, .root_px = root_px});
    for (const char* const id : {"sone-1.agree", "sone-1.disagree", "sone-1.unsure"}) {
      const Box& button = box(layout, id);
      CHECK(button.rect.height >= 48);
      CHECK(button.rect.x + button.rect.width <= 320 - page::side_px);
      for (const Line& line : button.lines) CHECK(line.rect.width <= button.rect.width);
    }
  }
}

TEST_CASE("a letter that is wider than its button starts at the left of the room") {
  const Node root =
      node("root", Kind::document, Look::plain, "", {node("a", Kind::button, Look::agree, "E")});
  const Layout layout = lay_out(root, FixedLetters(), {.width_px = 32 + 12});
  const Box a = box(layout, "a");
  const float inset = page::style_of(Look::agree).padding_px + 1;
  CHECK(a.lines[0].rect.width > a.rect.width - 2 * inset);
  CHECK(a.lines[0].rect.x == a.rect.x + inset);
}

TEST_CASE("a link is as wide as its words, and as the column where they need two lines") {
  const auto link_width = [](const char* words) {
    const Node root = node("root", Kind::document, Look::plain, "",
                           {node("link", Kind::link, Look::topic_link, words)});
    return box(lay_out(root, FixedLetters(), phone), "link").rect.width;
  };
  CHECK(link_width("Bli med") == 7 * 9);
  CHECK(link_width("Se alle de andre politiske sakene i kommunen") == 328);
}

TEST_CASE("no box of a page leaves its parent's sides, and no line its box's") {
  for (const Window& window : {phone, laptop, phone_large_text}) {
    const page::Page page = answered_page(baerum());
    const Layout layout = lay_out(page.root, FixedLetters(), window);
    for (const Box& inner : boxes_of(layout)) {
      for (const Node& child : inner.node->children) {
        if (is_left_out(child, window.breadth)) continue;
        // Folded: only the summary is there.
        if (inner.node->kind == Kind::details && child.kind != Kind::summary) continue;
        const Rect rect = box(layout, child.id).rect;
        CHECK(rect.x >= inner.rect.x - 0.01F);
        CHECK(rect.x + rect.width <= inner.rect.x + inner.rect.width + 0.01F);
        const float below_px = page::style_of(child.look).below_px;
        CHECK(rect.y + rect.height + below_px <= inner.rect.y + inner.rect.height + 0.01F);
      }
      for (const Line& line : inner.lines) {
        CHECK(line.rect.x >= inner.rect.x);
        CHECK(line.rect.x + line.rect.width <= inner.rect.x + inner.rect.width + 0.1F);
        CHECK(line.rect.y == std::floor(line.rect.y * 2) / 2);
      }
    }
  }
}

#include "html/postpone.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "html/edits.h"

using namespace enig;
using html::Postponed;
using page::Child;
using page::Kind;
using page::Look;
using page::Node;

namespace {

Node node(const std::string& id, Kind kind, Look look, std::vector<Child> children = {}) {
  Node made;
  made.id = id;
  made.kind = kind;
  made.look = look;
  made.children = std::move(children);
  return made;
}

Child card(const std::string& id, const std::string& text) {
  Node legend = node(id + ".text", Kind::legend, Look::point_text);
  legend.text = text;
  return node(id, Kind::group, Look::card, {legend});
}

constexpr int cards_each = 40;

Child section(const std::string& id, const std::string& text) {
  Node heading = node(id + ".title", Kind::heading, Look::heading);
  heading.level = 2;
  heading.text = id;
  Node made = node(id, Kind::section, Look::section, {heading});
  made.labelled_by = heading.id;
  for (int i = 0; i < cards_each; ++i)
    made.children.push_back(card(id + "-" + std::to_string(i), text));
  return made;
}

Node page_with(std::vector<Child> sections) {
  const Node form = node("form", Kind::form, Look::plain, std::move(sections));
  return node("page", Kind::document, Look::plain,
              {node("main", Kind::main, Look::content, {form})});
}

const std::vector<Child>& sections_of(const Node& page) {
  return page.children[0]->children[0]->children;
}

const auto all_far = [](const std::string&) { return true; };

std::function<bool(const std::string&)> far_but(std::string near) {
  return [near = std::move(near)](const std::string& id) { return id != near; };
}

}  // namespace

TEST_CASE("a small change is made at once, wherever it is") {
  const Child a = section("a", "as it was");
  const Node before = page_with({a, section("b", "as it was")});
  const Node after = page_with({a, section("b", "as it is")});
  REQUIRE(2 * cards_each <= limits::cards_at_once_max);
  const Postponed soon = html::postpone(before, after, all_far);
  CHECK(soon.behind.empty());
  CHECK_FALSE(soon.is_large);
  CHECK(soon.root == after);
}

TEST_CASE("of a large change, sections far from the window stay as they were") {
  const Node before = page_with({section("a", "was"), section("b", "was"), section("c", "was")});
  const Node after = page_with({section("a", "is"), section("b", "is"), section("c", "is")});
  const Postponed soon = html::postpone(before, after, far_but("b"));
  CHECK(soon.is_large);
  CHECK(soon.behind == std::vector<std::string>{"a", "c"});
  CHECK(sections_of(soon.root)[0].shared() == sections_of(before)[0].shared());
  CHECK(sections_of(soon.root)[1].shared() == sections_of(after)[1].shared());
  CHECK(sections_of(soon.root)[2].shared() == sections_of(before)[2].shared());
}

TEST_CASE("a new section far from the window has its heading, and nothing below it") {
  const Node before = page_with({section("a", "was")});
  const Node after = page_with({section("a", "is"), section("b", "is"), section("c", "is")});
  const Postponed soon = html::postpone(before, after, far_but("a"));
  const Node& b = sections_of(soon.root)[1];
  CHECK(b.id == "b");
  REQUIRE(b.children.size() == 1);
  CHECK(b.children[0]->id == b.labelled_by);
}

TEST_CASE("section by section the page becomes what it should be, and no slice is large") {
  const Node before = page_with({section("a", "was"), section("gone", "was"), section("b", "was"),
                                 section("c", "was"), section("d", "was")});
  const Node after = page_with({section("a", "is"), section("new", "is"), section("b", "is"),
                                section("c", "is"), section("d", "is"), section("e", "is")});
  Postponed soon = html::postpone(before, after, far_but("a"));
  CHECK(soon.behind == std::vector<std::string>{"new", "b", "c", "d", "e"});
  while (!soon.behind.empty()) {
    const Node shown = soon.root;
    const std::size_t left = soon.behind.size();
    soon = html::postpone(shown, after, far_but(soon.behind.front()));
    CHECK(soon.behind.size() < left);
    CHECK(html::edits(shown, soon.root).size() <= 2 * limits::cards_at_once_max);
  }
  CHECK(soon.root == after);
}

TEST_CASE("what an answer changes under the question and in the summary may wait, far from it") {
  const auto aside = [](const char* id, Look look, const char* text) {
    Node words = node(std::string(id) + ".words", Kind::paragraph, Look::body);
    words.text = text;
    return Child(node(id, Kind::section, look, {words}));
  };
  const auto page = [&](const char* text) {
    return page_with({section("a", text), aside("question", Look::question, text),
                      aside("mine", Look::mine, text)});
  };
  const Node before = page("was");
  const Node after = page("is");
  const Postponed soon = html::postpone(before, after, far_but("question"));
  CHECK_FALSE(soon.is_large);
  CHECK(soon.behind == std::vector<std::string>{"mine"});
  CHECK(sections_of(soon.root)[0].shared() == sections_of(after)[0].shared());
  CHECK(sections_of(soon.root)[1].shared() == sections_of(after)[1].shared());
  CHECK(sections_of(soon.root)[2].shared() == sections_of(before)[2].shared());
}

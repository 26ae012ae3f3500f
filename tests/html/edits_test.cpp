#include "html/edits.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "app/update.h"
#include "page/resident.h"
#include "tests/support/publications.h"

using namespace enig;
using html::Edit;
using page::Kind;
using page::Node;

namespace {

Node node(const char* id, Kind kind, const char* text = "",
          std::vector<enig::page::Child> children = {}) {
  Node made;
  made.id = id;
  made.kind = kind;
  made.text = text;
  made.children = std::move(children);
  return made;
}

std::string between(const Node& before, const Node& after) {
  std::string text;
  for (const Edit& edit : html::edits(before, after)) {
    std::string line = to_text(edit);
    std::erase(line, '\n');
    text += line + "\n";
  }
  return text;
}

Node main_with(std::vector<enig::page::Child> children) {
  return node("main", Kind::main, "", std::move(children));
}

const Node a = node("a", Kind::paragraph, "A");
const Node b = node("b", Kind::paragraph, "B");
const Node c = node("c", Kind::paragraph, "C");

}  // namespace

TEST_CASE("equal pages need no edit") {
  CHECK(between(main_with({a, b}), main_with({a, b})).empty());
}

TEST_CASE("changed words are one edit") {
  CHECK(between(main_with({a}), main_with({node("a", Kind::paragraph, "Å <1>")})) ==
        "words of #a: Å &lt;1&gt;\n");
}

TEST_CASE("a pressed button keeps its element") {
  Node up = node("x", Kind::button, "Enig");
  up.pressed = page::Pressed::no;
  Node down = up;
  down.pressed = page::Pressed::yes;
  CHECK(between(main_with({up}), main_with({down})) ==
        "attributes of #x: <button id=\"x\" type=\"button\" aria-pressed=\"true\"></button>\n");
}

TEST_CASE("a new child goes before the one that follows it, or last") {
  CHECK(between(main_with({b}), main_with({a, b, c})) ==
        "insert into #main last: <p id=\"c\">C</p>\n"
        "insert into #main before #b: <p id=\"a\">A</p>\n");
}

TEST_CASE("several changes in a box that nobody can be pressing are one") {
  const Node before = main_with({node("box", Kind::flow, "", {a, b})});
  const Node after = main_with({node("box", Kind::flow, "", {node("a", Kind::paragraph, "Å"), c})});
  CHECK(between(before, after) ==
        "replace #box: <div id=\"box\" class=\"flow\"><p id=\"a\">Å</p><p id=\"c\">C</p></div>\n");
  const Node button = node("x", Kind::button, "Enig");
  CHECK(between(main_with({node("box", Kind::flow, "", {a, b, button})}),
                main_with({node("box", Kind::flow, "", {c, button})})) ==
        "remove #a\nremove #b\ninsert into #box before #x: <p id=\"c\">C</p>\n");
}

TEST_CASE("many children that come and go are found by their ids") {
  std::vector<enig::page::Child> all;
  std::vector<enig::page::Child> odd;
  for (int i = 0; i < 2'000; ++i) {
    const enig::page::Child child = node(("p" + std::to_string(i)).c_str(), Kind::paragraph, "P");
    all.push_back(child);
    if (i % 2 == 1) odd.push_back(child);
  }
  CHECK(html::edits(main_with(all), main_with(odd)).size() == 1'000);
  CHECK(html::edits(main_with(odd), main_with(all)).size() == 1'000);
}

TEST_CASE("neighbours that are both new come at once, in order") {
  CHECK(between(main_with({c}), main_with({a, b, c})) ==
        "insert into #main before #c: <p id=\"a\">A</p><p id=\"b\">B</p>\n");
}

TEST_CASE("a child that is gone is removed, and only it") {
  CHECK(between(main_with({a, b, c}), main_with({a, c})) == "remove #b\n");
}

TEST_CASE("children in another order make their parent anew, nothing is moved") {
  CHECK(between(main_with({a, b}), main_with({b, a})) ==
        "replace #main: <main id=\"main\"><p id=\"b\">B</p><p id=\"a\">A</p></main>\n");
}

TEST_CASE("another element takes the place of the one with the same id") {
  CHECK(between(main_with({a}), main_with({node("a", Kind::status, "A")})) ==
        "replace #a: <p id=\"a\" role=\"status\">A</p>\n");
}

TEST_CASE("a changed name of a landmark is a changed attribute") {
  const Node before = node("n", Kind::navigation, "Språk", {a});
  const Node after = node("n", Kind::navigation, "Languages", {a});
  CHECK(between(before, after) ==
        "attributes of #n: <nav id=\"n\" aria-label=\"Languages\"></nav>\n");
}

TEST_CASE("what is inserted posts to the card that it lies in") {
  Node button = node("x", Kind::button, "Enig");
  button.form_value = "agree:sone-1";
  const Node before = node("sone-1", Kind::group, "", {a});
  const Node after = node("sone-1", Kind::group, "", {a, button});
  CHECK(between(before, after).find("formaction=\"#sone-1\"") != std::string::npos);
}

TEST_CASE("an answer, its consent and its withdrawal take a handful of edits each") {
  const policy::Publication publication = support::small_publication();
  app::State state;
  state.language = "nb";
  const app::Target sone{PointId("sone-1")};
  const std::vector<app::Action> actions{
      app::Answer{sone, opinion::Stance::agree}, app::GiveConsent{}, app::Delivered{},
      app::Answer{sone, opinion::Stance::disagree}, app::Undo{sone}};
  const page::Words words("nb");
  page::Memo memo;
  for (const app::Action& action : actions) {
    const page::Page before = page::resident(publication, state, words, memo);
    state = app::update(publication, state, action).state;
    const page::Page after = page::resident(publication, state, words, memo);
    const std::vector<Edit> found = html::edits(before.root, after.root);
    INFO(app::to_text(action));
    CHECK(!found.empty() == !(before == after));
    CHECK(found.size() <= 5);
    for (const Edit& edit : found) CHECK(to_text(edit).find("bygg") == std::string::npos);
  }
}

TEST_CASE(
    "a short list in which several things change is written anew, unless the focus is in it") {
  const auto item = [](const char* id) {
    return enig::page::Child(node(id, Kind::item, "", {node(id, Kind::paragraph, id)}));
  };
  const auto list = [&item](std::vector<const char*> ids) {
    std::vector<enig::page::Child> items;
    for (const char* id : ids) items.push_back(item(id));
    return main_with({node("list", Kind::list, "", std::move(items))});
  };
  const Node before = list({"one", "two", "three"});
  const Node after = list({"one", "three", "four"});
  const auto count = [&](const html::HoldsFocus& holds_focus) {
    return html::edits(before, after, nullptr, holds_focus).size();
  };
  CHECK(count([](const std::string&) { return false; }) == 1);
  CHECK(count([](const std::string& id) { return id == "list"; }) == 2);
  CHECK(count({}) == 2);
}

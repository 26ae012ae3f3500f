#include "html/edits.h"

#include <algorithm>
#include <string_view>

#include "html/print.h"

namespace enig::html {
namespace {

using page::Kind;
using page::Node;

bool is_leaf(const Node& node) { return node.kind >= Kind::heading; }

std::string_view id_of(const Node& node) { return node.id; }

const Node* child_of(const Node& parent, std::string_view id) {
  const auto found = std::ranges::find(parent.children, id, id_of);
  return found == parent.children.end() ? nullptr : &**found;
}

// A node without what is in it.
Node shell_of(const Node& node) {
  Node shell = node;
  shell.children.clear();
  if (is_leaf(node)) shell.text.clear();
  return shell;
}

// What is printed as the element's attributes, but for what a press posts: where edits are made, a
// press is the program's, and after consent every button of the page would post something else.
bool same_attributes(const Node& before, const Node& after) {
  const bool same_name = before.text == after.text || is_leaf(after);
  return same_name && before.look == after.look && before.language == after.language &&
         before.pressed == after.pressed && before.href == after.href &&
         before.labelled_by == after.labelled_by && before.expanded == after.expanded &&
         before.spoken == after.spoken && before.form_id == after.form_id &&
         before.input == after.input;
}

bool same_element(const Node& before, const Node& after) {
  if (before.kind != after.kind || before.level != after.level) return false;
  return after.kind != Kind::bar;
}

// True where the children that both have come in the same order.
bool same_order(const Node& before, const Node& after) {
  auto place = before.children.begin();
  for (const Node& child : after.children) {
    if (child_of(before, child.id) == nullptr) continue;
    place = std::ranges::find(place, before.children.end(), child.id, id_of);
    if (place == before.children.end()) return false;
  }
  return true;
}

class Comparer {
 public:
  void compare(const Node& before, const Node& after, std::string_view anchor) {
    if (before == after) return;
    if (!same_element(before, after) || !same_order(before, after)) {
      edits_.push_back(Replace{before.id, print(after, anchor)});
      return;
    }
    if (!same_attributes(before, after)) {
      edits_.push_back(Attributes{after.id, print(shell_of(after), anchor)});
    }
    if (is_leaf(after)) {
      if (before.marks != after.marks) {
        edits_.push_back(Replace{before.id, print(after, anchor)});
      } else if (before.text != after.text) {
        edits_.push_back(Words{after.id, after.text});
      }
      return;
    }
    const bool is_anchor = after.kind == Kind::group || after.kind == Kind::section;
    compare_children(before, after, is_anchor ? std::string_view(after.id) : anchor);
  }

  std::vector<Edit> take() { return std::move(edits_); }

 private:
  void compare_children(const Node& before, const Node& after, std::string_view anchor) {
    for (const Node& child : before.children) {
      if (child_of(after, child.id) == nullptr) edits_.push_back(Remove{child.id});
    }
    // From the last to the first, so that the one to stand before is always there.
    std::string_view next_id;
    for (auto child = after.children.rbegin(); child != after.children.rend(); ++child) {
      if (const Node* const old = child_of(before, (*child)->id)) {
        compare(*old, **child, anchor);
      } else {
        edits_.push_back(Insert{after.id, std::string(next_id), print(**child, anchor)});
      }
      next_id = (*child)->id;
    }
  }

  std::vector<Edit> edits_;
};

struct Describe {
  std::string operator()(const Remove& e) const { return "remove #" + e.id; }
  std::string operator()(const Insert& e) const {
    const std::string where = e.before_id.empty() ? " last" : " before #" + e.before_id;
    return "insert into #" + e.parent_id + where + ": " + e.html;
  }
  std::string operator()(const Replace& e) const { return "replace #" + e.id + ": " + e.html; }
  std::string operator()(const Attributes& e) const {
    return "attributes of #" + e.id + ": " + e.html;
  }
  std::string operator()(const Words& e) const { return "words of #" + e.id + ": " + e.text; }
};

}  // namespace

std::vector<Edit> edits(const Node& before, const Node& after) {
  Comparer comparer;
  comparer.compare(before, after, {});
  return comparer.take();
}

std::string to_text(const Edit& edit) { return std::visit(Describe{}, edit); }

}  // namespace enig::html

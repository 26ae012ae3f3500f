#include "html/edits.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string_view>

#include "html/print.h"

namespace enig::html {
namespace {

using page::Child;
using page::Kind;
using page::Node;

bool is_leaf(const Node& node) { return node.kind >= Kind::heading; }

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

// A box that says nothing by itself: its like may take its place unnoticed.
bool is_mere_box(const Node& node) {
  return node.kind == Kind::row || node.kind == Kind::split || node.kind == Kind::flow ||
         node.kind == Kind::stack;
}

// Of a list that is written anew.
constexpr std::size_t short_list_max = 8;

// True where a person may have the focus on the node or on something in it.
bool can_hold_focus(const Node& node) {
  const Kind kind = node.kind;
  return kind == Kind::button || kind == Kind::link || kind == Kind::field ||
         kind == Kind::summary || std::ranges::any_of(node.children, can_hold_focus);
}

// The children of two nodes that share an id, without those at either end that both have in the
// same places: after most presses nothing is left on one side.
struct Middle {
  std::span<const Child> before;
  std::span<const Child> after;
  std::size_t begin = 0;  // how many are the same before it
};

Middle middle_of(const Node& before, const Node& after) {
  std::span<const Child> old_children = before.children;
  std::span<const Child> new_children = after.children;
  const auto same = [](const Child& a, const Child& b) { return a->id == b->id; };
  std::size_t begin = 0;
  const std::size_t least = std::min(old_children.size(), new_children.size());
  while (begin < least && same(old_children[begin], new_children[begin])) ++begin;
  std::size_t end = 0;
  while (begin + end < least && same(old_children[old_children.size() - 1 - end],
                                     new_children[new_children.size() - 1 - end])) {
    ++end;
  }
  return {old_children.subspan(begin, old_children.size() - begin - end),
          new_children.subspan(begin, new_children.size() - begin - end), begin};
}

// Where the children of one side are, by their ids.
using Places = std::map<std::string_view, std::size_t>;

Places places_of(std::span<const Child> children) {
  Places places;
  for (std::size_t i = 0; i < children.size(); ++i) places.emplace(children[i]->id, i);
  return places;
}

class Comparer {
 public:
  Comparer(LineSource* lines, const HoldsFocus& holds_focus)
      : lines_(lines), holds_focus_(holds_focus) {}

  // For every node, by its address at once: most of a page is shared with the page before it.
  void compare(const Node& before, const Node& after, std::string_view anchor) {
    if (&before == &after) return;
    if (!same_element(before, after) && !(before == after)) {
      edits_.push_back(Replace{before.id, print_running(after, anchor, lines_)});
      return;
    }
    if (after.kind == Kind::bar) return;
    if (!same_attributes(before, after)) {
      edits_.push_back(Attributes{after.id, print_running(shell_of(after), anchor, nullptr)});
    }
    if (is_leaf(after)) {
      if (before.text != after.text || before.marks != after.marks) {
        edits_.push_back(Words{after.id, words_of(after)});
      }
      return;
    }
    const bool is_anchor = after.kind == Kind::group || after.kind == Kind::section;
    const std::size_t edits_before = edits_.size();
    compare_children(before, after, is_anchor ? std::string_view(after.id) : anchor);
    // Two edits or more in what nobody is pressing are done at once.
    if (edits_.size() > edits_before + 1 && may_be_anew(before, after)) {
      edits_.erase(edits_.begin() + static_cast<std::ptrdiff_t>(edits_before), edits_.end());
      edits_.push_back(Replace{before.id, print_running(after, anchor, lines_)});
    }
  }

  std::vector<Edit> take() { return std::move(edits_); }

 private:
  bool may_be_anew(const Node& before, const Node& after) const {
    if (after.kind == Kind::list) {
      return after.children.size() <= short_list_max && holds_focus_ && !holds_focus_(after.id);
    }
    return is_mere_box(after) && !can_hold_focus(before) && !can_hold_focus(after);
  }

  std::string words_of(const Node& leaf) {
    return print_words(leaf, lines_ ? lines_->lines_of(leaf) : std::span<const LineOfWords>());
  }

  void compare_children(const Node& before, const Node& after, std::string_view anchor) {
    const Middle middle = middle_of(before, after);
    const Places old_places = places_of(middle.before);
    const Places new_places = places_of(middle.after);
    if (!same_order(middle, old_places)) {
      edits_.push_back(Replace{before.id, print_running(after, anchor, lines_)});
      return;
    }
    for (const Child& child : middle.before) {
      if (!new_places.contains(child->id)) edits_.push_back(Remove{child->id});
    }
    // From the last to the first, so that the one to stand before is always there.
    const std::size_t count = after.children.size();
    const std::size_t middle_end = middle.begin + middle.after.size();
    for (std::size_t i = count; i-- > 0;) {
      const Child& child = after.children[i];
      if (i >= middle_end) {
        compare(before.children[before.children.size() - count + i], child, anchor);
      } else if (i < middle.begin) {
        compare(before.children[i], child, anchor);
      } else if (const auto old = old_places.find(child->id); old != old_places.end()) {
        compare(middle.before[old->second], child, anchor);
      } else {
        // All that are new beside it, at once.
        const std::string next = i + 1 < count ? after.children[i + 1]->id : "";
        std::size_t first = i;
        while (first > middle.begin && !old_places.contains(after.children[first - 1]->id)) --first;
        std::string html;
        for (std::size_t k = first; k <= i; ++k)
          html += print_running(after.children[k], anchor, lines_);
        edits_.push_back(Insert{after.id, next, std::move(html)});
        i = first;
      }
    }
  }

  // True where the children that both have come in the same order.
  static bool same_order(const Middle& middle, const Places& old_places) {
    std::size_t next = 0;
    for (const Child& child : middle.after) {
      const auto old = old_places.find(child->id);
      if (old == old_places.end()) continue;
      if (old->second < next) return false;
      next = old->second + 1;
    }
    return true;
  }

  LineSource* lines_;
  const HoldsFocus& holds_focus_;
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
  std::string operator()(const Words& e) const { return "words of #" + e.id + ": " + e.html; }
};

}  // namespace

std::vector<Edit> edits(const Node& before, const Node& after, LineSource* lines,
                        const HoldsFocus& holds_focus) {
  Comparer comparer(lines, holds_focus);
  comparer.compare(before, after, {});
  return comparer.take();
}

std::string to_text(const Edit& edit) { return std::visit(Describe{}, edit); }

}  // namespace enig::html

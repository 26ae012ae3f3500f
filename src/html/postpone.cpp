#include "html/postpone.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>

#include "base/limits.h"

namespace enig::html {
namespace {

using page::Child;
using page::Kind;
using page::Look;
using page::Node;

using Sections = std::map<std::string_view, const Child*>;

bool is_section(const Node& node) {
  return node.kind == Kind::section && node.look == Look::section;
}

// What an answer elsewhere changes.
bool is_aside(const Node& node) {
  return node.kind == Kind::section && (node.look == Look::question || node.look == Look::mine);
}

// Where the top-level sections are: below these alone.
bool is_above_sections(const Node& node) {
  return node.kind == Kind::document || node.kind == Kind::main || node.kind == Kind::form;
}

void collect(const Node& node, Sections& sections) {
  for (const Child& child : node.children) {
    if (is_part(child)) sections.emplace(child->id, &child);
    if (is_above_sections(child)) collect(child, sections);
  }
}

Sections sections_of(const Node& root) {
  Sections sections;
  collect(root, sections);
  return sections;
}

// Counts cards until there are more than may be changed at once.
class CardCount {
 public:
  [[nodiscard]] bool is_large() const { return cards_ > limits::cards_at_once_max; }

  void add(const Node& node) {
    if (node.kind == Kind::group) ++cards_;
    for (const Child& child : node.children) {
      if (is_large()) return;
      add(child);
    }
  }

  // Those that two versions of a section do not share.
  void add_changed(const Node& before, const Node& after) {
    if (&before == &after) return;
    std::map<std::string_view, const Node*> olds;
    for (const Child& child : before.children) olds.emplace(child->id, &*child);
    if (after.kind == Kind::group) ++cards_;
    for (const Child& child : after.children) {
      if (is_large()) return;
      const auto old = olds.find(child->id);
      if (old == olds.end()) {
        add(child);
      } else {
        add_changed(*old->second, child);
        olds.erase(old);
      }
    }
    for (const auto& [id, gone] : olds) add(*gone);
  }

 private:
  std::size_t cards_ = 0;
};

bool is_large_change(const Sections& before, const Sections& after) {
  CardCount cards;
  for (const auto& [id, section] : after) {
    const auto old = before.find(id);
    if (old == before.end()) {
      cards.add(*section);
    } else {
      cards.add_changed(**old->second, **section);
    }
    if (cards.is_large()) return true;
  }
  for (const auto& [id, section] : before) {
    if (!after.contains(id)) cards.add(*section);
    if (cards.is_large()) return true;
  }
  return false;
}

// A section of which only its name is there.
Node hollow(const Node& section) {
  Node shell = section;
  shell.children.clear();
  const auto heading = std::ranges::find(section.children, section.labelled_by,
                                         [](const Child& child) { return child->id; });
  if (heading != section.children.end()) shell.children.push_back(*heading);
  return shell;
}

class Postponer {
 public:
  Postponer(const Sections& before, bool is_large,
            const std::function<bool(const std::string&)>& is_far)
      : before_(before), is_large_(is_large), is_far_(is_far) {}

  Node copy(const Node& after) {
    Node node = after;
    for (Child& child : node.children) {
      if (is_above_sections(child)) {
        child = copy(child);
      } else if (is_aside(child) || (is_large_ && is_section(child))) {
        child = part(child);
      }
    }
    return node;
  }

  std::vector<std::string> take_behind() { return std::move(behind_); }

 private:
  Child part(const Child& after) {
    const auto old = before_.find(after->id);
    const bool is_same = old != before_.end() && old->second->shared() == after.shared();
    if (is_same || !is_far_(after->id)) return after;
    behind_.push_back(after->id);
    return old != before_.end() ? *old->second : Child(hollow(after));
  }

  const Sections& before_;
  bool is_large_;
  const std::function<bool(const std::string&)>& is_far_;
  std::vector<std::string> behind_;
};

}  // namespace

bool is_part(const Node& node) { return is_section(node) || is_aside(node); }

Postponed postpone(const Node& shown, const Node& after,
                   const std::function<bool(const std::string& id)>& is_far) {
  const Sections before = sections_of(shown);
  const bool is_large = is_large_change(before, sections_of(after));
  Postponer postponer(before, is_large, is_far);
  Node root = postponer.copy(after);
  return {std::move(root), postponer.take_behind(), is_large};
}

}  // namespace enig::html

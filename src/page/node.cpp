#include "page/node.h"

#include <string_view>
#include <utility>

#include "page/names.h"

namespace enig::page {
namespace {

void append_line(std::string& text, const Node& node, int depth) {
  text.append(static_cast<std::size_t>(depth) * 2, ' ');
  text += name_of(node.kind);
  if (node.level > 0) text += std::to_string(node.level);
  if (node.look != Look::plain) {
    text += '.';
    text += name_of(node.look);
  }
  text += " #" + node.id;
  if (!node.language.empty()) text += " [" + node.language + "]";
  if (node.pressed) text += *node.pressed == Pressed::yes ? " (pressed)" : " (not pressed)";
  if (node.expanded) text += *node.expanded == Pressed::yes ? " (open)" : " (folded)";
  if (node.input && node.input->is_wrong) text += " (wrong)";
  if (!node.spoken.empty()) text += " (said \"" + node.spoken + "\")";
  for (const Mark& mark : node.marks) {
    text += " mark \"" + node.text.substr(mark.begin, mark.end - mark.begin) + "\"";
  }
  if (!node.href.empty()) text += " -> " + node.href;
  if (!node.form_value.empty()) text += " posts " + node.form_value;
  if (!node.text.empty()) text += " \"" + node.text + "\"";
  text += '\n';
  for (const Node& child : node.children) append_line(text, child, depth + 1);
}

}  // namespace

Child::Child(Node node) : node_(std::make_shared<const Node>(std::move(node))) {}

bool operator==(const Child& a, const Child& b) {
  return a.node_ == b.node_ || *a.node_ == *b.node_;
}

std::string to_text(const Page& page) {
  std::string text = "page [" + page.language + "] \"" + page.title + "\"\n";
  for (const HiddenField& field : page.hidden_fields) {
    text += "hidden " + field.name + "=" + field.value + "\n";
  }
  append_line(text, page.root, 0);
  return text;
}

const Node* find(const Node& root, std::string_view id) {
  if (root.id == id) return &root;
  for (const Node& child : root.children) {
    if (const Node* const found = find(child, id)) return found;
  }
  return nullptr;
}

}  // namespace enig::page

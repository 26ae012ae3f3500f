#include "browser/document.h"

#include <set>
#include <string_view>
#include <variant>

#include "browser/web.h"
#include "html/edits.h"
#include "html/print.h"

namespace enig::browser {
namespace {

bool has_words(const page::Node& node) {
  return node.kind >= page::Kind::heading && node.kind != page::Kind::bar;
}

bool matches(const page::Node& node) {
  if (enig_page_matches(node.id.c_str(), has_words(node) ? node.text.c_str() : "") == 0) {
    return false;
  }
  for (const page::Node& child : node.children) {
    if (!matches(child)) return false;
  }
  return true;
}

// Between two lines: the space that was there, or, inside a word, a place to break that is no
// letter.
std::string_view seam(std::string_view text, const paint::Line& line, const paint::Line& next) {
  return text.substr(line.end, next.begin - line.end).empty() ? "<wbr>" : " ";
}

std::string content_of(const paint::Box& box) {
  const std::string_view text = box.node->text;
  std::string html;
  for (std::size_t i = 0; i < box.lines.size(); ++i) {
    const paint::Line& line = box.lines[i];
    if (i > 0) html += seam(text, box.lines[i - 1], line);
    html += "<span class=\"line\">";
    html += html::escape(text.substr(line.begin, line.end - line.begin));
    html += "</span>";
  }
  return html;
}

struct Apply {
  void operator()(const html::Remove& e) const { enig_page_remove(e.id.c_str()); }
  void operator()(const html::Insert& e) const {
    enig_page_insert(e.parent_id.c_str(), e.before_id.c_str(), e.html.c_str());
  }
  void operator()(const html::Replace& e) const { enig_page_replace(e.id.c_str(), e.html.c_str()); }
  void operator()(const html::Attributes& e) const {
    enig_page_attributes(e.id.c_str(), e.html.c_str());
  }
  void operator()(const html::Words& e) const { enig_page_words(e.id.c_str(), e.text.c_str()); }
};

void collect_ids(const page::Node& node, std::set<std::string_view>& ids) {
  ids.insert(node.id);
  for (const page::Node& child : node.children) collect_ids(child, ids);
}

}  // namespace

bool WebDocument::adopt(const page::Page& page) {
  if (enig_page_adopt(page.root.id.c_str()) == 0) return false;
  if (matches(page.root)) return true;
  enig_page_replace(page.root.id.c_str(), html::print(page).c_str());
  return matches(page.root);
}

void WebDocument::show(const page::Page& before, const page::Page& after) {
  for (const html::Edit& edit : html::edits(before.root, after.root)) {
    if (const auto* const words = std::get_if<html::Words>(&edit)) contents_.erase(words->id);
    if (const auto* const made = std::get_if<html::Replace>(&edit)) {
      // Everything in it is new.
      std::set<std::string_view> ids;
      if (const page::Node* const node = page::find(after.root, made->id)) collect_ids(*node, ids);
      std::erase_if(contents_, [&ids](const auto& entry) { return ids.contains(entry.first); });
    }
    std::visit(Apply{}, edit);
  }
  // What has gone, and comes back later, comes back as plain text.
  std::set<std::string_view> ids;
  collect_ids(after.root, ids);
  std::erase_if(contents_, [&ids](const auto& entry) { return !ids.contains(entry.first); });
}

void WebDocument::break_lines(const paint::Layout& layout) {
  for (const paint::Box& box : layout.boxes) {
    if (!has_words(*box.node)) continue;
    std::string content = content_of(box);
    std::string& written = contents_[box.node->id];
    if (written == content) continue;
    enig_page_content(box.node->id.c_str(), content.c_str());
    written = std::move(content);
  }
}

}  // namespace enig::browser

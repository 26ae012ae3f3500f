#include "browser/document.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "browser/web.h"
#include "html/edits.h"
#include "html/postpone.h"
#include "html/print.h"
#include "paint/changes.h"

namespace enig::browser {
namespace {

bool has_words(const page::Node& node) {
  return node.kind >= page::Kind::heading && node.kind != page::Kind::bar &&
         node.kind != page::Kind::field;
}

// Ids in document order, a line each, and all words.
struct Digest {
  std::string ids;
  std::string words;
};

void append(const page::Node& node, Digest& digest) {
  digest.ids += node.id;
  digest.ids += '\n';
  if (has_words(node)) digest.words += node.text;
  for (const page::Node& child : node.children) append(child, digest);
}

// Asked once for all: asking for each node would take a slow phone a third of a second.
bool matches(const page::Node& root) {
  Digest digest;
  append(root, digest);
  return enig_page_matches(digest.ids.c_str(), digest.words.c_str()) != 0;
}

std::vector<html::LineOfWords> lines_of_block(const paint::Block& block) {
  std::vector<html::LineOfWords> lines;
  for (const paint::Line& line : block.lines) {
    lines.push_back({line.begin, line.end, line.is_hyphenated});
  }
  return lines;
}

// Writes a leaf's words, one span for each of its painted lines.
void write_lines(const paint::Block& block) {
  const std::string html = html::print_words(*block.node, lines_of_block(block));
  enig_page_content(block.node->id.c_str(), html.c_str());
  block.is_overlaid = true;
}

}  // namespace

// The lines of what is new on a page. Those that have been asked for are in the document.
class NewLines final : public html::LineSource {
 public:
  explicit NewLines(const std::vector<paint::Change>& changes) {
    for (const paint::Change& change : changes) blocks_.emplace(change.now->node.get(), change.now);
  }

  std::span<const html::LineOfWords> lines_of(const page::Node& leaf) override {
    lines_.clear();
    if (const auto found = blocks_.find(&leaf); found != blocks_.end()) {
      lines_ = lines_of_block(*found->second);
      found->second->is_overlaid = true;
    }
    return lines_;
  }

  // An element has been made anew with all that is in it: what is not new in it has come as plain
  // words.
  void forget_others(const paint::Block& block) const {
    if (!blocks_.contains(block.node.get())) block.is_overlaid = false;
    for (const paint::Placed& child : block.children) forget_others(*child.block);
  }

 private:
  std::map<const page::Node*, const paint::Block*> blocks_;
  std::vector<html::LineOfWords> lines_;
};

namespace {

// Leaves that the document has had before, and whose lines may break elsewhere now.
void follow(const std::vector<paint::Change>& changes) {
  for (const auto& [now, former] : changes) {
    if (now->is_overlaid || former == nullptr || !former->is_overlaid) continue;
    if (!has_words(*now->node)) continue;
    if (paint::breaks_alike(*now, *former)) {
      now->is_overlaid = true;
    } else {
      write_lines(*now);
    }
  }
}

const paint::Block* block_of(const paint::Block& block, std::string_view id) {
  if (block.node->id == id) return &block;
  for (const paint::Placed& child : block.children) {
    if (const paint::Block* const found = block_of(*child.block, id)) return found;
  }
  return nullptr;
}

void collect_leaves(const paint::Block& block, std::set<const paint::Block*>& leaves) {
  if (has_words(*block.node)) leaves.insert(&block);
  for (const paint::Placed& child : block.children) collect_leaves(*child.block, leaves);
}

}  // namespace

// Where the parts of a layout lie that may wait.
class Places {
 public:
  explicit Places(const paint::Layout& layout) {
    if (layout.root.block) collect(layout.root, 0);
  }

  // Out of the window and of what a thumb brings into it at once.
  bool is_far(const std::string& id) const {
    return ask(id, [&](double y,
                       double height) { return enig_page_may_wait(id.c_str(), y, height) != 0; })
        .value_or(false);
  }

  // Lets the browser leave it out where it is far. False where it is not yet.
  bool leave_out(const std::string& id) const {
    return ask(id, [&](double y,
                       double height) { return enig_page_leave_out(id.c_str(), y, height) != 0; })
        .value_or(true);
  }

  // These parts were behind: those that are not any more have the height of what is in them.
  void let_go(const std::vector<std::string>& before,
              const std::vector<std::string>& behind) const {
    for (const std::string& id : before) {
      if (std::ranges::find(behind, id) != behind.end()) continue;
      ask(id,
          [&](double y, double height) { return enig_page_height(id.c_str(), y, height, 0) != 0; });
    }
  }

  bool touches(const std::string& id, WebDocument::Band band) const {
    return ask(id,
               [&](double y, double height) {
                 return y < static_cast<double>(band.bottom_px) &&
                        y + height > static_cast<double>(band.top_px);
               })
        .value_or(false);
  }

  const paint::Block* block_of(const std::string& id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? nullptr : found->second.block;
  }

  // Without the leaves of these sections.
  void leave_out(const std::vector<std::string>& ids, std::vector<paint::Change>& changes) const {
    std::set<const paint::Block*> leaves;
    for (const std::string& id : ids) {
      if (const paint::Block* const block = block_of(id)) collect_leaves(*block, leaves);
    }
    if (leaves.empty()) return;
    std::erase_if(changes,
                  [&leaves](const paint::Change& one) { return leaves.contains(one.now); });
  }

 private:
  struct Place {
    float y;
    const paint::Block* block;
  };

  // Nothing for what has no place.
  std::optional<bool> ask(const std::string& id, const auto& question) const {
    const auto found = places_.find(id);
    if (found == places_.end()) return std::nullopt;
    return question(static_cast<double>(found->second.y),
                    static_cast<double>(found->second.block->height));
  }

  void collect(const paint::Placed& placed, float y) {
    y += placed.y;
    const paint::Block& block = *placed.block;
    if (html::is_part(*block.node)) {
      places_.emplace(block.node->id, Place{y, &block});
      return;
    }
    for (const paint::Placed& child : block.children) {
      if (child.block->is_stack) collect(child, y);
    }
  }

  std::map<std::string, Place, std::less<>> places_;
};

namespace {

struct Apply {
  bool may_bury = false;  // what is removed may be hidden now, and go later

  void operator()(const html::Remove& e) const { enig_page_remove(e.id.c_str(), may_bury ? 1 : 0); }
  void operator()(const html::Insert& e) const {
    enig_page_insert(e.parent_id.c_str(), e.before_id.c_str(), e.html.c_str());
  }
  void operator()(const html::Replace& e) const { enig_page_replace(e.id.c_str(), e.html.c_str()); }
  void operator()(const html::Attributes& e) const {
    enig_page_attributes(e.id.c_str(), e.html.c_str());
  }
  void operator()(const html::Words& e) const { enig_page_content(e.id.c_str(), e.html.c_str()); }
};

// Returns how many of `leaves_max` are left. Where paint hyphenates words, the browser by itself
// could need another number of lines: such leaves do not wait for the band.
int overlay_block(const paint::Placed& placed, float y, WebDocument::Band band, int leaves_max) {
  const paint::Block& block = *placed.block;
  y += placed.y;
  const bool is_outside = y + block.height <= band.top_px || y >= band.bottom_px;
  if (is_outside && !block.is_hyphenated) return leaves_max;
  if (has_words(*block.node) && !block.is_overlaid) {
    write_lines(block);
    --leaves_max;
  }
  for (const paint::Placed& child : block.children) {
    if (leaves_max <= 0) return 0;
    leaves_max = overlay_block(child, y, band, leaves_max);
  }
  return leaves_max;
}

}  // namespace

bool WebDocument::adopt(const page::Page& page) {
  if (enig_page_adopt(page.root.id.c_str()) == 0) return false;
  shown_ = page.root;
  if (matches(page.root)) return true;
  enig_page_replace(page.root.id.c_str(), html::print(page).c_str());
  return matches(page.root);
}

void WebDocument::show(const page::Page& after, const paint::Layout& layout_before,
                       const paint::Layout& layout) {
  const Places places(layout);
  const auto is_far = [&places](const std::string& id) { return places.is_far(id); };
  html::Postponed soon = html::postpone(shown_, after.root, is_far);
  std::vector<paint::Change> changes = paint::changed_leaves(layout_before, layout);
  // A block may come back to a page after its elements have been removed.
  for (const paint::Change& change : changes) change.now->is_overlaid = false;
  places.leave_out(soon.behind, changes);
  NewLines lines(changes);
  const std::vector<std::string> before = behind_;
  change_to(std::move(soon), layout, lines);
  places.let_go(before, behind_);
  follow(changes);
  tell_heights(layout, Sections::unseen);
}

void WebDocument::change_to(html::Postponed soon, const paint::Layout& layout, NewLines& lines) {
  if (std::exchange(has_buried_, false)) enig_page_clear_buried();
  const auto holds_focus = [](const std::string& id) {
    return enig_page_holds_focus(id.c_str()) != 0;
  };
  for (const html::Edit& edit : html::edits(shown_, soon.root, &lines, holds_focus)) {
    std::visit(Apply{soon.is_large}, edit);
    has_buried_ = has_buried_ || (soon.is_large && std::holds_alternative<html::Remove>(edit));
    const auto* const made = std::get_if<html::Replace>(&edit);
    if (made == nullptr || !layout.root.block) continue;
    const auto* const block = block_of(*layout.root.block, made->id);
    if (block == nullptr) continue;
    forget_heights(*block);
    lines.forget_others(*block);
  }
  shown_ = std::move(soon.root);
  behind_ = std::move(soon.behind);
}

// The sections in an element that has been made anew must be told theirs.
void WebDocument::forget_heights(const paint::Block& block) {
  heights_.erase(block.node->id);
  for (const paint::Placed& child : block.children) {
    if (child.block->is_stack) forget_heights(*child.block);
  }
}

// Words of a section that was behind come as the browser breaks them: where they are near, their
// lines follow.
void WebDocument::show_more(const page::Page& page, const paint::Layout& layout,
                            const std::function<bool(const std::string& id)>& is_far) {
  const std::vector<std::string> before = behind_;
  NewLines lines({});
  change_to(html::postpone(shown_, page.root, is_far), layout, lines);
  const Places places(layout);
  places.let_go(before, behind_);
  for (const std::string& id : before) {
    if (std::ranges::find(behind_, id) != behind_.end()) continue;
    if (const paint::Block* const block = places.block_of(id)) lines.forget_others(*block);
  }
}

bool WebDocument::catch_up(const page::Page& page, const paint::Layout& layout) {
  if (has_buried_) {
    has_buried_ = enig_page_clear_one_buried() != 0;
    return false;
  }
  if (!near_.empty()) {
    const Places places(layout);
    std::erase_if(near_, [&places](const std::string& id) { return places.leave_out(id); });
  }
  if (behind_.empty()) return true;
  const std::string next = behind_.front();
  show_more(page, layout, [&next](const std::string& id) { return id != next; });
  return false;
}

void WebDocument::settle(const page::Page& page, const paint::Layout& layout, Band band) {
  if (behind_.empty()) return;
  const Places places(layout);
  const auto is_behind = [&](const std::string& id) { return !places.touches(id, band); };
  if (!std::ranges::all_of(behind_, is_behind)) show_more(page, layout, is_behind);
}

void WebDocument::settle(const page::Page& page, const paint::Layout& layout) {
  if (std::exchange(has_buried_, false)) enig_page_clear_buried();
  if (!behind_.empty()) show_more(page, layout, [](const std::string&) { return false; });
}

void WebDocument::lay_out(const paint::Layout& layout_before, const paint::Layout& layout) {
  follow(paint::changed_leaves(layout_before, layout));
  // What is not painted any more, because it is in the rail now, breaks its words as it likes.
  for (const auto& [left, now] : paint::changed_leaves(layout, layout_before)) {
    if (now != nullptr || !left->is_overlaid || !has_words(*left->node)) continue;
    enig_page_content(left->node->id.c_str(), html::print_words(*left->node).c_str());
  }
}

void WebDocument::tell_heights(const paint::Layout& layout, Sections which) {
  if (!layout.root.block) return;
  Heights told;  // without the sections that are gone
  tell_height(layout.root, 0, which, told);
  heights_ = std::move(told);
}

void WebDocument::tell_height(const paint::Placed& placed, float y, Sections which, Heights& told) {
  const paint::Block& block = *placed.block;
  y += placed.y;
  if (!html::is_part(*block.node)) {
    for (const paint::Placed& child : block.children) {
      if (child.block->is_stack) tell_height(child, y, which, told);
    }
    return;
  }
  const std::string& id = block.node->id;
  const auto before = heights_.find(id);
  const bool is_told = before != heights_.end() && before->second == block.height;
  const bool is_waiting =
      !is_told && before != heights_.end() && which == Sections::unseen &&
      enig_page_is_seen(static_cast<double>(y), static_cast<double>(block.height)) != 0;
  if (is_told || is_waiting) {
    told.insert(heights_.extract(before));
    return;
  }
  told.emplace(id, block.height);
  const bool is_behind = std::ranges::find(behind_, id) != behind_.end();
  const bool is_left_out =
      enig_page_height(id.c_str(), static_cast<double>(y), static_cast<double>(block.height),
                       is_behind ? 1 : 0) != 0;
  if (!is_left_out) near_.insert(id);
}

bool WebDocument::overlay(const paint::Layout& layout, Band band, int leaves_max) {
  return !layout.root.block || overlay_block(layout.root, 0, band, leaves_max) > 0;
}

}  // namespace enig::browser

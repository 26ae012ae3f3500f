#include "page/sections.h"

#include <algorithm>

namespace enig::page {
namespace {

using policy::Point;
using policy::Section;

// HTML has no heading below h6.
constexpr int heading_level_max = 6;
constexpr int outermost_level = 2;

std::vector<Mark> marks_in(std::string_view text, std::span<const std::string> query) {
  std::vector<Mark> marks;
  if (query.empty()) return marks;
  for (const enig::Span& span : find_words(text, query)) marks.push_back({span.begin, span.end});
  return marks;
}

const PointId* last_point(const Section& section) {
  for (auto below = section.sections.rbegin(); below != section.sections.rend(); ++below) {
    if (const PointId* const last = last_point(*below)) return last;
  }
  if (section.points.empty()) return nullptr;
  const Point& last = section.points.back();
  return last.points.empty() ? &last.id : &last.points.back().id;
}

}  // namespace

std::vector<Child> Sections::make() {
  parts_.stack.clear();
  for (const Section& section : setting_.publication.policy.sections) {
    put(section, outermost_level);
  }
  return std::move(parts_.stack);
}

std::vector<Mark> Sections::marks_of(const policy::LocalText& text) const {
  return marks_in(text.in(setting_.words.language()).text, search_.query);
}

void Sections::put(const Section& section, int level) {
  const std::size_t place = next_section_++;
  Part<SectionScene>& part = parts_.sections[place];
  const Sum& sum = parts_.sums[place];
  const bool is_shown = search_.visible.shows_section_at(place);
  const std::size_t start = parts_.stack.size();
  for (const Point& point : section.points) put(point, Look::card);
  for (const Section& below : section.sections) put(below, level + 1);
  if (!is_shown) return;

  SectionScene scene;
  scene.is_narrowed = !search_.visible.shows_everything();
  if (level == outermost_level && !scene.is_narrowed && sum.points > 0) scene.sum = sum;
  scene.title_marks = marks_of(section.title);
  if (section.intro) scene.intro_marks = marks_of(*section.intro);
  if (section.lead) scene.lead_marks = marks_of(*section.lead);
  const std::span<const Child> inner = std::span(parts_.stack).subspan(start);
  Child node = part.keep(scene, inner, [&] { return section_node(section, level, scene, inner); });
  parts_.stack.resize(start, node);
  parts_.stack.push_back(std::move(node));
}

Node Sections::section_node(const Section& section, int level, const SectionScene& scene,
                            std::span<const Child> inner) const {
  const Words& words = setting_.words;
  const std::string& id = section.id.str();
  const bool is_outermost = level == outermost_level;
  Node node = container(id, Kind::section, is_outermost ? Look::section : Look::subsection);
  node.labelled_by = id + ".title";
  const auto add = [&](Node part, const policy::LocalText& text, const std::vector<Mark>& marks) {
    part = with_text(std::move(part), text, words);
    part.marks = marks;
    node.children.push_back(std::move(part));
  };
  add(heading(id + ".title", std::min(level, heading_level_max),
              is_outermost ? Look::heading : Look::subheading, ""),
      section.title, scene.title_marks);
  // A search shows what it has found and the titles around it.
  if (section.intro && (!scene.is_narrowed || !scene.intro_marks.empty())) {
    add(leaf(id + ".intro", Kind::paragraph, Look::body, ""), *section.intro, scene.intro_marks);
  }
  if (section.lead && (!scene.is_narrowed || !scene.lead_marks.empty())) {
    add(leaf(id + ".lead", Kind::paragraph, Look::lead, ""), *section.lead, scene.lead_marks);
  }
  node.children.insert(node.children.end(), inner.begin(), inner.end());
  if (!scene.is_narrowed) add_end(node, section, scene);
  return node;
}

void Sections::add_end(Node& node, const Section& section, const SectionScene& scene) const {
  const std::string& id = section.id.str();
  if (scene.sum && scene.sum->answered > 0) {
    node.children.push_back(leaf(id + ".sum", Kind::paragraph, Look::section_sum,
                                 sum_words(setting_.words, *scene.sum)));
  }
  Node tools = container(id + ".tools", Kind::flow, Look::section_tools);
  const PointId* const last = scene.sum ? last_point(section) : nullptr;
  if (last != nullptr) {
    tools.children.push_back(next_button(setting_, id + ".next", *last));
  }
  Node copy = link(id + ".copy", Look::tool, setting_.words.say(Word::copy_link), "#" + id);
  copy.spoken = setting_.words.say(Word::copy_link_section);
  copy.action = app::CopyLink{id};
  tools.children.push_back(std::move(copy));
  node.children.push_back(std::move(tools));
}

void Sections::put(const Point& point, Look look) {
  const std::size_t place = next_point_++;
  const std::size_t start = parts_.stack.size();
  for (const Point& below : point.points) put(below, Look::nested_card);
  if (!search_.visible.shows_point_at(place)) return;

  const app::Target& target = parts_.targets[place];
  const Facts& facts = parts_.facts[place];
  CardScene scene = card_scene(setting_, target, facts.own, facts.counts);
  scene.posting = posting(parts_, scene);
  scene.marks = marks_of(point.text);
  const std::span<const Child> inner = std::span(parts_.stack).subspan(start);
  Child node = parts_.cards[place].keep(scene, inner, [&] {
    const std::string& id = point.id.str();
    Node card = container(id, Kind::group, look);
    Node text = with_text(leaf(id + ".text", Kind::legend, Look::point_text, ""), point.text,
                          setting_.words);
    text.marks = scene.marks;
    card.children.push_back(std::move(text));
    add_answering(card, setting_, target, scene);
    card.children.insert(card.children.end(), inner.begin(), inner.end());
    return card;
  });
  parts_.stack.resize(start, node);
  parts_.stack.push_back(std::move(node));
}

std::vector<Child> MineList::make() {
  std::vector<Child> list;
  std::size_t section = 0;
  for (const Section& each : setting_.publication.policy.sections) {
    const Sum& sum = parts_.sums[section];
    std::vector<Child> items;
    put(each, items);
    if (!items.empty()) {
      list.push_back(parts_.mine_sections[section].keep(
          sum, items, [&] { return mine_section(setting_, each, sum, items); }));
    }
    section += 1 + section_count(each.sections);
  }
  return list;
}

void MineList::put(const Section& section, std::vector<Child>& items) {
  put(section.points, items);
  for (const Section& below : section.sections) put(below, items);
}

void MineList::put(const std::vector<Point>& points, std::vector<Child>& items) {
  for (const Point& point : points) {
    const std::size_t place = next_point_++;
    const Facts& facts = parts_.facts[place];
    if (facts.own.stance) {
      const MineItem item{*facts.own.stance, side_of(facts), facts.own.is_important};
      items.push_back(
          parts_.mine_items[place].keep(item, [&] { return mine_item(setting_, point, item); }));
    }
    put(point.points, items);
  }
}

}  // namespace enig::page

// The sections with their cards, and the list of one's own answers: what goes over all points.
// Internal to the room.
//
//     Sections sections(setting, parts);
//     std::vector<Child> nodes = sections.make();
#pragma once

#include <string>
#include <vector>

#include "app/visible.h"
#include "page/parts.h"

namespace enig::page {

// What the buttons of a running program post stays as on its first page: it never reads it, and
// consent would otherwise make every card anew.
[[nodiscard]] inline Posting posting(Memo::Parts& parts, const CardScene& scene) {
  if (!parts.posting) parts.posting = scene.posting;
  return *parts.posting;
}

// What the search and the filter show now.
struct Narrowing {
  app::Visible visible;
  std::vector<std::string> query;  // folded words
};

class Sections {
 public:
  Sections(const Setting& setting, Memo::Parts& parts, const Narrowing& search)
      : setting_(setting), parts_(parts), search_(search) {}

  // Those that are shown. Precondition: gather() has been called.
  [[nodiscard]] std::vector<Child> make();

 private:
  void put(const policy::Section& section, int level);
  void put(const policy::Point& point, Look look);
  [[nodiscard]] Node section_node(const policy::Section& section, int level,
                                  const SectionScene& scene, std::span<const Child> inner) const;
  // What stands under a section's last point.
  void add_end(Node& node, const policy::Section& section, const SectionScene& scene) const;
  [[nodiscard]] std::vector<Mark> marks_of(const policy::LocalText& text) const;

  const Setting& setting_;
  Memo::Parts& parts_;
  const Narrowing& search_;
  std::size_t next_section_ = 0;
  std::size_t next_point_ = 0;
};

class MineList {
 public:
  MineList(const Setting& setting, Memo::Parts& parts) : setting_(setting), parts_(parts) {}

  // One node for each outermost section with an answer in it.
  [[nodiscard]] std::vector<Child> make();

 private:
  void put(const policy::Section& section, std::vector<Child>& items);
  void put(const std::vector<policy::Point>& points, std::vector<Child>& items);

  const Setting& setting_;
  Memo::Parts& parts_;
  std::size_t next_point_ = 0;
};

}  // namespace enig::page

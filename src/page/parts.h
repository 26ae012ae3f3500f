// What a Memo holds. Internal to the room.
//
//     Part<CardScene> part;
//     const Child& card = part.keep(scene, [&] { return make(scene); });   // made once per scene
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/visible.h"
#include "page/card.h"
#include "page/contents.h"
#include "page/finder.h"
#include "page/follow.h"
#include "page/memo.h"
#include "page/mine.h"
#include "page/node.h"
#include "page/sums.h"
#include "policy/policy.h"

namespace enig::page {

// Nodes are shared, so the same part has the same address.
[[nodiscard]] inline bool same_nodes(std::span<const Child> a, std::span<const Child> b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (&*a[i] != &*b[i]) return false;
  }
  return true;
}

// A node, and all that it was made from.
template <class Scene>
class Part {
 public:
  template <class Make>
  const Child& keep(const Scene& scene, Make make) {
    return keep(scene, {}, make);
  }

  // `inner`: the nodes in it that have parts of their own.
  template <class Make>
  const Child& keep(const Scene& scene, std::span<const Child> inner, Make make) {
    if (!node_ || !(scene_ == scene) || !same_nodes(inner_, inner)) {
      node_.emplace(make());
      scene_ = scene;
      inner_.assign(inner.begin(), inner.end());
    }
    return *node_;
  }

 private:
  std::optional<Child> node_;
  Scene scene_;
  std::vector<Child> inner_;
};

// For what only depends on the publication and the language.
struct Unchanging {
  friend bool operator==(const Unchanging&, const Unchanging&) = default;
};

struct SectionScene {
  bool is_narrowed = false;  // by the search or the filter: only its title and what matches
  std::optional<Sum> sum;    // of a section that is in no other
  std::vector<Mark> title_marks;
  std::vector<Mark> intro_marks;
  std::vector<Mark> lead_marks;

  friend bool operator==(const SectionScene&, const SectionScene&) = default;
};

// All sections, also those in others.
[[nodiscard]] std::size_t section_count(const std::vector<policy::Section>& sections);

struct Memo::Parts {
  std::string language;  // the parts' words
  std::optional<Posting> posting;
  std::optional<policy::PointIndex> points;
  std::vector<app::Target> targets;  // one for each point
  std::vector<Facts> facts;          // one for each point
  std::vector<Sum> sums;             // one for each section, in document order
  Sum all;
  std::optional<app::Finder> finder_of_words;  // made at the first search

  std::vector<Child> opening;

  std::vector<Part<CardScene>> cards;
  Part<CardScene> topic_card;
  std::vector<Part<SectionScene>> sections;
  std::vector<Part<Progress>> contents_items;
  std::vector<Part<MineItem>> mine_items;
  std::vector<Part<Sum>> mine_sections;
  Part<Unchanging> banner;
  Part<Unchanging> footer;
  Part<ContentsScene> contents;
  Part<FinderScene> finder;
  Part<FollowScene> follow;
  Part<MineScene> mine;

  std::vector<Child> stack;  // of nodes whose parent is not yet made
};

}  // namespace enig::page

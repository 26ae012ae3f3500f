#include "page/facts.h"

#include <algorithm>
#include <functional>

#include "app/shown.h"

namespace enig::page {
namespace {

using app::State;
using opinion::Stance;
using policy::Point;
using policy::Section;

void prepare(const policy::Policy& policy, Memo::Parts& parts) {
  if (parts.points) return;
  parts.points.emplace(policy);
  const std::vector<PointId>& ids = parts.points->ids();
  for (const PointId& id : ids) parts.targets.push_back({id});
  parts.cards.resize(ids.size());
  parts.mine_items.resize(ids.size());
  const std::size_t sections = section_count(policy.sections);
  parts.sections.resize(sections);
  parts.mine_sections.resize(sections);
  parts.contents_items.resize(sections);
}

// Calls `use(facts, entry)` for every entry of a sorted set or map whose point is in the policy.
template <class Entries, class Id, class Use>
void merge(Memo::Parts& parts, const Entries& entries, Id id_of, Use use) {
  if (entries.empty()) return;
  const std::vector<PointId>& ids = parts.points->ids();
  auto entry = entries.begin();
  for (const std::uint32_t i : parts.points->by_id()) {
    while (entry != entries.end() && id_of(*entry) < ids[i]) ++entry;
    if (entry == entries.end()) return;
    if (id_of(*entry) == ids[i]) use(parts.facts[i], *entry);
  }
}

void gather_own(const State& state, Memo::Parts& parts) {
  merge(
      parts, state.answers, [](const auto& entry) -> const PointId& { return entry.first; },
      [](Facts& facts, const auto& entry) { facts.own.stance = entry.second; });
  merge(parts, state.important, std::identity(),
        [](Facts& facts, const PointId&) { facts.own.is_important = true; });
  for (const app::Target& target : state.open_tools) {
    if (!target.point) continue;
    if (const auto at = parts.points->find(*target.point)) {
      parts.facts[*at].own.shows_tools = true;
    }
  }
}

void gather_counts(const Setting& setting, Memo::Parts& parts) {
  const policy::Show show = setting.publication.site.show;
  if (show == policy::Show::closed) return;
  app::ReleasedCounts released(setting.state.release);
  for (std::size_t i = 0; i < parts.facts.size(); ++i) {
    Facts& facts = parts.facts[i];
    const opinion::Counts* const counts = released.of(parts.targets[i]);
    if (show == policy::Show::always || facts.own.stance) facts.counts = counts;
  }
}

class Summer {
 public:
  explicit Summer(Memo::Parts& parts) : parts_(parts) {}

  Sum of(const std::vector<Section>& sections) {
    Sum sum;
    for (const Section& section : sections) {
      const std::size_t at = parts_.sums.size();
      parts_.sums.emplace_back();
      Sum own = of(section.points);
      own += of(section.sections);
      parts_.sums[at] = own;
      sum += own;
    }
    return sum;
  }

 private:
  Sum of(const std::vector<Point>& points) {
    Sum sum;
    for (const Point& point : points) {
      const Facts& facts = parts_.facts[next_point_++];
      const Side side = side_of(facts);
      sum += {.points = 1,
              .answered = facts.own.stance ? 1 : 0,
              .agreed = facts.own.stance == Stance::agree ? 1 : 0,
              .same = side == Side::same ? 1 : 0,
              .other = side == Side::other ? 1 : 0};
      sum += of(point.points);
    }
    return sum;
  }

  Memo::Parts& parts_;
  std::size_t next_point_ = 0;
};

}  // namespace

std::size_t section_count(const std::vector<Section>& sections) {
  std::size_t count = sections.size();
  for (const Section& section : sections) count += section_count(section.sections);
  return count;
}

void gather(const Setting& setting, Memo::Parts& parts) {
  const policy::Policy& policy = setting.publication.policy;
  prepare(policy, parts);
  parts.facts.assign(parts.points->size(), Facts{});
  gather_own(setting.state, parts);
  gather_counts(setting, parts);
  parts.sums.clear();
  parts.all = Summer(parts).of(policy.sections);
}

}  // namespace enig::page

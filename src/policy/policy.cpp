#include "policy/policy.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace enig::policy {
namespace {

void collect(const std::vector<Point>& points, std::vector<PointId>& ids) {
  for (const Point& point : points) {
    ids.push_back(point.id);
    collect(point.points, ids);
  }
}

void collect(const std::vector<Section>& sections, std::vector<PointId>& ids) {
  for (const Section& section : sections) {
    collect(section.points, ids);
    collect(section.sections, ids);
  }
}

}  // namespace

std::vector<PointId> point_ids(const Policy& policy) {
  std::vector<PointId> ids;
  collect(policy.sections, ids);
  return ids;
}

PointIndex::PointIndex(const Policy& policy) : ids_(point_ids(policy)), by_id_(ids_.size()) {
  std::iota(by_id_.begin(), by_id_.end(), 0u);
  std::ranges::sort(by_id_, {}, [&](std::uint32_t place) -> const PointId& { return ids_[place]; });
}

const PointId& PointIndex::id(std::size_t index) const {
  ENIG_CHECK(index < ids_.size());
  return ids_[index];
}

std::optional<std::size_t> PointIndex::find(const PointId& id) const {
  const auto id_at = [&](std::uint32_t place) -> const PointId& { return ids_[place]; };
  const auto found = std::ranges::lower_bound(by_id_, id, {}, id_at);
  if (found == by_id_.end() || ids_[*found] != id) return std::nullopt;
  return *found;
}

}  // namespace enig::policy

// One topic of a party's platform: everything that a policy file says, already checked.
//
//     const auto policy = policy::parse("parks.json", json, policy::Origin::file);
//     const policy::PointIndex points(*policy);          // flat, in document order
//     const auto at = points.find(PointId{"sone-1"});    // 0 … points.size() - 1, or nothing
//
// Every point is answerable: a point with points below it, and each of those. A Policy that came
// from parse() keeps every rule of the format (policies/README.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "policy/local_text.h"

namespace enig::policy {

struct Point {
  PointId id;
  LocalText text;
  std::vector<Point> points;  // one level only: these have none of their own

  friend bool operator==(const Point&, const Point&) = default;
};

struct Section {
  SectionId id;
  LocalText title;
  std::optional<LocalText> intro;
  std::optional<LocalText> lead;  // "Bærum Arbeiderparti vil:"
  std::vector<Point> points;
  std::vector<Section> sections;  // shown after the points

  friend bool operator==(const Section&, const Section&) = default;
};

struct Link {
  LocalText text;
  std::string href;  // http(s), mailto or relative

  friend bool operator==(const Link&, const Link&) = default;
};

// What a resident reads after answering the topic's question.
struct FollowUp {
  LocalText thanks;
  std::optional<LocalText> lead;
  std::vector<Link> links;

  friend bool operator==(const FollowUp&, const FollowUp&) = default;
};

struct Newsletter {
  LocalText thanks;
  LocalText text;

  friend bool operator==(const Newsletter&, const Newsletter&) = default;
};

struct Policy {
  PolicyId id;
  std::vector<std::string>
      languages;  // BCP 47 tags, at least one; the first is every text's last fallback
  LocalText party;
  LocalText title;
  std::optional<LocalText> intro;
  std::vector<Section> sections;
  LocalText question;
  FollowUp agree;
  FollowUp disagree;
  std::optional<Newsletter> newsletter;
  Revision revision;  // empty until the file's bytes have been digested

  friend bool operator==(const Policy&, const Policy&) = default;
};

// Every point's id in document order: a point comes before the points below it, a section's own
// points before those of the sections in it.
[[nodiscard]] std::vector<PointId> point_ids(const Policy& policy);

// The same order, with the way back from an id to its place. Copies what it needs.
class PointIndex {
 public:
  explicit PointIndex(const Policy& policy);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] const PointId& id(std::size_t index) const;
  [[nodiscard]] const std::vector<PointId>& ids() const { return ids_; }

  // The places of all points, sorted by their ids.
  [[nodiscard]] const std::vector<std::uint32_t>& by_id() const { return by_id_; }

  // The point's place, 0 to size() - 1. Logarithmic.
  [[nodiscard]] std::optional<std::size_t> find(const PointId& id) const;

 private:
  std::vector<PointId> ids_;
  std::vector<std::uint32_t> by_id_;
};

}  // namespace enig::policy

// The tables of the dashboard, made from releases alone: what nobody has been shown yet cannot come
// in here, for nothing else is taken.
//
//     const std::vector<Released> all = …;              // each topic, and its releases in order
//     for (const PointRow& row : point_rows(all, filter, "nb")) …
//     overview_of(all);
//
// Shares are of those who answered that point (who marked it as important: of all ballots), with
// their 95 % interval.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dashboard/filter.h"
#include "opinion/interval.h"
#include "opinion/release.h"
#include "policy/policy.h"

namespace enig::dashboard {

// A topic and its releases, the oldest first; none: nothing has been released yet. Points are
// found by id, for a policy's text may have changed between two releases.
struct Released {
  const policy::Policy& policy;
  std::vector<opinion::Release> releases;
};

struct Share {
  std::int64_t count = 0;
  std::int64_t of = 0;
  opinion::Interval interval;

  // 0 where nobody answered; see `of`.
  [[nodiscard]] double value() const {
    return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
  }
  friend bool operator==(const Share&, const Share&) = default;
};

struct PointRow {
  PolicyId topic;
  SectionId section;
  PointId point;
  std::string text;
  Share agree;
  Share disagree;
  Share unsure;
  Share important;
  double divided = 0;  // 0: all who took a side took the same; 1: half and half
  // Of the share that agrees, since the release before the last; nothing where there is none, or
  // the point had no answer in it.
  std::optional<double> change;

  friend bool operator==(const PointRow&, const PointRow&) = default;
};
// Those points of the last releases that the filter lets through, in its order. Points without an
// answer stand last in any order but the document's; what is equal stays in the document's.
[[nodiscard]] std::vector<PointRow> point_rows(std::span<const Released> all, const Filter& filter,
                                               std::string_view language);

// Answers to all points of a section, or of a topic, together.
struct SectionRow {
  PolicyId topic;
  SectionId section;
  std::string title;
  Share agree;

  friend bool operator==(const SectionRow&, const SectionRow&) = default;
};
[[nodiscard]] std::vector<SectionRow> section_rows(std::span<const Released> all,
                                                   const Filter& filter, std::string_view language);

// Whether the answer on a topic as a whole agrees with the answers on its points.
struct TopicRow {
  PolicyId topic;
  std::string title;
  std::int64_t ballots = 0;
  Share whole;   // who agrees with the topic
  Share points;  // answers to its points that agree
  // whole less points; nothing where one of them has no answer.
  std::optional<double> difference;

  friend bool operator==(const TopicRow&, const TopicRow&) = default;
};
[[nodiscard]] std::vector<TopicRow> topic_rows(std::span<const Released> all, const Filter& filter,
                                               std::string_view language);

// One point over all releases that know it.
struct Moment {
  std::int64_t release = 0;
  opinion::Minute at;
  Share agree;

  friend bool operator==(const Moment&, const Moment&) = default;
};
[[nodiscard]] std::vector<Moment> trend_of(const Released& topic, const PointId& point);

struct Finding {
  enum class Kind { agreed, divided, moved } kind = Kind::agreed;
  PointRow row;

  friend bool operator==(const Finding&, const Finding&) = default;
};
struct Overview {
  std::int64_t ballots = 0;
  std::int64_t answers = 0;   // to points
  std::int64_t possible = 0;  // had each ballot answered every point of its topic
  // At most one of a kind: what is surest to be agreed on, what divides most evenly, and what has
  // moved furthest, beyond what both its intervals leave open. None where nothing is sure enough.
  std::vector<Finding> findings;

  [[nodiscard]] double completion() const {
    return possible == 0 ? 0 : static_cast<double>(answers) / static_cast<double>(possible);
  }
};
[[nodiscard]] Overview overview_of(std::span<const Released> all, std::string_view language);

}  // namespace enig::dashboard

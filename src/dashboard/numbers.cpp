#include "dashboard/numbers.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/fold.h"
#include "base/limits.h"

namespace enig::dashboard {
namespace {

using opinion::PointCounts;
using opinion::Release;

// A finding that something divides wants its share to be known this closely: some 60 answers.
constexpr double sure_width_max = 0.25;

Share share(std::int64_t count, std::int64_t of) {
  return {count, of, opinion::wilson({.count = count, .of = of})};
}

Share agreeing(const opinion::Counts& counts) { return share(counts.agree, counts.answers()); }

// Of the release's own points: the text may have changed since.
const PointCounts* counts_in(const Release& release, const PointId& point) {
  const auto found = std::ranges::find(release.points, point);
  if (found == release.points.end()) return nullptr;
  return &release.sums.points[static_cast<std::size_t>(found - release.points.begin())];
}

const Release* last(const Released& topic) {
  return topic.releases.empty() ? nullptr : &topic.releases.back();
}
const Release* before_last(const Released& topic) {
  return topic.releases.size() < 2 ? nullptr : &topic.releases[topic.releases.size() - 2];
}

// 4 a d / (a + d)^2: how likely it is that two who took a side took different ones, twice over.
double divided(const opinion::Counts& counts) {
  const auto sides = static_cast<double>(counts.agree + counts.disagree);
  if (sides == 0) return 0;
  return 4 * static_cast<double>(counts.agree) * static_cast<double>(counts.disagree) /
         (sides * sides);
}

using EachPoint = std::function<void(const policy::Section&, const policy::Point&)>;

void each_point(const std::vector<policy::Section>& sections, const EachPoint& each) {
  for (const policy::Section& section : sections) {
    for (const policy::Point& point : section.points) {
      each(section, point);
      for (const policy::Point& below : point.points) each(section, below);
    }
    each_point(section.sections, each);
  }
}

PointRow row_of(const Released& topic, const policy::Section& section, const policy::Point& point,
                std::string_view language) {
  PointRow row{.topic = topic.policy.id,
               .section = section.id,
               .point = point.id,
               .text = std::string(point.text.in(language).text),
               .agree = share(0, 0),
               .disagree = share(0, 0),
               .unsure = share(0, 0),
               .important = share(0, 0),
               .divided = 0,
               .change = std::nullopt};
  const PointCounts* const now = counts_in(*last(topic), point.id);
  if (now == nullptr) return row;  // newer than the release
  const std::int64_t answers = now->stances.answers();
  row.agree = agreeing(now->stances);
  row.disagree = share(now->stances.disagree, answers);
  row.unsure = share(now->stances.unsure, answers);
  // Who did not answer may have marked it all the same: so of all ballots.
  row.important = share(now->important, topic.releases.back().sums.ballots);
  row.divided = divided(now->stances);
  const Release* const earlier = before_last(topic);
  const PointCounts* const then = earlier ? counts_in(*earlier, point.id) : nullptr;
  if (then != nullptr && then->stances.answers() > 0 && answers > 0) {
    row.change = row.agree.value() - agreeing(then->stances).value();
  }
  return row;
}

double measure(const PointRow& row, Order order) {
  switch (order) {
    case Order::document:
      return 0;
    case Order::agree:
      return row.agree.value();
    case Order::disagree:
      return row.disagree.value();
    case Order::unsure:
      return row.unsure.value();
    case Order::important:
      return row.important.value();
    case Order::divided:
      return row.divided;
    case Order::answers:
      return static_cast<double>(row.agree.of);
    case Order::change:
      return row.change.value_or(0);
  }
  return 0;
}

void sort(std::vector<PointRow>& rows, const Filter& filter) {
  if (filter.order == Order::document) return;
  const auto has_number = [&filter](const PointRow& row) {
    return row.agree.of > 0 && (filter.order != Order::change || row.change.has_value());
  };
  std::ranges::stable_sort(rows, [&](const PointRow& a, const PointRow& b) {
    if (has_number(a) != has_number(b)) return has_number(a);
    const double first = measure(a, filter.order);
    const double second = measure(b, filter.order);
    return filter.direction == Direction::falling ? first > second : first < second;
  });
}

bool holds_all(std::string_view text, std::span<const std::string> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (find_words(text, words.subspan(i, 1)).empty()) return false;
  }
  return true;
}

bool lets_through(const Filter& filter, const policy::Policy& policy) {
  return !filter.topic || *filter.topic == policy.id;
}

opinion::Counts sum_of(const Release& release, const policy::Policy& policy,
                       const std::optional<SectionId>& wanted) {
  opinion::Counts sum;
  each_point(policy.sections, [&](const policy::Section& section, const policy::Point& point) {
    const PointCounts* const counts = counts_in(release, point.id);
    if (counts == nullptr || (wanted && section.id != *wanted)) return;
    sum.agree += counts->stances.agree;
    sum.disagree += counts->stances.disagree;
    sum.unsure += counts->stances.unsure;
  });
  return sum;
}

using EachSection = std::function<void(const policy::Section&)>;
void each_section(const std::vector<policy::Section>& sections, const EachSection& each) {
  for (const policy::Section& section : sections) {
    each(section);
    each_section(section.sections, each);
  }
}

// How far beyond chance it has moved: between its interval now and its interval then.
double moved(const Released& topic, const PointRow& row) {
  const Release* const earlier = before_last(topic);
  const PointCounts* const then = earlier ? counts_in(*earlier, row.point) : nullptr;
  if (then == nullptr || !row.change) return 0;
  const opinion::Interval before = agreeing(then->stances).interval;
  return std::max(row.agree.interval.low - before.high, before.low - row.agree.interval.high);
}

// The row with the greatest measure, where that is above 0.
template <class Measure>
void add_finding(std::vector<Finding>& findings, Finding::Kind kind,
                 const std::vector<PointRow>& rows, Measure measure_of) {
  const PointRow* best = nullptr;
  for (const PointRow& row : rows) {
    if (measure_of(row) > 0 && (best == nullptr || measure_of(row) > measure_of(*best))) {
      best = &row;
    }
  }
  if (best != nullptr) findings.push_back({kind, *best});
}

}  // namespace

std::vector<PointRow> point_rows(std::span<const Released> all, const Filter& filter,
                                 std::string_view language) {
  const std::vector<std::string> words = folded_words(filter.words, limits::query_words_max);
  std::vector<PointRow> rows;
  for (const Released& topic : all) {
    if (last(topic) == nullptr || !lets_through(filter, topic.policy)) continue;
    each_point(topic.policy.sections,
               [&](const policy::Section& section, const policy::Point& point) {
                 if (filter.section && section.id != *filter.section) return;
                 PointRow row = row_of(topic, section, point, language);
                 if (row.agree.of < filter.answers_min) return;
                 if (!holds_all(row.text, words)) return;
                 rows.push_back(std::move(row));
               });
  }
  sort(rows, filter);
  return rows;
}

std::vector<SectionRow> section_rows(std::span<const Released> all, const Filter& filter,
                                     std::string_view language) {
  std::vector<SectionRow> rows;
  for (const Released& topic : all) {
    const Release* const release = last(topic);
    if (release == nullptr || !lets_through(filter, topic.policy)) continue;
    each_section(topic.policy.sections, [&](const policy::Section& section) {
      if (section.points.empty() || (filter.section && section.id != *filter.section)) return;
      rows.push_back({topic.policy.id, section.id, std::string(section.title.in(language).text),
                      agreeing(sum_of(*release, topic.policy, section.id))});
    });
  }
  return rows;
}

std::vector<TopicRow> topic_rows(std::span<const Released> all, const Filter& filter,
                                 std::string_view language) {
  std::vector<TopicRow> rows;
  for (const Released& topic : all) {
    const Release* const release = last(topic);
    if (release == nullptr || !lets_through(filter, topic.policy)) continue;
    TopicRow row{.topic = topic.policy.id,
                 .title = std::string(topic.policy.title.in(language).text),
                 .ballots = release->sums.ballots,
                 .whole = agreeing(release->sums.topic),
                 .points = agreeing(sum_of(*release, topic.policy, std::nullopt)),
                 .difference = std::nullopt};
    if (row.whole.of > 0 && row.points.of > 0) {
      row.difference = row.whole.value() - row.points.value();
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Moment> trend_of(const Released& topic, const PointId& point) {
  std::vector<Moment> moments;
  for (const Release& release : topic.releases) {
    const PointCounts* const counts = counts_in(release, point);
    if (counts == nullptr) continue;
    moments.push_back({release.number, release.released_at, agreeing(counts->stances)});
  }
  return moments;
}

Overview overview_of(std::span<const Released> all, std::string_view language) {
  Overview overview;
  std::vector<PointRow> rows;
  std::vector<double> movements;
  for (const Released& topic : all) {
    const Release* const release = last(topic);
    if (release == nullptr) continue;
    overview.ballots += release->sums.ballots;
    overview.possible +=
        release->sums.ballots * static_cast<std::int64_t>(release->sums.points.size());
    for (const PointCounts& each : release->sums.points) overview.answers += each.stances.answers();
    for (PointRow& row : point_rows(std::span(&topic, 1), {}, language)) {
      movements.push_back(moved(topic, row));
      rows.push_back(std::move(row));
    }
  }
  using Kind = Finding::Kind;
  add_finding(overview.findings, Kind::agreed, rows,
              [](const PointRow& row) { return row.agree.interval.low - 0.5; });
  add_finding(overview.findings, Kind::divided, rows, [](const PointRow& row) {
    // Neither side is more than half of those who answered, as far as that can be known.
    const bool is_open = row.agree.interval.high >= 0.5 && row.disagree.interval.high >= 0.5;
    const double width = row.agree.interval.high - row.agree.interval.low;
    return is_open && width <= sure_width_max ? row.divided * (1 - width) : 0.0;
  });
  add_finding(overview.findings, Kind::moved, rows, [&](const PointRow& row) {
    return movements[static_cast<std::size_t>(&row - rows.data())];
  });
  return overview;
}

}  // namespace enig::dashboard

#include "analysis/analyse.h"

#include <algorithm>

#include "analysis/polis_groups.h"

namespace enig::analysis {
namespace {

constexpr std::size_t votes_min = 7;    // of a person, to be placed among the others
constexpr std::size_t people_min = 15;  // else the most active are added

// Who has voted on 7 statements, or on all there are; if these are fewer than 15, the most active
// of the others too.
std::vector<std::size_t> in_conversation(const VoteMatrix& votes) {
  const std::vector<std::uint32_t> counts = votes.votes_by_person();
  const std::size_t enough = std::min(votes_min, votes.statements());
  std::vector<std::size_t> others;
  std::vector<std::size_t> people;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    (counts[i] >= enough ? people : others).push_back(i);
  }
  std::ranges::sort(others, [&](std::size_t a, std::size_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
  });
  for (const std::size_t person : others) {
    if (people.size() >= people_min || counts[person] == 0) break;
    people.push_back(person);
  }
  std::ranges::sort(people);
  return people;
}

std::vector<std::size_t> in_order(const std::vector<std::size_t>& people,
                                  const std::vector<std::size_t>& order) {
  if (order.empty()) return people;
  std::vector<std::size_t> ordered;
  for (const std::size_t person : order) {
    if (std::ranges::binary_search(people, person)) ordered.push_back(person);
  }
  return ordered;
}

Grouping given_groups(const std::vector<std::optional<std::size_t>>& group_of,
                      std::span<const Position> where) {
  Grouping grouping;
  grouping.is_clear = true;
  for (std::size_t i = 0; i < group_of.size(); ++i) {
    if (!group_of[i]) continue;
    if (*group_of[i] >= grouping.groups.size()) grouping.groups.resize(*group_of[i] + 1);
    Group& group = grouping.groups[*group_of[i]];
    group.members.push_back(i);
    group.center.x += where[i].x;
    group.center.y += where[i].y;
  }
  for (Group& group : grouping.groups) {
    const double count = std::max(1.0, static_cast<double>(group.members.size()));
    group.center = {group.center.x / count, group.center.y / count};
  }
  grouping.silhouette = silhouette(where, grouping.groups);
  return grouping;
}

}  // namespace

Analysis analyse(const VoteMatrix& votes, const Question& question) {
  const bool is_polis = question.rules == Rules::polis;
  Analysis found;
  found.axes =
      principal_axes(votes, question.hidden, is_polis ? Hidden::as_zeros : Hidden::left_out);
  found.positions = positions(votes, found.axes);
  found.statement_positions = statement_positions(found.axes);
  found.in_conversation = in_conversation(votes);
  if (question.groups) {
    found.grouping = given_groups(*question.groups, found.positions);
  } else if (is_polis) {
    found.grouping = polis_groups(found.positions, in_order(found.in_conversation, question.order));
  } else {
    found.grouping = opinion_groups(found.positions, found.in_conversation, question.group_rules);
  }
  found.counts = group_counts(votes, found.grouping.groups);
  found.stands_for = representative_statements(found.counts, question.hidden);
  found.consensus = consensus(votes, question.hidden);
  if (found.counts.empty()) {
    std::vector<opinion::Counts>& all = found.counts.emplace_back();
    for (std::size_t i = 0; i < votes.statements(); ++i) all.push_back(votes.sums(i));
  }
  found.group_informed = group_informed_consensus(found.counts);
  found.group_mean = group_mean_consensus(found.counts);
  found.priorities = priorities(found.counts, found.statement_positions, question.meta);
  return found;
}

}  // namespace enig::analysis

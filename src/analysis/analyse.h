// Everything that can be said of a set of votes: directions, positions, groups, what they stand
// for, what all agree on.
//
//     Analysis found = analyse(votes, {.hidden = …, .meta = …, .rules = Rules::ours});
//
// ANALYSIS.md says what each figure means.
#pragma once

#include <optional>
#include <vector>

#include "analysis/groups.h"
#include "analysis/principal.h"
#include "analysis/representative.h"
#include "analysis/votes.h"

namespace enig::analysis {

enum class Rules {
  ours,   // the same for the same votes in any order; no groups where there are none
  polis,  // theirs, for comparison
};

struct Question {
  Rules rules = Rules::ours;
  std::vector<bool> hidden;  // of each statement: not to be counted
  std::vector<bool> meta;    // of each statement: about the conversation itself; hidden too
  // The group of each person, where the groups are known already.
  std::optional<std::vector<std::optional<std::size_t>>> groups;
  GroupRules group_rules;          // ours
  std::vector<std::size_t> order;  // people in the order of their first votes, for Polis's groups
};

struct Analysis {
  Axes axes;
  std::vector<Position> positions;  // of people
  std::vector<Position> statement_positions;
  std::vector<std::size_t> in_conversation;  // people with enough votes, ascending
  Grouping grouping;
  GroupCounts counts;  // of the groups; of all people without groups
  std::vector<std::vector<Representative>> stands_for;
  Consensus consensus;
  std::vector<double> group_informed;
  std::vector<double> group_mean;
  std::vector<double> priorities;
};

[[nodiscard]] Analysis analyse(const VoteMatrix& votes, const Question& question);

}  // namespace enig::analysis

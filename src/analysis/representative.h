// What a group stands for, what all agree on, and what joins the groups.
//
//     auto counts = group_counts(votes, groups);                  // [group][statement]
//     auto stands_for = representative_statements(counts, hidden);
//
// The formulas are those of Polis (compdemocracy/polis, math/src/polismath/math/repness.clj and
// conversation.clj). pa and pd are the shares of a group that agree and disagree, each with one
// vote more and two people more; ra and rd are these shares over those of all other groups; the z
// of a one-proportion test (against a half) and of a two-proportion test go with them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/groups.h"
#include "analysis/votes.h"

namespace enig::analysis {

// For each group, the counts of each statement.
using GroupCounts = std::vector<std::vector<opinion::Counts>>;
[[nodiscard]] GroupCounts group_counts(const VoteMatrix& votes, std::span<const Group> groups);

enum class Side { agree, disagree };

// A statement that tells a group from the others.
struct Representative {
  std::size_t statement = 0;
  Side side = Side::agree;
  std::int64_t on_side = 0;    // of the group
  std::int64_t votes = 0;      // of the group, passes too
  double share = 0;            // pa or pd
  double share_test = 0;       // its z
  double repness = 0;          // ra or rd
  double repness_test = 0;     // its z
  bool is_best_agree = false;  // comes first, whatever the others' strength is
};

// At most five for each group, agreements before disagreements; where none passes the tests, the
// best there is. A hidden statement is none of them.
[[nodiscard]] std::vector<std::vector<Representative>> representative_statements(
    const GroupCounts& counts, const std::vector<bool>& hidden);

// What a clear majority of all people agrees, or disagrees, with.
struct Consensus {
  struct Statement {
    std::size_t statement = 0;
    std::int64_t on_side = 0;
    std::int64_t votes = 0;
    double share = 0;
    double share_test = 0;
  };
  std::vector<Statement> agree;  // at most five, the clearest first
  std::vector<Statement> disagree;
};
[[nodiscard]] Consensus consensus(const VoteMatrix& votes, const std::vector<bool>& hidden);

// The product over all groups of (agree + 1) / (votes + 2), for each statement: 1 without groups.
[[nodiscard]] std::vector<double> group_informed_consensus(const GroupCounts& counts);
// The same as a mean (geometric), which does not shrink as the groups become more.
[[nodiscard]] std::vector<double> group_mean_consensus(const GroupCounts& counts);

// How much each statement is worth asking about next: opinion::priority of the groups' counts, with
// the length of the statement's position as its extremity; 49 for one about the conversation.
[[nodiscard]] std::vector<double> priorities(const GroupCounts& counts,
                                             std::span<const Position> statements,
                                             const std::vector<bool>& meta);

}  // namespace enig::analysis

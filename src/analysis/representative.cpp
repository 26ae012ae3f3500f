#include "analysis/representative.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "opinion/priority.h"

namespace enig::analysis {
namespace {

constexpr double z_of_90_percent = 1.2816;  // one-sided
constexpr std::size_t statements_max = 5;
constexpr double meta_priority = 49;

double share_of(std::int64_t on_side, std::int64_t votes) {
  return static_cast<double>(on_side + 1) / static_cast<double>(votes + 2);
}

double share_test(std::int64_t on_side, std::int64_t votes) {
  const auto all = static_cast<double>(votes + 1);
  return 2 * std::sqrt(all) * (static_cast<double>(on_side + 1) / all - 0.5);
}

double difference_test(std::int64_t on_side, std::int64_t votes, std::int64_t others_on_side,
                       std::int64_t others_votes) {
  const auto n1 = static_cast<double>(votes + 1);
  const auto n2 = static_cast<double>(others_votes + 1);
  const double p1 = static_cast<double>(on_side + 1) / n1;
  const double p2 = static_cast<double>(others_on_side + 1) / n2;
  const double p = static_cast<double>(on_side + others_on_side + 2) / (n1 + n2);
  if (p == 1) return 0;
  return (p1 - p2) / std::sqrt(p * (1 - p) * (1 / n1 + 1 / n2));
}

// One side of one statement in one group.
struct Finding {
  double share = 0;
  double test = 0;
  double repness = 0;
  double repness_test = 0;

  [[nodiscard]] bool passes() const {
    return repness_test > z_of_90_percent && test > z_of_90_percent;
  }
  [[nodiscard]] double strength() const { return repness * repness_test * share * test; }
};

Finding finding(std::int64_t on_side, std::int64_t votes, std::int64_t others_on_side,
                std::int64_t others_votes) {
  const double share = share_of(on_side, votes);
  return {.share = share,
          .test = share_test(on_side, votes),
          .repness = share / share_of(others_on_side, others_votes),
          .repness_test = difference_test(on_side, votes, others_on_side, others_votes)};
}

struct Both {
  std::size_t statement;
  opinion::Counts counts;
  Finding agree;
  Finding disagree;

  [[nodiscard]] Side side() const {
    return agree.repness_test > disagree.repness_test ? Side::agree : Side::disagree;
  }
  [[nodiscard]] double best_test() const {
    return std::max(agree.repness_test, disagree.repness_test);
  }
};

Representative on_side(const Both& both, Side side) {
  const bool agrees = side == Side::agree;
  const Finding& found = agrees ? both.agree : both.disagree;
  return {.statement = both.statement,
          .side = side,
          .on_side = agrees ? both.counts.agree : both.counts.disagree,
          .votes = both.counts.answers(),
          .share = found.share,
          .share_test = found.test,
          .repness = found.repness,
          .repness_test = found.repness_test};
}

double strength(const Representative& one) {
  return one.repness * one.repness_test * one.share * one.share_test;
}

// Whether it is the better one to say first what a group agrees with. Without another one, it must
// be told from the others or be a clear agreement.
bool is_better_agreement(const Both& one, const std::optional<Both>& best) {
  if (one.counts.agree == 0 && one.counts.disagree == 0) return false;
  if (best && best->agree.repness > 1) return one.agree.strength() > best->agree.strength();
  if (best) return one.agree.share * one.agree.test > best->agree.share * best->agree.test;
  return one.agree.test > z_of_90_percent || (one.agree.repness > 1 && one.agree.share > 0.5);
}

std::vector<Representative> chosen(const std::vector<Both>& statements) {
  std::optional<Both> best;
  std::optional<Both> best_agree;
  std::vector<Representative> passing;
  for (const Both& one : statements) {
    if (one.agree.passes() || one.disagree.passes()) passing.push_back(on_side(one, one.side()));
    if (!best || one.best_test() > best->best_test()) best = one;
    if (is_better_agreement(one, best_agree)) best_agree = one;
  }
  std::vector<Representative> list;
  if (best_agree) {
    list.push_back(on_side(*best_agree, Side::agree));
    list.front().is_best_agree = true;
  }
  if (passing.empty()) {
    if (list.empty() && best) list.push_back(on_side(*best, best->side()));
    return list;
  }
  // Of two that are as strong the earlier statement comes first.
  std::ranges::sort(passing, [](const Representative& a, const Representative& b) {
    return std::pair(strength(b), a.statement) < std::pair(strength(a), b.statement);
  });
  for (const Representative& one : passing) {
    if (list.size() == statements_max) break;
    if (!best_agree || one.statement != best_agree->statement) list.push_back(one);
  }
  std::vector<Representative> ordered;
  for (const Side side : {Side::agree, Side::disagree}) {
    std::ranges::copy_if(list, std::back_inserter(ordered),
                         [&](const Representative& one) { return one.side == side; });
  }
  return ordered;
}

void keep_clearest(std::vector<Consensus::Statement>& list) {
  std::ranges::sort(list, [](const Consensus::Statement& a, const Consensus::Statement& b) {
    return std::pair(b.share * b.share_test, a.statement) <
           std::pair(a.share * a.share_test, b.statement);
  });
  if (list.size() > statements_max) list.resize(statements_max);
}

double group_agreement(const opinion::Counts& counts) {
  return share_of(counts.agree, counts.answers());
}

}  // namespace

GroupCounts group_counts(const VoteMatrix& votes, std::span<const Group> groups) {
  GroupCounts counts;
  for (const Group& group : groups) {
    People members(votes.people());
    for (const std::size_t person : group.members) members.add(person);
    std::vector<opinion::Counts>& own = counts.emplace_back();
    for (std::size_t i = 0; i < votes.statements(); ++i) own.push_back(votes.sums(i, members));
  }
  return counts;
}

std::vector<std::vector<Representative>> representative_statements(
    const GroupCounts& counts, const std::vector<bool>& hidden) {
  std::vector<std::vector<Representative>> all;
  for (const std::vector<opinion::Counts>& own : counts) {
    std::vector<Both> statements;
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (hidden[i]) continue;
      opinion::Counts others;
      for (const std::vector<opinion::Counts>& other : counts) {
        if (&other == &own) continue;
        others.agree += other[i].agree;
        others.disagree += other[i].disagree;
        others.unsure += other[i].unsure;
      }
      const std::int64_t votes = own[i].answers();
      statements.push_back(
          {.statement = i,
           .counts = own[i],
           .agree = finding(own[i].agree, votes, others.agree, others.answers()),
           .disagree = finding(own[i].disagree, votes, others.disagree, others.answers())});
    }
    all.push_back(chosen(statements));
  }
  return all;
}

Consensus consensus(const VoteMatrix& votes, const std::vector<bool>& hidden) {
  Consensus found;
  for (std::size_t i = 0; i < votes.statements(); ++i) {
    if (hidden[i]) continue;
    const opinion::Counts sums = votes.sums(i);
    const auto add = [&](std::int64_t on_side, std::vector<Consensus::Statement>& list) {
      const Consensus::Statement one{.statement = i,
                                     .on_side = on_side,
                                     .votes = sums.answers(),
                                     .share = share_of(on_side, sums.answers()),
                                     .share_test = share_test(on_side, sums.answers())};
      if (one.share > 0.5 && one.share_test > z_of_90_percent) list.push_back(one);
    };
    add(sums.agree, found.agree);
    add(sums.disagree, found.disagree);
  }
  keep_clearest(found.agree);
  keep_clearest(found.disagree);
  return found;
}

std::vector<double> group_informed_consensus(const GroupCounts& counts) {
  std::vector<double> product(counts.empty() ? 0 : counts.front().size(), 1);
  for (const std::vector<opinion::Counts>& group : counts) {
    for (std::size_t i = 0; i < group.size(); ++i) product[i] *= group_agreement(group[i]);
  }
  return product;
}

std::vector<double> group_mean_consensus(const GroupCounts& counts) {
  std::vector<double> means = group_informed_consensus(counts);
  for (double& mean : means) mean = std::pow(mean, 1 / static_cast<double>(counts.size()));
  return means;
}

std::vector<double> priorities(const GroupCounts& counts, std::span<const Position> statements,
                               const std::vector<bool>& meta) {
  std::vector<double> found(statements.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    opinion::Counts sums;
    for (const std::vector<opinion::Counts>& group : counts) {
      sums.agree += group[i].agree;
      sums.disagree += group[i].disagree;
      sums.unsure += group[i].unsure;
    }
    found[i] =
        meta[i] ? meta_priority : opinion::priority(sums, distance(statements[i], Position{}));
  }
  return found;
}

}  // namespace enig::analysis

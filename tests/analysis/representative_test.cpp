#include "analysis/representative.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>

using namespace enig::analysis;
using Catch::Matchers::WithinRel;
using enig::opinion::Counts;

namespace {

// Statement 0: the first group agrees and the second disagrees. 1: both agree. 2: nobody votes.
GroupCounts two_groups() {
  return {
      {{.agree = 18, .disagree = 1, .unsure = 1}, {.agree = 20, .disagree = 0, .unsure = 0}, {}},
      {{.agree = 1, .disagree = 8, .unsure = 1}, {.agree = 9, .disagree = 0, .unsure = 1}, {}}};
}

}  // namespace

TEST_CASE("a group stands for what it says and the others do not") {
  const auto found = representative_statements(two_groups(), std::vector<bool>(3));
  REQUIRE(found.size() == 2);
  const Representative& first = found[0].front();
  CHECK(first.statement == 0);
  CHECK(first.side == Side::agree);
  CHECK(first.on_side == 18);
  CHECK(first.votes == 20);
  // By hand, from the formulas.
  CHECK_THAT(first.share, WithinRel(19.0 / 22, 1e-14));
  CHECK_THAT(first.share_test, WithinRel(2 * std::sqrt(21) * (19.0 / 21 - 0.5), 1e-14));
  CHECK_THAT(first.repness, WithinRel((19.0 / 22) / (2.0 / 12), 1e-14));
  const double p = 21.0 / 32;
  CHECK_THAT(
      first.repness_test,
      WithinRel((19.0 / 21 - 2.0 / 11) / std::sqrt(p * (1 - p) * (1.0 / 21 + 1.0 / 11)), 1e-14));
  bool disagrees = false;
  for (const Representative& one : found[1]) {
    if (one.statement == 0) disagrees = one.side == Side::disagree;
    CHECK(one.statement != 2);
  }
  CHECK(disagrees);
}

TEST_CASE("a hidden statement stands for nobody, and is no consensus") {
  for (const auto& list : representative_statements(two_groups(), {true, false, false})) {
    for (const Representative& one : list) CHECK(one.statement != 0);
  }
  VoteMatrix votes;
  for (std::size_t i = 0; i < 10; ++i) votes.set(i, 0, Vote::agree);
  CHECK(consensus(votes, {false}).agree.size() == 1);
  CHECK(consensus(votes, {true}).agree.empty());
}

TEST_CASE("consensus is a clear majority of all, at most five, the clearest first") {
  VoteMatrix votes;
  for (std::size_t j = 0; j < 8; ++j) {
    for (std::size_t i = 0; i < 20 + j; ++i) votes.set(i, j, Vote::agree);
  }
  for (std::size_t i = 0; i < 20; ++i) {
    votes.set(i, 8, i < 10 ? Vote::agree : Vote::disagree);  // even
    votes.set(i, 9, Vote::disagree);
  }
  votes.set(0, 10, Vote::agree);  // one vote is nothing
  const Consensus found = consensus(votes, std::vector<bool>(11));
  REQUIRE(found.agree.size() == 5);
  CHECK(found.agree[0].statement == 7);
  CHECK(found.agree[4].statement == 3);
  REQUIRE(found.disagree.size() == 1);
  CHECK(found.disagree[0].statement == 9);
}

TEST_CASE("what joins the groups is a product, and as a mean does not shrink with their number") {
  const Counts half{.agree = 9, .disagree = 10, .unsure = 0};
  const GroupCounts two = {{half}, {half}};
  const GroupCounts four = {{half}, {half}, {half}, {half}};
  const double each = 10.0 / 21;
  CHECK_THAT(group_informed_consensus(two)[0], WithinRel(each * each, 1e-14));
  CHECK_THAT(group_informed_consensus(four)[0], WithinRel(std::pow(each, 4), 1e-14));
  CHECK_THAT(group_mean_consensus(two)[0], WithinRel(each, 1e-14));
  CHECK_THAT(group_mean_consensus(four)[0], WithinRel(each, 1e-14));
}

TEST_CASE(
    "a statement that divides is worth asking about more; one on the conversation always is") {
  const GroupCounts counts = {{{10, 10, 0}, {10, 10, 0}, {10, 10, 0}}};
  const auto found =
      priorities(counts, std::vector<Position>{{0, 0}, {3, 4}, {0, 0}}, {false, false, true});
  CHECK_THAT(found[1], WithinRel(36 * found[0], 1e-12));
  CHECK(found[2] == 49);
}

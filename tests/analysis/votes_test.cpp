#include "analysis/votes.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig::analysis;
using enig::opinion::Counts;

TEST_CASE("a later vote takes an earlier one's place, and nobody else's") {
  VoteMatrix votes;
  votes.set(70, 2, Vote::agree);
  votes.set(0, 2, Vote::disagree);
  votes.set(70, 2, Vote::pass);
  CHECK(votes.people() == 71);
  CHECK(votes.statements() == 3);
  CHECK(votes.at(70, 2) == Vote::pass);
  CHECK(votes.at(0, 2) == Vote::disagree);
  CHECK(votes.at(69, 2) == std::nullopt);
  CHECK(votes.at(0, 0) == std::nullopt);
  CHECK(votes.sums(2) == Counts{.agree = 0, .disagree = 1, .unsure = 1});
  CHECK(votes.sums(0) == Counts{});
  votes.set(0, 2, Vote::agree);
  CHECK(votes.sums(2) == Counts{.agree = 1, .disagree = 0, .unsure = 1});
}

TEST_CASE("the votes of some people are counted alone") {
  VoteMatrix votes;
  for (std::size_t i = 0; i < 200; ++i) votes.set(i, 0, i % 3 == 0 ? Vote::agree : Vote::disagree);
  People some(votes.people());
  for (const std::size_t person : {0U, 1U, 63U, 64U, 198U}) {
    some.add(person);
  }
  CHECK(some.has(63));
  CHECK_FALSE(some.has(62));
  CHECK(votes.sums(0, some) == Counts{.agree = 3, .disagree = 2, .unsure = 0});
}

TEST_CASE("people and statements can be put into another order") {
  VoteMatrix votes;
  votes.set(0, 0, Vote::agree);
  votes.set(1, 1, Vote::disagree);
  votes.set(2, 0, Vote::pass);
  const VoteMatrix other =
      votes.ordered(std::vector<std::size_t>{2, 0, 1}, std::vector<std::size_t>{1, 0});
  CHECK(other.at(0, 1) == Vote::pass);
  CHECK(other.at(1, 1) == Vote::agree);
  CHECK(other.at(2, 0) == Vote::disagree);
  CHECK(other.at(2, 1) == std::nullopt);
  CHECK(other.votes_by_person() == std::vector<std::uint32_t>{1, 1, 1});
  const VoteMatrix alike =
      votes.ordered(std::vector<std::size_t>{0, 1, 2}, std::vector<std::size_t>{1, 0});
  CHECK(alike.at(1, 0) == Vote::disagree);
  CHECK(alike.at(0, 1) == Vote::agree);
}

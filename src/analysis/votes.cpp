#include "analysis/votes.h"

#include <algorithm>
#include <bit>

namespace enig::analysis {
namespace {

constexpr std::size_t bits = 64;

opinion::Counts counted(std::int64_t agreed, std::int64_t disagreed, std::int64_t voted) {
  return {.agree = agreed, .disagree = disagreed, .unsure = voted - agreed - disagreed};
}

}  // namespace

VoteMatrix::VoteMatrix(std::size_t people, std::size_t statements)
    : people_(people), columns_(statements, std::vector<Cells>((people + bits - 1) / bits)) {}

void VoteMatrix::set(std::size_t person, std::size_t statement, Vote vote) {
  if (statement >= columns_.size()) columns_.resize(statement + 1);
  people_ = std::max(people_, person + 1);
  std::vector<Cells>& column = columns_[statement];
  const std::size_t word = person / bits;
  if (word >= column.size()) column.resize(word + 1);
  Cells& cells = column[word];
  const std::uint64_t bit = std::uint64_t{1} << person % bits;
  cells.voted |= bit;
  cells.agreed = vote == Vote::agree ? cells.agreed | bit : cells.agreed & ~bit;
  cells.disagreed = vote == Vote::disagree ? cells.disagreed | bit : cells.disagreed & ~bit;
}

std::optional<Vote> VoteMatrix::at(std::size_t person, std::size_t statement) const {
  const std::vector<Cells>& column = columns_[statement];
  const std::size_t word = person / bits;
  const std::uint64_t bit = std::uint64_t{1} << person % bits;
  if (word >= column.size() || (column[word].voted & bit) == 0) return std::nullopt;
  if ((column[word].agreed & bit) != 0) return Vote::agree;
  return (column[word].disagreed & bit) != 0 ? Vote::disagree : Vote::pass;
}

opinion::Counts VoteMatrix::sums(std::size_t statement) const {
  std::int64_t agreed = 0;
  std::int64_t disagreed = 0;
  std::int64_t voted = 0;
  for (const Cells& cells : columns_[statement]) {
    agreed += std::popcount(cells.agreed);
    disagreed += std::popcount(cells.disagreed);
    voted += std::popcount(cells.voted);
  }
  return counted(agreed, disagreed, voted);
}

opinion::Counts VoteMatrix::sums(std::size_t statement, const People& of) const {
  const std::vector<Cells>& column = columns_[statement];
  const std::span<const std::uint64_t> words = of.words();
  std::int64_t agreed = 0;
  std::int64_t disagreed = 0;
  std::int64_t voted = 0;
  for (std::size_t i = 0; i < std::min(column.size(), words.size()); ++i) {
    agreed += std::popcount(column[i].agreed & words[i]);
    disagreed += std::popcount(column[i].disagreed & words[i]);
    voted += std::popcount(column[i].voted & words[i]);
  }
  return counted(agreed, disagreed, voted);
}

std::vector<std::uint32_t> VoteMatrix::votes_by_person() const {
  std::vector<std::uint32_t> votes(people_);
  for (const std::vector<Cells>& column : columns_) {
    for (std::size_t word = 0; word < column.size(); ++word) {
      for (std::uint64_t left = column[word].voted; left != 0; left &= left - 1) {
        ++votes[word * bits + static_cast<std::size_t>(std::countr_zero(left))];
      }
    }
  }
  return votes;
}

VoteMatrix VoteMatrix::ordered(std::span<const std::size_t> people,
                               std::span<const std::size_t> statements) const {
  const bool is_same_people = std::ranges::is_sorted(people);
  VoteMatrix result(people.size(), statements.size());
  for (std::size_t column = 0; column < statements.size(); ++column) {
    if (is_same_people) {
      std::ranges::copy(columns_[statements[column]], result.columns_[column].begin());
      continue;
    }
    for (std::size_t row = 0; row < people.size(); ++row) {
      const std::optional<Vote> vote = at(people[row], statements[column]);
      if (vote) result.set(row, column, *vote);
    }
  }
  return result;
}

}  // namespace enig::analysis

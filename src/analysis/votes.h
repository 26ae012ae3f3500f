// Who has voted what on which statement, packed: 64 people of one statement in three words. People
// and statements are numbered from 0.
//
//     VoteMatrix votes;
//     votes.set(0, 2, Vote::agree);     // person 0 on statement 2; a later vote takes its place
//     votes.sums(2).agree;              // 1
//
// A million people and 70 statements take 26 MB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "opinion/tally.h"

namespace enig::analysis {

// As the public export has it; the published mathematics turns the sign around.
enum class Vote : std::int8_t { disagree = -1, pass = 0, agree = 1 };

// 64 people, a bit each, the first the lowest. `agreed` and `disagreed` are parts of `voted`.
struct Cells {
  std::uint64_t agreed = 0;
  std::uint64_t disagreed = 0;
  std::uint64_t voted = 0;
};

// A bit for each person.
class People {
 public:
  explicit People(std::size_t count) : words_((count + 63) / 64) {}

  void add(std::size_t person) { words_[person / 64] |= std::uint64_t{1} << person % 64; }
  [[nodiscard]] bool has(std::size_t person) const {
    return (words_[person / 64] >> person % 64 & 1) != 0;
  }
  [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }

 private:
  std::vector<std::uint64_t> words_;
};

class VoteMatrix {
 public:
  VoteMatrix() = default;
  VoteMatrix(std::size_t people, std::size_t statements);

  [[nodiscard]] std::size_t people() const { return people_; }
  [[nodiscard]] std::size_t statements() const { return columns_.size(); }

  // Grows the matrix to hold both.
  void set(std::size_t person, std::size_t statement, Vote vote);
  [[nodiscard]] std::optional<Vote> at(std::size_t person, std::size_t statement) const;

  // May be shorter than the number of people asks for: the others have not voted.
  [[nodiscard]] std::span<const Cells> column(std::size_t statement) const {
    return columns_[statement];
  }

  // Everybody's votes on a statement; `unsure` are those who have passed.
  [[nodiscard]] opinion::Counts sums(std::size_t statement) const;
  // Those of some people.
  [[nodiscard]] opinion::Counts sums(std::size_t statement, const People& of) const;
  // How many votes each person has given.
  [[nodiscard]] std::vector<std::uint32_t> votes_by_person() const;

  // The same votes with person i being who was `people[i]`, and so for the statements.
  [[nodiscard]] VoteMatrix ordered(std::span<const std::size_t> people,
                                   std::span<const std::size_t> statements) const;

 private:
  std::size_t people_ = 0;
  std::vector<std::vector<Cells>> columns_;
};

}  // namespace enig::analysis

// Public exports of votes (the CSV files of Polis), as matrices.
//
//     auto votes = read_votes("votes.csv");
//     if (votes) analysis::analyse(votes->matrix, …);
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/votes.h"
#include "base/error.h"

namespace enig::cli {

using Errors = std::vector<Error>;

// People and statements in the order of their ids: as numbers where both are numbers, else as text,
// numbers first.
struct Votes {
  analysis::VoteMatrix matrix;
  std::vector<std::string> people;
  std::vector<std::string> statements;
  std::uint64_t events = 0;             // rows, also those whose vote was given anew later
  std::vector<std::size_t> first_vote;  // people in the order of their first row
};

// Columns "comment-id", "voter-id", "vote" (1 agree, -1 disagree, 0 pass) and maybe "timestamp": a
// later vote of a person on the same statement takes the earlier's place, by the time where there
// is one, else by the row. Errors: what is wrong, row by row.
[[nodiscard]] std::expected<Votes, Errors> read_votes(const std::filesystem::path& path);

// Of each statement. Columns "comment-id", "moderated" (-1: out) and maybe "is-meta".
struct Moderation {
  std::vector<bool> out;
  std::vector<bool> meta;
  std::size_t unknown = 0;  // statements of the file that nobody has voted on
};
[[nodiscard]] std::expected<Moderation, Errors> read_moderation(const std::filesystem::path& path,
                                                                const Votes& votes);

// The matrix of an export: the published group of each person, and their votes once more.
struct Groups {
  std::vector<std::optional<std::size_t>> of;  // each person's place in `names`
  std::vector<std::string> names;
  std::size_t unknown = 0;   // people of the file who have no vote
  std::uint64_t cells = 0;   // votes that both files have
  std::uint64_t differ = 0;  // votes that only one has, or another one
};
// Columns "participant", "group-id" (empty: none), and one for each statement's id.
[[nodiscard]] std::expected<Groups, Errors> read_groups(const std::filesystem::path& path,
                                                        const Votes& votes);

}  // namespace enig::cli

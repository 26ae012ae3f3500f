// enig analyse: opinion groups, what they stand for, and what all agree on (ANALYSIS.md).
//
//     $ enig analyse --votes votes.csv --moderation comments.csv --out result.json
//     1,921 people, 197 statements, 49,443 votes: no clear groups (silhouette 0.38)
#pragma once

#include <cstdio>
#include <span>
#include <string_view>

namespace enig::cli {

// Reads --votes FILE (a public export; --moderation and --groups belong to it), or the ballots of a
// policy by --policies, --policy and exactly one of --data and --database; writes --out FILE, or
// the result to `out` without it. Returns 0; 1 if something could not be read or is wrong in it, or
// there are fewer stored ballots than a first release asks for, and then nothing is written; 2 for
// a command not understood.
[[nodiscard]] int analyse_command(std::span<const std::string_view> args, std::FILE* out,
                                  std::FILE* err);

}  // namespace enig::cli

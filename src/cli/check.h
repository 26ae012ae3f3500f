// enig check FILE|DIR… [--json]: every problem of the publisher's files, in one run.
//
//     $ enig check policies
//     policies/baerum/naering.json:12:7: error: The title is blank. Write the words.
//     Checked 4 files with 18 points: 1 error, 0 warnings.
#pragma once

#include <cstdio>
#include <span>
#include <string_view>

namespace enig::cli {

// `args` are those after "check". The problems go to `out` (as one JSON object with --json), what
// could not be read and how to use the command to `err`. Returns the exit code: 0 if all is right,
// 1 if there are errors, 2 if something could not be read or the command was not understood.
[[nodiscard]] int check_command(std::span<const std::string_view> args, std::FILE* out,
                                std::FILE* err);

}  // namespace enig::cli

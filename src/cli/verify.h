// enig verify --policies DIR (--data DIR | --database URL): is everything there, and does it add
// up?
//
//     $ enig verify --policies policies --data data
//     What is kept is whole.
//     baerum-naering: 214 ballots, the same as release 3.
#pragma once

#include <cstdio>
#include <span>
#include <string_view>

namespace enig::cli {

// Looks at the store itself, reads every ballot, counts them and holds the sums against the last
// release, where none has changed since. Also beside running servers. Returns 0; 1 if something is
// damaged or differs; 2 for a command not understood.
[[nodiscard]] int verify_command(std::span<const std::string_view> args, std::FILE* out,
                                 std::FILE* err);

}  // namespace enig::cli

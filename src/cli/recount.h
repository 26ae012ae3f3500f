// enig recount --policies DIR (--data DIR | --database URL) [--json]: counts every stored ballot
// anew.
//
//     $ enig recount --policies policies --data data
//     baerum-naering: 214 ballots, release 3 of 2026-11-23T12:15:00Z
//                        agree  disagree  unsure  important
//     (topic)              120        60      10          -
//     rammevilkar           80        30       5         12
#pragma once

#include <cstdio>
#include <span>
#include <string_view>

namespace enig::cli {

// Beside a running server too. With --json prints {"policies":[totals…]} with the number and time
// of each last release, but the sums as counted now. Returns 0; 1 if something could not be read,
// or if a release differs from the ballots though none has changed since; 2 for a command not
// understood.
[[nodiscard]] int recount_command(std::span<const std::string_view> args, std::FILE* out,
                                  std::FILE* err);

}  // namespace enig::cli

// enig backup --data DIR --out DIR [--with-keys]: a copy of a data folder, beside a running server.
// enig restore --from DIR --data DIR: a data folder from a copy.
//
//     $ enig backup --data data --out /backup/monday
//     Copied to /backup/monday: ballots.sqlite
//     Keep ballot.key too, in another place: without it no ballot of the copy can be changed.
#pragma once

#include <cstdio>
#include <span>
#include <string_view>

namespace enig::cli {

// Both return 0; 1 if it could not be done; 2 for a command not understood.
[[nodiscard]] int backup_command(std::span<const std::string_view> args, std::FILE* out,
                                 std::FILE* err);
[[nodiscard]] int restore_command(std::span<const std::string_view> args, std::FILE* out,
                                  std::FILE* err);

}  // namespace enig::cli

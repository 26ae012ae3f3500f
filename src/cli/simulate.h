// enig simulate --topics N --points N --people N --seed N --out FOLDER
//
//     $ enig simulate --topics 30 --points 1000 --people 200000 --seed 1 --out simulated
//     $ enig serve --policies simulated/policies --data simulated/data --trial
#pragma once

#include <cstdio>
#include <span>
#include <string_view>

namespace enig::cli {

// Makes a platform, and a trial's data folder with answers that look like people's: the same for
// the same flags. Returns 0; 1 if it could not be done; 2 for flags not understood.
[[nodiscard]] int simulate_command(std::span<const std::string_view> args, std::FILE* out,
                                   std::FILE* err);

}  // namespace enig::cli

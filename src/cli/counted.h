// How many of something, in words that agree with it.
//
//     counted(1, "vote", "votes")   // "1 vote"
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace enig::cli {

[[nodiscard]] inline std::string counted(std::uint64_t count, std::string_view one,
                                         std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace enig::cli

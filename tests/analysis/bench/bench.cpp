// What `tools/bench analysis` measures: how long an analysis takes, how much memory, and how both
// grow. Each case in a process of its own, whose memory is its own.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

#include "analysis/analyse.h"

using namespace enig::analysis;

namespace {

struct Case {
  std::size_t people;
  std::size_t statements;
  double ms_max = 0;  // 0: only told
  double mb_max = 0;
};

struct Cost {
  double ms = 0;  // the median of the rounds
  double mb = 0;  // the most memory that the process had
  std::size_t groups = 0;
};

// Three camps, who each hold their own opinion on every statement; two of five votes are missing.
VoteMatrix generated(const Case& one) {
  std::mt19937 dice(1);
  VoteMatrix votes(one.people, one.statements);
  std::vector<std::array<unsigned, 3>> agree_of_8(one.statements);
  for (auto& camps : agree_of_8) {
    for (unsigned& camp : camps) camp = static_cast<unsigned>(dice() % 9);
  }
  for (std::size_t i = 0; i < one.people; ++i) {
    const std::size_t camp = dice() % 3;
    for (std::size_t j = 0; j < one.statements; ++j) {
      const auto roll = static_cast<unsigned>(dice());
      if (roll % 5 < 2) continue;
      const bool is_pass = roll / 8 % 8 == 0;
      const bool agrees = roll / 64 % 8 < agree_of_8[j][camp];
      votes.set(i, j, is_pass ? Vote::pass : agrees ? Vote::agree : Vote::disagree);
    }
  }
  return votes;
}

Cost measured(const Case& one) {
  const VoteMatrix votes = generated(one);
  const Question question{.rules = Rules::ours,
                          .hidden = std::vector<bool>(one.statements),
                          .meta = std::vector<bool>(one.statements),
                          .groups = std::nullopt,
                          .group_rules = {},
                          .order = {}};
  Cost cost;
  std::vector<double> times;
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const Analysis found = analyse(votes, question);
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    times.push_back(taken.count());
    cost.groups = found.grouping.groups.size();
  }
  std::ranges::sort(times);
  cost.ms = times[times.size() / 2];
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  cost.mb = static_cast<double>(usage.ru_maxrss) / 1024;
  return cost;
}

// False where the other process has not told.
bool measured_apart(const Case& one, Cost& cost) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return false;
  const pid_t child = fork();
  if (child == 0) {
    const Cost own = measured(one);
    const bool is_told = write(ends[1], &own, sizeof own) == sizeof own;
    _exit(is_told ? 0 : 1);
  }
  close(ends[1]);
  const bool is_told = child > 0 && read(ends[0], &cost, sizeof cost) == sizeof cost;
  close(ends[0]);
  int status = 0;
  if (child > 0) waitpid(child, &status, 0);
  return is_told && status == 0;
}

}  // namespace

int main() {
  constexpr std::array cases = {Case{1'921, 197, 40, 0}, Case{10'000, 70},
                                Case{100'000, 70},       Case{1'000'000, 70, 3'000, 600},
                                Case{100'000, 35},       Case{100'000, 140},
                                Case{100'000, 280}};
  bool holds = true;
  fmt::print("{:>10} {:>10} {:>10} {:>9} {:>9} {:>9} {:>7}  verdict\n", "people", "statements",
             "ms", "limit", "MB", "limit", "groups");
  for (const Case& one : cases) {
    Cost cost;
    if (!measured_apart(one, cost)) {
      fmt::print(stderr, "bench: a process ended without telling what it measured\n");
      return 1;
    }
    const bool is_held =
        (one.ms_max == 0 || cost.ms <= one.ms_max) && (one.mb_max == 0 || cost.mb <= one.mb_max);
    const bool has_limit = one.ms_max > 0;
    holds = holds && is_held;
    fmt::print("{:>10} {:>10} {:>10.1f} {:>9} {:>9.0f} {:>9} {:>7}  {}\n", one.people,
               one.statements, cost.ms, has_limit ? fmt::format("{:.0f}", one.ms_max) : "", cost.mb,
               one.mb_max > 0 ? fmt::format("{:.0f}", one.mb_max) : "", cost.groups,
               !has_limit ? ""
               : is_held  ? "held"
                          : "MISSED");
  }
  return holds ? 0 : 1;
}

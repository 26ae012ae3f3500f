// What the server has done, as sums: for an administrator's Prometheus, and for the log. Nothing in
// it is a person's, and what was asked for is one of the kinds below only.
//
//     Metrics metrics;
//     metrics.answered(Aim::ballots, 204);
//     std::string text = metrics.to_text(gauges);   // enig_requests_total{aim="ballots",…} 1
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "opinion/release.h"

namespace enig::server {

// What a request was for.
enum class Aim {
  page,
  form,
  file,
  policies,
  totals,
  events,
  ballots,
  newsletter,
  staff,
  health,
  other,   // there is nothing, or it has moved
  unread,  // refused before anybody looked at what it was for
};
inline constexpr std::size_t aim_count = 12;
[[nodiscard]] std::string_view to_text(Aim aim);

// How it is just now.
struct Gauges {
  std::size_t ballots_waiting = 0;
  std::size_t streams = 0;
  std::size_t connections = 0;
  std::uint64_t turned_away = 0;                // connections that there was no place for
  std::vector<opinion::Release> releases = {};  // of what is published; number 0: none yet
};

// All may be called from any thread.
class Metrics {
 public:
  void answered(Aim aim, int status);
  // One transaction of the store.
  void committed(std::size_t changes, std::chrono::nanoseconds took);
  // People's ballots that were put, changed or withdrawn, and said to be kept.
  void acknowledged(std::size_t ballots);

  // Every kind of answer that there has been, and how often.
  void each_answered(const std::function<void(Aim, int status, std::uint64_t count)>& each) const;

  // Prometheus's text format, version 0.0.4.
  [[nodiscard]] std::string to_text(const Gauges& gauges) const;

 private:
  using Count = std::atomic<std::uint64_t>;
  static constexpr int status_min = 100;
  static constexpr int status_max = 599;
  using OfStatus = std::array<Count, status_max - status_min + 1>;
  // How many values were at most so large, in the same unit; the last one has no bound.
  template <std::size_t size>
  struct Histogram {
    std::array<Count, size + 1> counts = {};
    Count sum = 0;

    void add(std::uint64_t value, const std::array<std::uint64_t, size>& bounds);
  };
  static constexpr std::array<std::uint64_t, 11> changes_bounds = {1,  2,   4,   8,   16,   32,
                                                                   64, 128, 256, 512, 1'024};
  static constexpr std::array<std::uint64_t, 11> us_bounds = {
      500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 5'000'000};

  std::array<OfStatus, aim_count> answered_ = {};
  Histogram<changes_bounds.size()> commit_changes_;
  Histogram<us_bounds.size()> commit_us_;
  Count acknowledged_ = 0;
};

}  // namespace enig::server

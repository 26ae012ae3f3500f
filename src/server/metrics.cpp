#include "server/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace enig::server {
namespace {

constexpr std::array<std::string_view, aim_count> aim_names = {
    "page",    "form",       "file",  "policies", "totals", "events",
    "ballots", "newsletter", "staff", "health",   "other",  "unread"};

constexpr double us_per_second = 1'000'000;

// What kind of thing a name is, for Prometheus and for people.
void append_head(std::string& text, std::string_view name, std::string_view type,
                 std::string_view help) {
  fmt::format_to(std::back_inserter(text), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

template <class Number>
void append_one(std::string& text, std::string_view name, std::string_view type,
                std::string_view help, Number value) {
  append_head(text, name, type, help);
  fmt::format_to(std::back_inserter(text), "{} {}\n", name, value);
}

// `unit`: of the values and bounds, in that of the name.
template <class Counts, class Bounds>
void append_histogram(std::string& text, std::string_view name, const Counts& counts,
                      std::uint64_t sum, const Bounds& bounds, double unit) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    below += counts[i];
    fmt::format_to(std::back_inserter(text), "{}_bucket{{le=\"{}\"}} {}\n", name,
                   static_cast<double>(bounds[i]) / unit, below);
  }
  below += counts[bounds.size()];
  fmt::format_to(std::back_inserter(text), "{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2}\n", name,
                 below, static_cast<double>(sum) / unit);
  fmt::format_to(std::back_inserter(text), "{}_count {}\n", name, below);
}

void append_releases(std::string& text, const std::vector<opinion::Release>& releases) {
  append_head(text, "enig_release_number", "gauge", "The number of a policy's last release.");
  for (const opinion::Release& release : releases) {
    fmt::format_to(std::back_inserter(text), "enig_release_number{{policy=\"{}\"}} {}\n",
                   release.policy.str(), release.number);
  }
  append_head(text, "enig_release_timestamp_seconds", "gauge",
              "When it was made, a whole minute; its age is time() minus this.");
  for (const opinion::Release& release : releases) {
    if (release.number == 0) continue;
    fmt::format_to(std::back_inserter(text), "enig_release_timestamp_seconds{{policy=\"{}\"}} {}\n",
                   release.policy.str(), release.released_at.unix_seconds);
  }
}

}  // namespace

std::string_view to_text(Aim aim) { return aim_names.at(static_cast<std::size_t>(aim)); }

void Metrics::answered(Aim aim, int status) {
  const auto at = static_cast<std::size_t>(std::clamp(status, status_min, status_max) - status_min);
  answered_.at(static_cast<std::size_t>(aim)).at(at).fetch_add(1, std::memory_order_relaxed);
}

template <std::size_t size>
void Metrics::Histogram<size>::add(std::uint64_t value,
                                   const std::array<std::uint64_t, size>& bounds) {
  const auto bound = std::ranges::lower_bound(bounds, value);
  counts.at(static_cast<std::size_t>(bound - bounds.begin())).fetch_add(1);
  sum.fetch_add(value);
}

void Metrics::committed(std::size_t changes, std::chrono::nanoseconds took) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  commit_changes_.add(changes, changes_bounds);
  commit_us_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(us, 0)), us_bounds);
}

void Metrics::acknowledged(std::size_t ballots) { acknowledged_.fetch_add(ballots); }

void Metrics::each_answered(
    const std::function<void(Aim, int status, std::uint64_t count)>& each) const {
  for (std::size_t aim = 0; aim < answered_.size(); ++aim) {
    for (std::size_t i = 0; i < answered_[aim].size(); ++i) {
      const std::uint64_t count = answered_[aim][i].load(std::memory_order_relaxed);
      if (count > 0) each(static_cast<Aim>(aim), status_min + static_cast<int>(i), count);
    }
  }
}

std::string Metrics::to_text(const Gauges& gauges) const {
  std::string text;
  append_head(text, "enig_requests_total", "counter", "Requests by what they were for.");
  each_answered([&text](Aim aim, int status, std::uint64_t count) {
    fmt::format_to(std::back_inserter(text), "enig_requests_total{{aim=\"{}\",status=\"{}\"}} {}\n",
                   server::to_text(aim), status, count);
  });
  append_one(text, "enig_ballots_acknowledged_total", "counter",
             "Ballots that were put, changed or withdrawn, and are on the disk.",
             acknowledged_.load());
  append_head(text, "enig_commit_ballots", "histogram",
              "Ballots that were made durable together, by one fsync or transaction.");
  append_histogram(text, "enig_commit_ballots", commit_changes_.counts, commit_changes_.sum,
                   changes_bounds, 1);
  append_head(text, "enig_commit_seconds", "histogram", "How long that took.");
  append_histogram(text, "enig_commit_seconds", commit_us_.counts, commit_us_.sum, us_bounds,
                   us_per_second);
  append_one(text, "enig_ballots_waiting", "gauge", "Ballots that wait for a commit.",
             gauges.ballots_waiting);
  append_one(text, "enig_streams", "gauge", "Readers of releases.", gauges.streams);
  append_one(text, "enig_connections", "gauge", "Open connections, streams among them.",
             gauges.connections);
  append_one(text, "enig_connections_refused_total", "counter",
             "Connections that were closed at once, because their address or all had too many.",
             gauges.turned_away);
  append_releases(text, gauges.releases);
  return text;
}

}  // namespace enig::server

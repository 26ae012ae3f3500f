#include "server/minutes.h"

#include <fmt/format.h>

namespace enig::server {
namespace {

Level level_of(int status) {
  if (status >= 500) return Level::warning;
  return status >= 400 ? Level::info : Level::debug;
}

}  // namespace

Minutes::Minutes(std::shared_ptr<const Metrics> metrics, const AllShown& shown)
    : metrics_(std::move(metrics)) {
  for (const auto& [id, now] : shown) released_.emplace(id, now->release.number);
}

void Minutes::end(const AllShown& shown, const Tell& tell) {
  const std::lock_guard lock(mutex_);
  metrics_->each_answered([&](Aim aim, int status, std::uint64_t count) {
    std::uint64_t& told = answered_[{aim, status}];
    if (count == told) return;
    const auto more = static_cast<std::int64_t>(count - told);
    told = count;
    tell({level_of(status),
          "answered",
          fmt::format("Answered with {}: {} of aim {}.", status, more, to_text(aim)),
          {{"aim", std::string(to_text(aim))}, {"status", status}, {"count", more}}});
  });
  for (const auto& [id, now] : shown) {
    const opinion::Release& release = now->release;
    std::int64_t& told = released_[id];
    if (release.number <= told) continue;
    told = release.number;
    tell({Level::info,
          "released",
          fmt::format("Release {} of \"{}\" shows {} {}.", release.number, id.str(),
                      release.sums.ballots, release.sums.ballots == 1 ? "ballot" : "ballots"),
          {{"policy", id.str()}, {"release", release.number}, {"ballots", release.sums.ballots}}});
  }
}

}  // namespace enig::server

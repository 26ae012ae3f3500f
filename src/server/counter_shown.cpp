// The counter's releases as they are shown: totals, days, and events for those who follow them.
#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/check.h"
#include "server/counter.h"
#include "store/recount.h"
#include "wire/totals.h"

namespace enig::server {

using opinion::Release;

namespace {

// One event of a stream (HTML, "server-sent events").
std::string event_of(std::int64_t number, std::string_view json) {
  ENIG_CHECK(!json.contains('\n'));
  return fmt::format("event: release\nid: {}\ndata: {}\n\n", number, json);
}

}  // namespace

void Counter::show(const PolicyId& policy, Release release, const opinion::Arrivals& arrivals) {
  auto shown = std::make_shared<Shown>();
  std::string json = wire::to_json(release);
  const std::int64_t number = release.number;
  // "Nothing yet" is no news.
  Body event = number > 0 ? share(event_of(number, json)) : nullptr;
  shown->totals = compressed("application/json", std::move(json));
  // What a release keeps back for its size, a day does too.
  const auto days = arrivals.shown(options_.rule.first_ballots_min);
  shown->arrivals = compressed("application/json", wire::arrivals_json(policy, number, days));
  shown->release = std::move(release);
  // Only the writer changes them, so nothing is lost between the copy and its publication.
  auto all = std::make_shared<AllShown>(*all_shown());
  (*all)[policy] = std::move(shown);
  std::shared_ptr<Feed> feed;
  {
    const std::lock_guard lock(shown_mutex_);
    shown_ = std::move(all);
    std::shared_ptr<Feed>& own = feeds_[policy];
    if (!own) own = std::make_shared<Feed>();
    feed = own;
  }
  // Last: who is told of a release must find it.
  feed->publish({.number = number, .text = std::move(event)});
}

// What another server has released.
std::expected<void, Error> Counter::take_in(const PolicyId& id, Counted& counted) {
  const auto last = store_->last_release(id);
  if (!last) return std::unexpected(last.error());
  const auto counts = store_->release_counts(id, counted.arrivals.last_number());
  if (!counts) return std::unexpected(counts.error());
  for (const opinion::ReleaseCount& count : *counts) counted.arrivals.add(count);
  counted.standing.last_number = (*last)->number;
  counted.standing.last_released_at = (*last)->released_at;
  show(id, store::fitted(*last, *counted.policy), counted.arrivals);
  return {};
}

}  // namespace enig::server

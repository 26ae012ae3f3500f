#include "server/counter.h"

#include <fmt/format.h>

#include <chrono>
#include <iterator>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "store/recount.h"
#include "wire/totals.h"

namespace enig::server {
namespace {

using opinion::Release;
using store::Change;

// Time alone can make a release due.
constexpr auto look_interval = std::chrono::minutes(limits::look_at_rule_minutes);

const Error queue_full{Fault::busy, "Too many ballots wait to be kept.", "Try again in a moment."};
const Error stopped{Fault::unavailable, "The server is stopping.", "Try again in a moment."};

// One event of a stream (HTML, "server-sent events").
std::string event_of(std::int64_t number, std::string_view json) {
  ENIG_CHECK(!json.contains('\n'));
  return fmt::format("event: release\nid: {}\ndata: {}\n\n", number, json);
}

}  // namespace

std::expected<std::unique_ptr<Counter>, Error> Counter::create(
    std::unique_ptr<store::Store> store, std::span<const policy::Policy> policies,
    Options options) {
  std::unique_ptr<Counter> counter(new Counter(std::move(store), std::move(options)));
  if (auto loaded = counter->load(policies); !loaded) return std::unexpected(loaded.error());
  counter->thread_ = std::thread([writer = counter.get()] { writer->run(); });
  return counter;
}

Counter::Counter(std::unique_ptr<store::Store> store, Options options)
    : store_(std::move(store)), options_(std::move(options)) {}

Counter::~Counter() { stop(); }

std::expected<void, Error> Counter::load(std::span<const policy::Policy> policies) {
  policies_.assign(policies.begin(), policies.end());
  for (const policy::Policy& policy : policies_) {
    auto count = store::recount(*store_, policy);
    if (!count) return std::unexpected(count.error());
    const opinion::Standing standing = count->standing();
    feeds_.emplace(policy.id, std::make_shared<Feed>());
    show(policy.id, store::fitted(count->last, policy));
    counted_.emplace(policy.id, Counted{&policy, std::move(count->tally), standing});
  }
  auto known = store_->policies();
  if (!known) return std::unexpected(known.error());
  known_policies_ = std::move(*known);
  if (auto published = publish_due(); !published) return published;
  return store_->tidy();
}

std::shared_ptr<const Shown> Counter::shown(const PolicyId& policy) const {
  const std::shared_ptr<const AllShown> all = all_shown();
  const auto found = all->find(policy);
  ENIG_CHECK(found != all->end());
  return found->second;
}

std::shared_ptr<const AllShown> Counter::all_shown() const {
  const std::lock_guard lock(shown_mutex_);
  return shown_;
}

std::shared_ptr<Feed> Counter::feed(const PolicyId& policy) const {
  const auto found = feeds_.find(policy);
  ENIG_CHECK(found != feeds_.end());
  return found->second;
}

void Counter::show(const PolicyId& policy, Release release) {
  auto shown = std::make_shared<Shown>();
  std::string json = wire::to_json(release);
  const std::int64_t number = release.number;
  // "Nothing yet" is no news.
  Body event = number > 0 ? share(event_of(number, json)) : nullptr;
  shown->totals = compressed("application/json", std::move(json));
  shown->release = std::move(release);
  // Only the writer changes them, so nothing is lost between the copy and its publication.
  auto all = std::make_shared<AllShown>(*all_shown());
  (*all)[policy] = std::move(shown);
  {
    const std::lock_guard lock(shown_mutex_);
    shown_ = std::move(all);
  }
  // Last: who is told of a release must find it.
  feeds_.at(policy)->publish({.number = number, .text = std::move(event)});
}

void Counter::submit(std::vector<Change> changes, Done done) {
  std::optional<Error> refusal;
  {
    const std::lock_guard lock(mutex_);
    if (failure_) {
      refusal = failure_;
    } else if (stopping_) {
      refusal = stopped;
    } else if (waiting_changes_ + changes.size() > limits::ballots_waiting_max) {
      refusal = queue_full;
    } else {
      waiting_changes_ += changes.size();
      waiting_.push_back({std::move(changes), std::move(done)});
    }
  }
  if (refusal) {
    // NOLINTNEXTLINE(bugprone-use-after-move): moved only where there is no refusal.
    done(std::unexpected(*refusal));
  } else {
    wake_.notify_one();
  }
}

void Counter::look_at_rule() {
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = ++looks_wanted_;
  wake_.notify_one();
  looked_.wait(lock, [&] { return looks_done_ >= wanted || stopping_ || failure_; });
}

void Counter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  looked_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// As many whole submissions as one commit takes, at least one.
std::vector<Counter::Submission> Counter::take_batch() {
  std::vector<Submission> batch;
  std::size_t changes = 0;
  while (!waiting_.empty()) {
    changes += waiting_.front().changes.size();
    if (!batch.empty() && changes > limits::ballots_per_commit_max) break;
    waiting_changes_ -= waiting_.front().changes.size();
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return batch;
}

void Counter::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait_for(lock, look_interval, [this] {
      return stopping_ || !waiting_.empty() || looks_wanted_ > looks_done_;
    });
    const std::uint64_t looks = looks_wanted_;
    std::vector<Submission> batch = take_batch();
    const bool last = stopping_ && batch.empty();
    lock.unlock();
    if (last) return tidy();
    if (batch.empty()) {
      look();
    } else {
      keep(std::move(batch));
    }
    lock.lock();
    looks_done_ = looks;
    looked_.notify_all();
    if (failure_) return;
  }
}

void Counter::keep(std::vector<Submission> batch) {
  std::vector<Change> changes;
  for (Submission& submission : batch) {
    std::ranges::move(submission.changes, std::back_inserter(changes));
  }
  std::expected<void, Error> kept = count(changes);
  if (kept) kept = publish_due();
  // No room is no failure: nothing was changed, and there may be room again.
  const bool failed = !kept && kept.error().fault != Fault::busy;
  if (failed) fail(kept.error());
  for (const Submission& submission : batch) submission.done(kept);
  // Nobody waits for this.
  if (has_released_ && !failed) tidy();
}

// A minute without ballots, or a clock that was moved.
void Counter::look() {
  if (const auto published = publish_due(); !published) return fail(published.error());
  tidy();
}

void Counter::tidy() {
  has_released_ = false;
  if (const auto tidied = store_->tidy(); !tidied) fail(tidied.error());
}

std::expected<void, Error> Counter::count(std::span<const Change> changes) {
  const auto befores = store_->commit(changes);
  if (!befores) return std::unexpected(befores.error());
  std::set<PolicyId> touched;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto counted = counted_.find(changes[i].policy);
    // A withdrawal from a policy that is published no more is counted nowhere.
    if (counted == counted_.end()) continue;
    counted->second.tally.replace((*befores)[i], changes[i].after);
    touched.insert(changes[i].policy);
  }
  for (const PolicyId& id : touched) {
    const auto since = store_->changes_since_release(id);
    if (!since) return std::unexpected(since.error());
    Counted& counted = counted_.at(id);
    counted.standing.changes = *since;
    counted.standing.ballots = counted.tally.sums().ballots;
  }
  return {};
}

// The one place that decides what a release that cannot be kept means. No room: the ballots are
// kept all the same, and the next look tries again. Every other error is a failure.
std::expected<void, Error> Counter::publish_due() {
  const opinion::Minute now = opinion::to_minute(options_.now_unix_seconds());
  for (auto& [id, counted] : counted_) {
    if (!opinion::is_due(options_.rule, counted.standing, now)) continue;
    Release release;
    release.policy = id;
    release.revision = counted.policy->revision;
    release.number = counted.standing.last_number + 1;
    release.released_at = now;
    release.points = policy::point_ids(*counted.policy);
    release.sums = counted.tally.sums();
    // Kept before it is shown: a number that somebody has seen is never lost.
    if (auto saved = store_->save_release(release); !saved) {
      if (saved.error().fault == Fault::busy) continue;
      return saved;
    }
    has_released_ = true;
    counted.standing.last_number = release.number;
    counted.standing.last_released_at = now;
    counted.standing.changes = 0;
    show(id, std::move(release));
  }
  return {};
}

// After a failed write nothing is known of the disk: no retry, no further acknowledgement.
void Counter::fail(const Error& error) {
  std::deque<Submission> waiting;
  {
    const std::lock_guard lock(mutex_);
    failure_ = error;
    waiting.swap(waiting_);
    waiting_changes_ = 0;
  }
  for (const Submission& submission : waiting) submission.done(std::unexpected(error));
  options_.on_failure(error);
}

}  // namespace enig::server

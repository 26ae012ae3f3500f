#include "server/counter.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "wire/totals.h"

namespace enig::server {
namespace {

using opinion::Release;
using store::Change;

// Time alone can make a release due.
constexpr std::chrono::milliseconds look_interval =
    std::chrono::minutes(limits::look_at_rule_minutes);
// So can another server's ballots, and it may release before this one.
constexpr auto look_at_others_interval = std::chrono::milliseconds(limits::look_at_others_ms);

const Error queue_full{Fault::busy, "Too many ballots wait to be kept.", "Try again in a moment."};
const Error overtaken{Fault::stale, "The policy has changed.", "Load it again."};
const Error being_replaced{Fault::busy, "The policy is just being replaced.",
                           "Try again in a moment."};
const Error stopped{Fault::unavailable, "The server is stopping.", "Try again in a moment."};

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
  for (const policy::Policy& policy : policies) revisions_.emplace(policy.id, policy.revision);
  if (auto opened = take_over(policies); !opened) return opened;
  if (is_shared()) return catch_up();
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

std::vector<PolicyId> Counter::known_policies() const {
  const std::lock_guard lock(shown_mutex_);
  return known_policies_;
}

std::size_t Counter::waiting_changes() const {
  const std::lock_guard lock(mutex_);
  return waiting_changes_;
}

std::shared_ptr<Feed> Counter::feed(const PolicyId& policy) const {
  const std::lock_guard lock(shown_mutex_);
  const auto found = feeds_.find(policy);
  ENIG_CHECK(found != feeds_.end());
  return found->second;
}

void Counter::submit(std::vector<Change> changes, Done done) {
  accept(std::move(changes), nullptr, std::move(done));
}

void Counter::submit(Change change, const Revision& checked_against, Done done) {
  std::vector<Change> changes;
  changes.push_back(std::move(change));
  accept(std::move(changes), &checked_against, std::move(done));
}

void Counter::accept(std::vector<Change> changes, const Revision* checked_against, Done done) {
  std::optional<Error> refusal;
  {
    const std::lock_guard lock(mutex_);
    if (failure_) {
      refusal = failure_;
    } else if (stopping_) {
      refusal = stopped;
    } else if (waiting_changes_ + changes.size() > limits::ballots_waiting_max) {
      refusal = queue_full;
    } else if (checked_against != nullptr) {
      refusal = refusal_of(changes.front(), *checked_against);
    }
    if (!refusal) {
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

// Under the lock. A page that is told "stale" takes its ballot back, so nobody is told so of a
// revision that is still published.
std::optional<Error> Counter::refusal_of(const Change& change,
                                         const Revision& checked_against) const {
  const auto is_in = [&](const std::map<PolicyId, Revision>& revisions) {
    const auto revision = revisions.find(change.policy);
    return revision != revisions.end() && revision->second == checked_against;
  };
  if (is_in(revisions_)) return std::nullopt;
  return adopting_ != nullptr && is_in(adopting_->before) ? being_replaced : overtaken;
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
    if (adopting_ != nullptr && adopting_->ahead > 0) --adopting_->ahead;
  }
  return batch;
}

void Counter::run() {
  const auto interval = is_shared() ? look_at_others_interval : look_interval;
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait_for(lock, interval, [this] {
      return stopping_ || !waiting_.empty() || looks_wanted_ > looks_done_ || adopting_ != nullptr;
    });
    if (adopting_ != nullptr && adopting_->ahead == 0) {
      lock.unlock();
      auto done = do_adopt(*adopting_);
      lock.lock();
      answer_adoption(std::move(done));
      if (failure_) return;
      continue;
    }
    const std::uint64_t looks = looks_wanted_;
    std::vector<Submission> batch = take_batch();
    const bool last = stopping_ && batch.empty();
    if (last) refuse_adoption();
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
    if (failure_) return refuse_adoption();
  }
}

void Counter::keep(std::vector<Submission> batch) {
  std::vector<Change> changes;
  for (Submission& submission : batch) {
    std::ranges::move(submission.changes, std::back_inserter(changes));
  }
  std::expected<void, Error> kept = open_again();
  // Questions alone change nothing.
  if (kept && !changes.empty()) kept = count(changes);
  if (kept && !changes.empty()) kept = publish_due();
  // No room is no failure: nothing was changed, and there may be room again.
  const bool failed = !kept && kept.error().fault != Fault::busy;
  if (failed) fail(kept.error());
  if (!changes.empty()) note(kept);
  const auto is_change = [](const Submission& each) { return !each.changes.empty(); };
  const auto ballots = static_cast<std::size_t>(std::ranges::count_if(batch, is_change));
  if (kept) options_.metrics->acknowledged(ballots);
  for (const Submission& submission : batch) submission.done(kept);
  // Nobody waits for this.
  if (has_released_ && !failed) tidy();
  if (is_shared() && !failed && Clock::now() >= look_not_before_) look();
}

// Once as it begins and once as it ends, not for each ballot of a night without a database.
void Counter::note(const std::expected<void, Error>& kept) {
  const bool is_refusing = !kept && kept.error().fault == Fault::busy;
  if (is_refusing == is_refusing_) return;
  is_refusing_ = is_refusing;
  if (is_refusing) {
    options_.tell(
        {Level::warning, "ballots_refused",
         fmt::format("{} Ballots are refused until that has changed.", kept.error().what)});
  } else if (kept) {
    options_.tell({Level::info, "ballots_kept", "Ballots are kept again."});
  }
}

// A minute without ballots, or a clock that was moved. A database that is away is no failure: it is
// looked for again, and meanwhile the last release is shown.
void Counter::look() {
  const std::expected<void, Error> looked = look_once();
  look_not_before_ = Clock::now() + look_at_others_interval;
  // With one server a look keeps nothing, so that it went well says nothing of ballots.
  if (is_shared() || !looked) note(looked);
  if (!looked && looked.error().fault != Fault::busy) return fail(looked.error());
  if (!is_shared()) tidy();
}

std::expected<void, Error> Counter::look_once() {
  if (auto opened = open_again(); !opened) return opened;
  return is_shared() ? catch_up() : publish_due();
}

void Counter::tidy() {
  has_released_ = false;
  if (const auto tidied = store_->tidy(); !tidied) fail(tidied.error());
}

std::expected<void, Error> Counter::count(std::span<const Change> changes) {
  const Clock::time_point began = Clock::now();
  const auto befores = store_->commit(changes);
  if (!befores) return std::unexpected(befores.error());
  options_.metrics->committed(changes.size(), Clock::now() - began);
  if (is_shared()) return {};
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

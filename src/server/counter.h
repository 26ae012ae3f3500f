// The single writer: takes ballots that wait, makes them durable together, counts them, publishes
// what the release rule allows, and only then says that they are kept.
//
//     auto counter = Counter::create(std::move(store), policies, options);
//     (*counter)->submit({{policy, ballot_id, sheet}}, [](std::expected<void, Error> kept) { … });
//     std::shared_ptr<const Shown> numbers = (*counter)->shown(policy);
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "opinion/arrivals.h"
#include "opinion/release.h"
#include "opinion/tally.h"
#include "policy/policy.h"
#include "server/feed.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/resource.h"
#include "store/store.h"

namespace enig::server {

// The released numbers of one policy, ready to be sent.
struct Shown {
  opinion::Release release;
  Resource totals;
  Resource arrivals;
};
using AllShown = std::map<PolicyId, std::shared_ptr<const Shown>>;

class Counter {
 public:
  // Called once, on the writer's thread or, where the queue is full, on the caller's. An error
  // means that nothing was changed (busy), or that it is not known to be kept (unavailable).
  using Done = std::function<void(std::expected<void, Error>)>;

  struct Options {
    opinion::ReleaseRule rule;
    std::function<std::int64_t()> now_unix_seconds;
    // The disk failed: nothing more is acknowledged. Called once, on the writer's thread.
    std::function<void(const Error&)> on_failure;
    // That ballots begin to be refused, and are taken again. Called on the writer's thread.
    Tell tell = [](const Event&) {};
    std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
  };

  // Opens every policy and counts what the store holds. Takes the store.
  [[nodiscard]] static std::expected<std::unique_ptr<Counter>, Error> create(
      std::unique_ptr<store::Store> store, std::span<const policy::Policy> policies,
      Options options);
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  ~Counter();

  void submit(std::vector<store::Change> changes, Done done);

  // A sheet of a policy, which was checked against that revision of it: stale, where another has
  // been adopted since, because the sheet would mean something else; busy, while another is being
  // adopted, because until that has gone well this one stays published.
  void submit(store::Change change, const Revision& checked_against, Done done);

  // Whether a ballot lies under this id, after all that was submitted before. The policy is one of
  // known_policies(). Called as Done is.
  using Asked = std::function<void(std::expected<bool, Error>)>;
  void ask(const PolicyId& policy, const opinion::BallotId& ballot, Asked asked) {
    // Without any change, so that where nothing is refused this runs on the writer's thread.
    accept({}, nullptr, [this, policy, ballot, asked = std::move(asked)](const auto& reached) {
      if (!reached) return asked(std::unexpected(reached.error()));
      asked(store_->holds(policy, ballot));
    });
  }

  // Counts these policies by this rule from now on; what waits is kept before. Returns when that is
  // done. Error: everything is as it was.
  [[nodiscard]] std::expected<void, Error> adopt(std::vector<policy::Policy> policies,
                                                 opinion::ReleaseRule rule);

  // Of a policy that create() or adopt() was given.
  [[nodiscard]] std::shared_ptr<const Shown> shown(const PolicyId& policy) const;

  // Of all of them; another pointer after each release.
  [[nodiscard]] std::shared_ptr<const AllShown> all_shown() const;

  // The same numbers as events, for readers who follow them.
  [[nodiscard]] std::shared_ptr<Feed> feed(const PolicyId& policy) const;

  [[nodiscard]] std::size_t waiting_changes() const;

  // Every policy that the store knows, also those that are published no more.
  [[nodiscard]] std::vector<PolicyId> known_policies() const;

  // Whether half of all that may wait does.
  [[nodiscard]] bool is_crowded() const {
    return waiting_changes_ >= limits::ballots_waiting_max / 2;
  }

  // Looks at the release rule now, and lets the store erase what it need not keep; by itself the
  // writer does so in every minute without a ballot (and at every commit, and after every release).
  // Returns when that is done.
  void look_at_rule();

  // Commits what waits, answers it, and ends. Later submits are refused as unavailable.
  void stop();

 private:
  struct Submission {
    std::vector<store::Change> changes;
    Done done;
  };
  using Clock = std::chrono::steady_clock;
  // Where several servers write, `tally` stays empty: what is released is counted in the store.
  struct Counted {
    std::shared_ptr<const policy::Policy> policy;
    opinion::Tally tally;
    opinion::Standing standing;
    opinion::Arrivals arrivals;
    Clock::time_point count_not_before = {};
  };

  struct Opened {
    Counted counted;
    std::optional<opinion::Release> last;
  };
  // Policies that are to be taken over, from adopt() to the writer's thread and back.
  struct Adoption {
    std::vector<policy::Policy> policies;
    opinion::ReleaseRule rule;
    std::map<PolicyId, Revision> before;
    std::size_t ahead = 0;  // submissions that were waiting already
    std::optional<std::expected<void, Error>> done;
  };

  Counter(std::unique_ptr<store::Store> store, Options options);
  void accept(std::vector<store::Change> changes, const Revision* checked_against, Done done);
  [[nodiscard]] std::optional<Error> refusal_of(const store::Change& change,
                                                const Revision& checked_against) const;
  std::expected<void, Error> load(std::span<const policy::Policy> policies);
  std::expected<Opened, Error> open(const policy::Policy& policy);
  std::expected<Opened, Error> open_counted(const policy::Policy& policy);
  std::expected<void, Error> take_over(std::span<const policy::Policy> policies);
  std::expected<void, Error> open_again();
  void show(const PolicyId& policy, opinion::Release release, const opinion::Arrivals& arrivals);
  std::expected<void, Error> take_in(const PolicyId& id, Counted& counted);

  // The writer's thread.
  void run();
  std::vector<Submission> take_batch();
  std::expected<void, Error> do_adopt(const Adoption& adoption);
  void answer_adoption(std::expected<void, Error> done);
  void refuse_adoption();
  void keep(std::vector<Submission> batch);
  std::expected<void, Error> count(std::span<const store::Change> changes);
  std::expected<void, Error> publish_due();
  std::expected<bool, Error> publish(Counted& counted, const opinion::Sums& sums,
                                     opinion::Minute now);
  std::expected<void, Error> catch_up();
  std::expected<void, Error> count_due(const PolicyId& id, Counted& counted, opinion::Minute now);
  [[nodiscard]] bool is_shared() const { return store_->writers() == store::Writers::several; }
  void note(const std::expected<void, Error>& kept);
  std::expected<void, Error> look_once();
  void look();
  void tidy();
  void fail(const Error& error);

  std::unique_ptr<store::Store> store_;
  Options options_;                      // the rule is the writer's
  std::map<PolicyId, Counted> counted_;  // only the writer's thread uses it
  bool has_released_ = false;            // since the store was tidied; the writer's too
  bool is_refusing_ = false;             // there is no room, or no database; the writer's too
  bool is_half_adopted_ = false;         // the store was told of other policies; the writer's too
  Clock::time_point look_not_before_;    // for others' releases, while ballots come; the writer's

  mutable std::mutex shown_mutex_;
  std::shared_ptr<const AllShown> shown_ = std::make_shared<const AllShown>();
  std::map<PolicyId, std::shared_ptr<Feed>> feeds_;
  std::vector<PolicyId> known_policies_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable looked_;
  std::condition_variable adopted_;
  std::map<PolicyId, Revision> revisions_;  // that sheets must have been checked against
  Adoption* adopting_ = nullptr;
  std::deque<Submission> waiting_;
  std::atomic<std::size_t> waiting_changes_ = 0;
  std::uint64_t looks_wanted_ = 0;
  std::uint64_t looks_done_ = 0;
  bool stopping_ = false;
  std::optional<Error> failure_;
  std::thread thread_;
};

}  // namespace enig::server

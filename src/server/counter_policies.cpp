// The counter's policies: how they are opened at start, and how others take their place while it
// runs.
#include <memory>
#include <utility>

#include "base/check.h"
#include "server/counter.h"
#include "store/recount.h"

namespace enig::server {

std::expected<Counter::Opened, Error> Counter::open(const policy::Policy& policy) {
  auto opened = open_counted(policy);
  if (!opened) return opened;
  auto arrivals = store::arrivals(*store_, policy.id);
  if (!arrivals) return std::unexpected(arrivals.error());
  opened->counted.arrivals = std::move(*arrivals);
  return opened;
}

std::expected<Counter::Opened, Error> Counter::open_counted(const policy::Policy& policy) {
  auto own = std::make_shared<const policy::Policy>(policy);
  if (!is_shared()) {
    auto count = store::recount(*store_, policy);
    if (!count) return std::unexpected(count.error());
    const opinion::Standing standing = count->standing();
    return Opened{{std::move(own), std::move(count->tally), standing, {}}, std::move(count->last)};
  }
  if (auto opened = store_->open_policy(policy); !opened) return std::unexpected(opened.error());
  store::Recount none(policy::point_ids(policy).size());
  auto last = store_->last_release(policy.id);
  if (!last) return std::unexpected(last.error());
  none.last = std::move(*last);
  const opinion::Standing standing = none.standing();
  return Opened{{std::move(own), std::move(none.tally), standing, {}}, std::move(none.last)};
}

// Counts all of them, or none: what is counted now stays until everything has been opened.
std::expected<void, Error> Counter::take_over(std::span<const policy::Policy> policies) {
  std::map<PolicyId, Opened> opened;
  for (const policy::Policy& policy : policies) {
    const auto old = counted_.find(policy.id);
    if (old != counted_.end() && old->second.policy->revision == policy.revision) continue;
    auto own = open(policy);
    if (!own) return std::unexpected(own.error());
    opened.emplace(policy.id, std::move(*own));
  }
  auto known = store_->policies();
  if (!known) return std::unexpected(known.error());

  std::map<PolicyId, Counted> counted;
  for (const policy::Policy& policy : policies) {
    if (const auto changed = opened.find(policy.id); changed != opened.end()) {
      const opinion::Arrivals& arrivals = changed->second.counted.arrivals;
      show(policy.id, store::fitted(changed->second.last, policy), arrivals);
      counted.emplace(policy.id, std::move(changed->second.counted));
    } else {
      counted.insert(counted_.extract(policy.id));
    }
  }
  // What was released of a policy that is published no more stays where it was: somebody may just
  // be reading it.
  counted_ = std::move(counted);
  const std::lock_guard lock(shown_mutex_);
  known_policies_ = std::move(*known);
  return {};
}

std::expected<void, Error> Counter::adopt(std::vector<policy::Policy> policies,
                                          opinion::ReleaseRule rule) {
  Adoption adoption;
  adoption.policies = std::move(policies);
  adoption.rule = rule;
  std::unique_lock lock(mutex_);
  if (failure_) return std::unexpected(*failure_);
  ENIG_CHECK(adopting_ == nullptr);
  // From here on, what was checked against another revision is refused, as busy until it is known
  // whether this goes well; what was taken before is kept before.
  adoption.before = std::exchange(revisions_, {});
  for (const policy::Policy& policy : adoption.policies) {
    revisions_.emplace(policy.id, policy.revision);
  }
  adoption.ahead = waiting_.size();
  adopting_ = &adoption;
  if (stopping_) refuse_adoption();
  wake_.notify_one();
  adopted_.wait(lock, [&adoption] { return adoption.done.has_value(); });
  return *adoption.done;
}

// The writer's thread, which keeps nothing meanwhile.
std::expected<void, Error> Counter::do_adopt(const Adoption& adoption) {
  auto done = open_again();
  if (done) done = take_over(adoption.policies);
  std::expected<void, Error> usable;
  if (done) {
    options_.rule = adoption.rule;
    usable = publish_due();
  } else {
    // What sheets mean is the store's to know: it must know the old policies again.
    is_half_adopted_ = true;
    usable = open_again();
  }
  // No room, or no database: tried again before anything else is asked of the store.
  if (!usable && usable.error().fault != Fault::busy) fail(usable.error());
  return done;
}

// Under the lock, as the next.
void Counter::answer_adoption(std::expected<void, Error> done) {
  if (!done) revisions_ = std::move(adopting_->before);
  adopting_->done = std::move(done);
  adopting_ = nullptr;
  adopted_.notify_all();
}

void Counter::refuse_adoption() {
  if (adopting_ == nullptr) return;
  const Error stopping{Fault::unavailable, "The server is stopping.", "Start it again."};
  answer_adoption(std::unexpected(failure_.value_or(stopping)));
}

// Where others could not be taken over. Until this has gone well the store is asked nothing else.
std::expected<void, Error> Counter::open_again() {
  if (!is_half_adopted_) return {};
  for (const auto& [id, counted] : counted_) {
    if (auto opened = store_->open_policy(*counted.policy); !opened) return opened;
  }
  is_half_adopted_ = false;
  return {};
}

}  // namespace enig::server

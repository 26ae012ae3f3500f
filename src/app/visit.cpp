#include "app/visit.h"

#include <algorithm>
#include <utility>

namespace enig::app {
namespace {

bool has(const auto& list, const auto& wanted) {
  return std::ranges::find(list, wanted) != list.end();
}

template <class Wanted>
bool is(const Effect& effect) {
  return std::holds_alternative<Wanted>(effect);
}

}  // namespace

Visit::Visit(const policy::Publication& publication, const Shelf& shelf, FreshId fresh_id)
    : publication_(publication), shelf_(shelf), fresh_id_(std::move(fresh_id)) {}

void Visit::begin(State state) { state_ = std::move(state); }

Orders Visit::act(const Action& action, By by) {
  Orders orders;
  do_act(action, by, orders);
  const auto* const connection = std::get_if<Connection>(&action);
  if (connection != nullptr && connection->network == Network::online) {
    add(outbox_.wake(fresh_id_()), orders);
    ask_again(orders);
  }
  return orders;
}

void Visit::do_act(const Action& action, By by, Orders& orders) {
  const bool was_stale = state_.delivery == Delivery::stale;
  const std::optional<opinion::BallotId> own = outbox_.id();
  Step step = update(publication_, std::move(state_), action);
  state_ = std::move(step.state);
  if (by == By::press && std::ranges::any_of(step.effects, is<Keep>)) ++turn_;
  const auto* const elsewhere = std::get_if<ForgottenElsewhere>(&action);
  if (std::holds_alternative<DeleteAnswers>(action)) withdraw_found(orders);
  if (elsewhere != nullptr && elsewhere->how == Elsewhere::deleted) withdraw_own(own, orders);
  bool is_woken = false;
  for (const Effect& effect : step.effects) {
    take(effect, orders);
    is_woken = is_woken || is<SendBallot>(effect) || is<WithdrawBallot>(effect);
  }
  if (!was_stale && state_.delivery == Delivery::stale && state_.consent == Consent::given &&
      has_answers(state_)) {
    // Should it be the server that is behind, the next page sends it again.
    orders.emplace_back(Write{kept(), state_.memory, Telling::no});
  }
  // What is sent is kept when it is sent.
  if (!is_woken) keep_up(orders);
}

void Visit::take(const Effect& effect, Orders& orders) {
  if (is<Keep>(effect)) {
    is_due_ = true;
  } else if (is<SendBallot>(effect) || is<WithdrawBallot>(effect)) {
    another_sends_ = false;
    add(outbox_.take(effect), orders);
    mark_deleted(orders);
  } else if (is<KeepPage>(effect)) {
    // Consent has just been given: should the program fail, the form must know of it.
    keep_up(orders);
    orders.emplace_back(effect);
  } else {
    const auto* const forget = std::get_if<Forget>(&effect);
    if (forget != nullptr && forget->what != Forgetting::device) is_due_ = false;
    orders.emplace_back(effect);
  }
}

void Visit::add(std::vector<Errand> errands, Orders& orders) {
  for (Errand& errand : errands) {
    std::visit([&](auto& each) { orders.emplace_back(std::move(each)); }, errand);
  }
}

void Visit::add(Answered answered, Orders& orders) {
  add(std::move(answered.errands), orders);
  for (const Action& action : answered.actions) do_act(action, By::page, orders);
}

// Never another one than it is meant for: the outbox's own ballot goes its own way.
void Visit::withdraw(const opinion::BallotId& id, Orders& orders) {
  if (id == outbox_.id() || has(outbox_.deleted_ids(), id)) return;
  add(outbox_.withdraw(id), orders);
  mark_deleted(orders);
}

void Visit::mark_deleted(Orders& orders) {
  std::vector<opinion::BallotId> ids = outbox_.deleted_ids();
  done_with_.insert(ids.begin(), ids.end());
  for (const opinion::BallotId& id : ids) {
    if (!has(marked_, id)) orders.emplace_back(Mark{id, Fate::deleted});
  }
  for (const opinion::BallotId& id : marked_) {
    if (!has(ids, id)) orders.emplace_back(Mark{id, Fate::gone});
  }
  marked_ = std::move(ids);
}

// A person who deletes the answers means all of them, also those that this page has only met.
void Visit::withdraw_found(Orders& orders) {
  for (const Found& found : shelf_.found()) {
    if (found.kept.id) withdraw(*found.kept.id, orders);
  }
}

// Deleted in another page, and heard late perhaps: what lies on the device now may have been
// answered since. Only this page's own ballot is taken from it.
void Visit::withdraw_own(const std::optional<opinion::BallotId>& own, Orders& orders) {
  for (const Found& found : shelf_.found()) {
    const opinion::KeptBallot& kept = found.kept;
    if (!kept.id) continue;
    if (found.memory == Memory::off) {
      withdraw(*kept.id, orders);
    } else if (kept.id == own) {
      orders.emplace_back(Drop{kept.ballot.revision});
    }
  }
}

Orders Visit::go_on() {
  Orders orders;
  state_.answered_topics = shelf_.other_topics();
  if (is_read_only()) return orders;
  const bool is_reply = state_.consent == Consent::given;
  recall_found(orders);
  // A page that came as the reply to a post can then be come back to without it.
  is_due_ = is_due_ || is_reply;
  keep_up(orders);
  return orders;
}

void Visit::recall_found(Orders& orders) {
  for (const opinion::BallotId& id : shelf_.deleted()) {
    if (!has(marked_, id)) marked_.push_back(id);
  }
  done_with_.insert(marked_.begin(), marked_.end());
  for (const opinion::BallotId& id : marked_) add(outbox_.withdraw(id), orders);
  if (has_met_others()) ask(orders);
  std::vector<Found> own = own_found();
  const bool has_own = !own.empty();
  std::erase_if(own, [&](const Found& found) {
    return found.kept.id && done_with_.contains(*found.kept.id);
  });
  // Deleted in another tab, without network: this one has not heard of it.
  if (has_own && own.empty()) orders.emplace_back(Drop{revision()});
  if (own.empty()) return;
  recall(own.back(), orders);
  if (own.back().memory == Memory::off) begin_doubt(Came::loaded, orders);
  if (is_in_doubt()) return;
  // The device's is another ballot of the same person.
  if (own.size() > 1) merge(own.front().kept, own.front().memory, orders);
}

Orders Visit::wake() {
  Orders orders;
  if (const auto told = outbox_.rung()) do_act(*told, By::page, orders);
  add(outbox_.wake(fresh_id_()), orders);
  ask_again(orders);
  keep_up(orders);
  return orders;
}

Orders Visit::leave() {
  Orders orders;
  add(outbox_.leave(fresh_id_()), orders);
  keep_up(orders);
  return orders;
}

Orders Visit::proved(std::string proof) {
  Orders orders;
  add(outbox_.proved(std::move(proof)), orders);
  return orders;
}

Orders Visit::replied(const Reply& reply) {
  Orders orders;
  add(outbox_.replied(reply), orders);
  mark_deleted(orders);
  learn(orders);
  if (reply.status != 0) ask_again(orders);
  // Whether all has been sent is kept too.
  is_due_ = true;
  keep_up(orders);
  return orders;
}

Orders Visit::told(const std::optional<Revision>& published) {
  Orders orders;
  is_asking_ = false;
  if (!published) return orders;
  has_question_ = false;
  if (*published == revision()) {
    if (outbox_.doubt() == Doubt::gone) {
      do_act(ForgottenElsewhere{Elsewhere::deleted}, By::page, orders);
      end_doubt(orders);
    }
    drop_outdated(orders);
  } else {
    do_act(Superseded{}, By::page, orders);
  }
  return orders;
}

// This page's words are those that are published: what was answered to others is not counted.
void Visit::drop_outdated(Orders& orders) {
  for (const Revision& met : asked_about_) {
    if (met_.erase(met) > 0) older_.insert(met);
  }
  std::set<Revision> dropped;
  for (const Found& found : shelf_.found()) {
    const opinion::KeptBallot& kept = found.kept;
    if (kept.ballot.revision == revision()) continue;
    // Kept since the server was asked: it may be newer than the answer.
    if (!asked_about_.contains(kept.ballot.revision)) {
      ask(orders);
      continue;
    }
    if (kept.id) withdraw(*kept.id, orders);
    // A form has gone on with the same id, and nothing has been answered anew.
    if (kept.id && kept.id == outbox_.id() && !has_answers(state_)) {
      take(WithdrawBallot{Withdrawal::for_good}, orders);
    }
    if (dropped.insert(kept.ballot.revision).second) {
      orders.emplace_back(Drop{kept.ballot.revision});
    }
  }
  if (!dropped.empty()) do_act(Outdated{}, By::page, orders);
}

// The device's first. What the tab keeps of the same ballot is the same, or older.
std::vector<Found> Visit::own_found() const {
  std::vector<Found> own;
  for (Found& found : shelf_.found()) {
    if (found.kept.ballot.revision != revision()) continue;
    if (own.empty() || own.front().kept.id != found.kept.id) own.push_back(std::move(found));
  }
  return own;
}

bool Visit::has_met_others() const {
  return std::ranges::any_of(
      shelf_.found(), [&](const Found& found) { return found.kept.ballot.revision != revision(); });
}

void Visit::ask(Orders& orders) {
  if (state_.delivery == Delivery::stale) return;  // there is nothing left to be learnt
  has_question_ = true;
  if (std::exchange(is_asking_, true)) return;
  asked_about_ = met_;
  for (const Found& found : shelf_.found()) asked_about_.insert(found.kept.ballot.revision);
  orders.emplace_back(AskRevision{});
}

void Visit::ask_again(Orders& orders) {
  if (has_question_) ask(orders);
}

opinion::KeptBallot Visit::kept() {
  if (has_answers(state_)) (void)outbox_.id_or(fresh_id_());
  opinion::KeptBallot kept{
      .ballot = ballot_of(publication_, state_),
      .id = outbox_.id(),
      .turn = turn_,
      .is_unsent = waits(state_.delivery) || state_.delivery == Delivery::stale || another_sends_,
      .has_arrived = outbox_.has_arrived() && has_answers(state_),
      .unsent = {}};
  for (const Target& target : state_.unsent) kept.unsent.insert(target.point);
  return kept;
}

// Not with every press: a browser may write slowly, and allow it only so often.
void Visit::keep_up(Orders& orders) {
  if (!is_due_ || state_.consent != Consent::given) return;
  if (state_.delivery == Delivery::stale) return;
  is_due_ = false;
  if (is_in_doubt()) {
    // What may have been deleted is no news, and takes nobody's place on the device.
    orders.emplace_back(Write{kept(), Memory::off, Telling::no});
  } else {
    orders.emplace_back(Write{kept(), state_.memory, telling_});
  }
}

}  // namespace enig::app

#include "app/outbox.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace enig::app {
namespace {

constexpr int doublings_max = 5;
constexpr int too_many_requests = 429;

int retry_ms(int failure_count) {
  return std::min(limits::retry_last_ms,
                  limits::retry_first_ms << std::min(failure_count - 1, doublings_max));
}

// The one status by which the server says that a ballot is counted, or withdrawn.
bool is_success(int status) { return status == 204; }

// True where the same request may succeed later. Any other success is not the server's: a portal or
// a proxy has answered in its place.
bool may_retry(int status) {
  const bool is_somebody_elses = status < 400 && !is_success(status);
  return is_somebody_elses || status == 408 || status == 429 || status >= 500;
}

Fault fault_of(int status) {
  if (status == 409) return Fault::stale;
  if (status == 413) return Fault::too_large;
  return Fault::refused;
}

}  // namespace

void Parcel::begin_doubt() {
  doubt_ = Doubt::open;
  question_wait_ms_ = 0;
}

// A proof is for one ballot.
void Parcel::set_id(const opinion::BallotId& id) {
  if (id_ != id) {
    proof_.clear();
    work_ = Work::none;
  }
  id_ = id;
}

void Parcel::put(std::optional<opinion::Ballot> ballot) {
  // Withdrawing what is gone does no harm, and nobody is asked for work who withdraws.
  if (!ballot) {
    end_doubt();
    work_ = Work::none;
  }
  waiting_ = Message{std::move(ballot)};
  failure_count_ = 0;
  wait_ms_ = limits::quiet_before_sending_ms;
}

std::optional<int> Parcel::wait_ms() const {
  if (doubt_ == Doubt::gone || !flights_.empty()) return std::nullopt;
  if (doubt_ == Doubt::open) return question_wait_ms_;
  if (work_ == Work::wanted) return limits::work_told_after_ms;
  if (is_working() || !waiting_) return std::nullopt;
  return wait_ms_;
}

std::optional<Errand> Parcel::wake(int token, const opinion::BallotId& fresh_id) {
  if (!wait_ms()) return std::nullopt;
  if (doubt_ == Doubt::none) {
    if (is_working()) return std::nullopt;
    return send(token, fresh_id, Leaving::no);
  }
  flights_.push_back({token, std::nullopt});
  return Ask{token, *id_};
}

std::optional<Errand> Parcel::leave(int token, const opinion::BallotId& fresh_id) {
  // What is kept says that it waits: the tab's next page asks, and sends it. Without the proof that
  // is being computed it would be refused.
  if (doubt_ != Doubt::none || is_working()) return std::nullopt;
  // A request under way may die with the page; the same ballot put twice counts once.
  if (!waiting_ && !flights_.empty()) waiting_ = newest_;
  if (!waiting_) return std::nullopt;
  return send(token, fresh_id, Leaving::yes);
}

Put Parcel::send(int token, const opinion::BallotId& fresh_id, Leaving leaving) {
  if (!id_) id_ = fresh_id;
  // Two requests under way may arrive in either order; the newest is then sent once more, last.
  if (!flights_.empty()) order_is_unsure_ = true;
  newest_ = std::exchange(waiting_, std::nullopt);
  flights_.push_back({token, *newest_});
  return {token, *id_, newest_->ballot, leaving, newest_->ballot ? proof_ : ""};
}

bool Parcel::expects(int token) const {
  return std::ranges::find(flights_, token, &Flight::token) != flights_.end();
}

std::optional<Action> Parcel::replied(const Reply& reply) {
  const auto flight = std::ranges::find(flights_, reply.token, &Flight::token);
  const std::optional<Message> message = std::move(flight->message);
  flights_.erase(flight);
  if (!message) return learn(reply.status);
  if (is_success(reply.status)) has_arrived_ = message->ballot.has_value();
  if (!flights_.empty()) return std::nullopt;
  if (order_is_unsure_) {
    order_is_unsure_ = false;
    if (!waiting_) waiting_ = newest_;
    wait_ms_ = 0;
    return std::nullopt;
  }
  return conclude(*message, reply);
}

// The reply to a question. A server that knows no such question is not asked again.
std::optional<Action> Parcel::learn(int status) {
  if (doubt_ != Doubt::open) return std::nullopt;
  if (status == 410) {
    doubt_ = Doubt::gone;
  } else if (may_retry(status)) {
    question_wait_ms_ = retry_ms(++failure_count_);
    if (waiting_) return DeliveryFailed{Fault::unavailable};
  } else {
    end_doubt();
  }
  return std::nullopt;
}

// Not without end, should no proof do.
bool Parcel::accepts_work(const Message& message, const Reply& reply) const {
  const Message& next = waiting_ ? *waiting_ : message;
  return reply.status == too_many_requests && !reply.challenge.empty() && next.ballot &&
         work_count_ < limits::works_at_once_max;
}

std::optional<Action> Parcel::conclude(const Message& message, const Reply& reply) {
  const int status = reply.status;
  if (accepts_work(message, reply)) {
    ++work_count_;
    work_ = Work::wanted;
    proof_.clear();
    if (!waiting_) waiting_ = message;
    return std::nullopt;
  }
  if (may_retry(status)) {
    if (!waiting_) waiting_ = message;
    return try_again();
  }
  failure_count_ = 0;
  work_count_ = 0;
  wait_ms_ = limits::quiet_before_sending_ms;
  if (!is_success(status)) return DeliveryFailed{fault_of(status)};
  // Pressed on since: what this reply is about is not the newest.
  if (waiting_) return std::nullopt;
  // What has been withdrawn is gone; new answers are a new ballot.
  if (!message.ballot) id_.reset();
  return Delivered{};
}

std::optional<Action> Parcel::try_again() {
  ++failure_count_;
  work_count_ = 0;
  wait_ms_ = retry_ms(failure_count_);
  return DeliveryFailed{Fault::unavailable};
}

std::optional<Action> Parcel::rung() {
  if (work_ != Work::wanted) return std::nullopt;
  work_ = Work::told;
  return WorkTakesLong{};
}

std::optional<Action> Parcel::proved(std::string proof) {
  work_ = Work::none;
  proof_ = std::move(proof);
  wait_ms_ = 0;
  return proof_.empty() ? try_again() : std::nullopt;
}

std::vector<Errand> Outbox::next_wake() const {
  std::optional<int> first = current_.wait_ms();
  for (const Parcel& parcel : deleted_) {
    const std::optional<int> wait_ms = parcel.wait_ms();
    if (wait_ms && (!first || *wait_ms < *first)) first = wait_ms;
  }
  if (!first) return {};
  return {WakeIn{*first}};
}

std::vector<Errand> Outbox::begin_doubt() {
  current_.begin_doubt();
  return next_wake();
}

std::vector<Errand> Outbox::end_doubt() {
  current_.end_doubt();
  return next_wake();
}

std::vector<Errand> Outbox::withdraw(const opinion::BallotId& id) {
  deleted_.emplace_back(id);
  deleted_.back().put(std::nullopt);
  return next_wake();
}

const opinion::BallotId& Outbox::id_or(const opinion::BallotId& fresh_id) {
  if (!current_.id()) current_.set_id(fresh_id);
  return *current_.id();
}

std::vector<opinion::BallotId> Outbox::deleted_ids() const {
  std::vector<opinion::BallotId> ids = refused_;
  for (const Parcel& parcel : deleted_) {
    if (parcel.id()) ids.push_back(*parcel.id());
  }
  return ids;
}

std::vector<Errand> Outbox::take(const Effect& effect) {
  if (const auto* const send = std::get_if<SendBallot>(&effect)) {
    current_.put(send->ballot);
  } else if (const auto* const withdrawal = std::get_if<WithdrawBallot>(&effect)) {
    current_.put(std::nullopt);
    // Its requests under way go with it: it is withdrawn after they have been answered. Without an
    // id nothing can lie anywhere yet, and what comes next has a new id anyway.
    if (withdrawal->kind == Withdrawal::for_good && current_.id()) {
      deleted_.push_back(std::exchange(current_, Parcel{}));
    }
  } else {
    return {};
  }
  return next_wake();
}

template <class Send>
std::vector<Errand> Outbox::send_each(Send send) {
  std::vector<Errand> errands;
  for (Parcel& parcel : deleted_) {
    if (auto errand = send(parcel, next_token_)) {
      ++next_token_;
      errands.push_back(std::move(*errand));
    }
  }
  if (auto errand = send(current_, next_token_)) {
    ++next_token_;
    errands.push_back(std::move(*errand));
  }
  return errands;
}

std::vector<Errand> Outbox::wake(const opinion::BallotId& fresh_id) {
  return send_each([&](Parcel& parcel, int token) { return parcel.wake(token, fresh_id); });
}

std::vector<Errand> Outbox::leave(const opinion::BallotId& fresh_id) {
  return send_each([&](Parcel& parcel, int token) { return parcel.leave(token, fresh_id); });
}

Answered Outbox::replied(const Reply& reply) {
  if (current_.expects(reply.token)) {
    const std::optional<Action> action = current_.replied(reply);
    Answered answered{action ? std::vector{*action} : std::vector<Action>{}, next_wake()};
    const bool is_asked = current_.is_working() && !reply.challenge.empty();
    if (is_asked) answered.errands.emplace_back(Prove{reply.challenge});
    return answered;
  }
  const auto parcel =
      std::ranges::find_if(deleted_, [&](const Parcel& each) { return each.expects(reply.token); });
  if (parcel == deleted_.end()) return {};
  std::optional<Action> action = parcel->replied(reply);
  if (parcel->is_done()) {
    const bool is_gone = is_success(reply.status) || reply.status == 404;
    if (!is_gone && parcel->id()) refused_.push_back(*parcel->id());
    deleted_.erase(parcel);
  }
  // What has become of a deleted ballot is told only where no other is on its way: that one's own
  // reply tells more.
  if (!current_.is_done()) action.reset();
  return {action ? std::vector{*action} : std::vector<Action>{}, next_wake()};
}

Answered Outbox::proved(std::string proof) {
  if (!current_.is_working()) return {};
  const std::optional<Action> action = current_.proved(std::move(proof));
  return {action ? std::vector{*action} : std::vector<Action>{}, next_wake()};
}

}  // namespace enig::app

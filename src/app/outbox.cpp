#include "app/outbox.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace enig::app {
namespace {

constexpr int doublings_max = 5;

int retry_ms(int failure_count) {
  return std::min(limits::retry_last_ms,
                  limits::retry_first_ms << std::min(failure_count - 1, doublings_max));
}

bool is_success(int status) { return status >= 200 && status < 300; }

// True where the same request may succeed later.
bool may_retry(int status) {
  return status == 0 || status == 408 || status == 429 || status >= 500;
}

Fault fault_of(int status) {
  if (status == 409) return Fault::stale;
  if (status == 413) return Fault::too_large;
  return Fault::refused;
}

}  // namespace

std::vector<Errand> Outbox::take(const Effect& effect) {
  if (const auto* const send = std::get_if<SendBallot>(&effect)) {
    waiting_ = Message{send->ballot};
  } else if (std::holds_alternative<WithdrawBallot>(effect)) {
    waiting_ = Message{std::nullopt};
  } else {
    return {};
  }
  failure_count_ = 0;
  return {WakeIn{limits::quiet_before_sending_ms}};
}

std::vector<Errand> Outbox::wake(const opinion::BallotId& fresh_id) {
  if (!waiting_ || !flights_.empty()) return {};
  return send(fresh_id, Leaving::no);
}

std::vector<Errand> Outbox::leave(const opinion::BallotId& fresh_id) {
  // A request under way may die with the page; the same ballot put twice counts once.
  if (!waiting_ && !flights_.empty()) waiting_ = newest_;
  if (!waiting_) return {};
  return send(fresh_id, Leaving::yes);
}

std::vector<Errand> Outbox::send(const opinion::BallotId& fresh_id, Leaving leaving) {
  if (!id_) id_ = fresh_id;
  // Two requests under way may arrive in either order; the newest is then sent once more, last.
  if (!flights_.empty()) order_is_unsure_ = true;
  newest_ = std::exchange(waiting_, std::nullopt);
  const int token = next_token_++;
  flights_.push_back({token, *newest_});
  return {Put{token, *id_, newest_->ballot, leaving}};
}

Answered Outbox::replied(int token, int status) {
  const auto flight = std::ranges::find(flights_, token, &Flight::token);
  if (flight == flights_.end()) return {};
  const Message message = std::move(flight->message);
  flights_.erase(flight);
  if (!flights_.empty()) return {};
  if (order_is_unsure_) {
    order_is_unsure_ = false;
    if (!waiting_) waiting_ = newest_;
    return {{}, {WakeIn{0}}};
  }
  return conclude(message, status);
}

Answered Outbox::conclude(const Message& message, int status) {
  if (may_retry(status)) {
    ++failure_count_;
    if (!waiting_) waiting_ = message;
    return {{DeliveryFailed{Fault::unavailable}}, {WakeIn{retry_ms(failure_count_)}}};
  }
  failure_count_ = 0;
  // Pressed on since: what this reply is about is not the newest.
  if (waiting_) {
    Answered answered{{}, {WakeIn{limits::quiet_before_sending_ms}}};
    if (!is_success(status)) answered.actions.push_back(DeliveryFailed{fault_of(status)});
    return answered;
  }
  if (!is_success(status)) return {{DeliveryFailed{fault_of(status)}}, {}};
  // What has been withdrawn is gone; new answers are a new ballot.
  if (!message.ballot) id_.reset();
  return {{Delivered{}}, {}};
}

}  // namespace enig::app

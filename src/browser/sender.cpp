#include "browser/sender.h"

#include <algorithm>
#include <utility>

#include "browser/web.h"
#include "wire/ballot.h"
#include "wire/totals.h"

namespace enig::browser {
namespace {

constexpr int quiet_ms = 600;  // a person who is still pressing sends one ballot, not ten
constexpr int retry_first_ms = 2'000;
constexpr int retry_last_ms = 60'000;
constexpr int doublings_max = 5;

int retry_ms(int failures) {
  return std::min(retry_last_ms, retry_first_ms << std::min(failures - 1, doublings_max));
}

bool is_success(int status) { return status >= 200 && status < 300; }

// True where the same request may succeed later.
bool may_retry(int status) {
  return status == 0 || status == 408 || status == 429 || status >= 500;
}

Fault fault_of(int status) {
  if (status == 409 || status == 412) return Fault::stale;
  if (status == 413) return Fault::too_large;
  return may_retry(status) ? Fault::unavailable : Fault::refused;
}

opinion::BallotId random_ballot_id() {
  opinion::BallotId id;
  enig_net_random(id.bytes.data(), static_cast<int>(id.bytes.size()));
  return id;
}

}  // namespace

Sender::Sender(const policy::Policy& policy) : policy_(policy) {}

void Sender::run(const app::Effect& effect) {
  if (const auto* const send = std::get_if<app::SendBallot>(&effect)) {
    wait({"PUT", wire::to_json(send->ballot)});
  } else if (std::holds_alternative<app::WithdrawBallot>(effect)) {
    wait({"DELETE", ""});
  } else {
    totals_token_ = next_token_++;
    const std::string path = "api/v1/policies/" + policy_.id.str() + "/totals";
    enig_net_send(totals_token_, "GET", path.c_str(), "", 0);
  }
}

void Sender::wait(Request request) {
  waiting_ = std::move(request);
  failures_ = 0;
  enig_net_wake_in(quiet_ms);
}

void Sender::wake() {
  if (waiting_ && !under_way_) send(Leaving::no);
}

void Sender::leave() {
  // A request under way may die with the page; the same ballot put twice counts once.
  if (!waiting_ && under_way_) waiting_ = under_way_;
  if (waiting_) send(Leaving::yes);
}

void Sender::send(Leaving leaving) {
  enig_net_sleep();
  if (!ballot_id_) ballot_id_ = random_ballot_id();
  under_way_ = std::exchange(waiting_, std::nullopt);
  ballot_token_ = next_token_++;
  std::string path = "api/v1/ballots/" + opinion::to_text(*ballot_id_);
  if (under_way_->method == "DELETE") path += "?policy=" + policy_.id.str();
  enig_net_send(ballot_token_, under_way_->method.c_str(), path.c_str(), under_way_->body.c_str(),
                leaving == Leaving::yes ? 1 : 0);
}

std::vector<app::Action> Sender::replied(int token, int status, std::string_view body) {
  if (token == ballot_token_) return ballot_replied(status);
  if (token == totals_token_) return totals_replied(status, body);
  return {};  // an answer to something that has been sent anew since
}

std::vector<app::Action> Sender::ballot_replied(int status) {
  const Request sent = *std::exchange(under_way_, std::nullopt);
  if (is_success(status)) {
    failures_ = 0;
    if (!waiting_) {
      // What has been withdrawn is gone; new answers are a new ballot.
      if (sent.method == "DELETE") ballot_id_.reset();
      return {app::Delivered{}};
    }
    enig_net_wake_in(quiet_ms);  // pressed on since: what arrived is not the newest
    return {};
  }
  if (may_retry(status)) {
    ++failures_;
    if (!waiting_) waiting_ = sent;
    enig_net_wake_in(retry_ms(failures_));
    return {app::DeliveryFailed{Fault::unavailable}};
  }
  return {app::DeliveryFailed{fault_of(status)}};
}

std::vector<app::Action> Sender::totals_replied(int status, std::string_view body) const {
  if (!is_success(status)) return {};  // the numbers already shown stay
  auto release = wire::parse_totals(body, policy_);
  if (!release) return {};
  return {app::TotalsArrived{std::move(*release)}};
}

}  // namespace enig::browser

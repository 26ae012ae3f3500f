#include "browser/sender.h"

#include <string>
#include <utility>
#include <variant>

#include "base/json_text.h"
#include "base/limits.h"
#include "browser/web.h"
#include "wire/ballot.h"
#include "wire/totals.h"

namespace enig::browser {
namespace {

opinion::BallotId random_ballot_id() {
  opinion::BallotId id;
  enig_net_random(id.bytes.data(), static_cast<int>(id.bytes.size()));
  return id;
}

// The outbox counts its tokens from 1.
constexpr int sign_up_token = 0;

// Only the server's own word: a network's sign-in page says 200 to everything.
app::SignUp outcome_of(int status) {
  if (status == 202) return app::SignUp::sent;
  if (status == 422) return app::SignUp::address_wrong;
  return status == 429 ? app::SignUp::too_many : app::SignUp::failed;
}

}  // namespace

Sender::Sender(const policy::Policy& policy) : policy_(policy) {}

void Sender::run(const app::Effect& effect) {
  if (std::holds_alternative<app::FetchTotals>(effect)) {
    --totals_token_;
    const std::string path = "api/v1/policies/" + policy_.id.str() + "/totals";
    enig_net_send(totals_token_, "GET", path.c_str(), "", 0, limits::fetch_deadline_ms);
  } else {
    do_errands(outbox_.take(effect));
  }
}

const opinion::BallotId& Sender::settled_id() { return outbox_.id_or(random_ballot_id()); }

void Sender::sign_up(std::string_view address, std::string_view language) {
  std::string body = "{";
  append_member(body, "address");
  append_text(body, address);
  append_member(body, "language");
  append_text(body, language);
  body += '}';
  enig_net_send(sign_up_token, "POST", "api/v1/newsletter", body.c_str(), 0,
                limits::fetch_deadline_ms);
}

void Sender::wake() { do_errands(outbox_.wake(random_ballot_id())); }

void Sender::leave() { do_errands(outbox_.leave(random_ballot_id())); }

void Sender::do_errands(const std::vector<app::Errand>& errands) {
  for (const app::Errand& errand : errands) {
    if (const auto* const wake_in = std::get_if<app::WakeIn>(&errand)) {
      enig_net_wake_in(wake_in->wait_ms);
    } else {
      put(std::get<app::Put>(errand));
    }
  }
}

void Sender::put(const app::Put& put) {
  enig_net_sleep();
  const int is_leaving = put.leaving == app::Leaving::yes ? 1 : 0;
  std::string path = "api/v1/ballots/" + opinion::to_text(put.id);
  if (put.ballot) {
    const std::string body = wire::to_json(*put.ballot);
    enig_net_send(put.token, "PUT", path.c_str(), body.c_str(), is_leaving,
                  limits::fetch_deadline_ms);
  } else {
    path += "?policy=" + policy_.id.str();
    enig_net_send(put.token, "DELETE", path.c_str(), "", is_leaving, limits::fetch_deadline_ms);
  }
}

std::vector<app::Action> Sender::replied(int token, int status, std::string_view body) {
  if (token < 0) {
    if (token != totals_token_) return {};  // newer ones have been asked for
    return totals_replied(status, body);
  }
  if (token == sign_up_token) return {app::SignUpReplied{outcome_of(status)}};
  app::Answered answered = outbox_.replied(token, status);
  do_errands(answered.errands);
  return std::move(answered.actions);
}

std::vector<app::Action> Sender::totals_replied(int status, std::string_view body) const {
  if (status != 200) return {};  // the numbers already shown stay
  auto release = wire::parse_totals(body, policy_);
  if (!release) return {};
  return {app::TotalsArrived{std::move(*release)}};
}

}  // namespace enig::browser

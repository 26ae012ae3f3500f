#include "browser/sender.h"

#include <limits>
#include <string>
#include <utility>

#include "base/json_text.h"
#include "base/limits.h"
#include "browser/web.h"
#include "wire/ballot.h"
#include "wire/policies.h"
#include "wire/problem.h"
#include "wire/totals.h"

namespace enig::browser {
namespace {

// The outbox counts its tokens from 1.
constexpr int sign_up_token = 0;
constexpr int revision_token = std::numeric_limits<int>::min();

// Only the server's own word: a network's sign-in page says 200 to everything.
app::SignUp outcome_of(int status) {
  if (status == 202) return app::SignUp::sent;
  if (status == 422) return app::SignUp::address_wrong;
  return status == 429 ? app::SignUp::too_many : app::SignUp::failed;
}

std::string path_of(const opinion::BallotId& id) {
  return "api/v1/ballots/" + opinion::to_text(id);
}

}  // namespace

opinion::BallotId random_ballot_id() {
  opinion::BallotId id;
  enig_net_random(id.bytes.data(), static_cast<int>(id.bytes.size()));
  return id;
}

Sender::Sender(const policy::Policy& policy) : policy_(policy) {}

void Sender::fetch_totals() {
  --totals_token_;
  const std::string path = "api/v1/policies/" + policy_.id.str() + "/totals";
  enig_net_send(totals_token_, "GET", path.c_str(), "", "", 0, limits::fetch_deadline_ms);
}

void Sender::ask_revision() {
  enig_net_send(revision_token, "GET", "api/v1/policies", "", "", 0, limits::fetch_deadline_ms);
}

void Sender::sign_up(std::string_view address, std::string_view language) {
  std::string body = "{";
  append_member(body, "address");
  append_text(body, address);
  append_member(body, "language");
  append_text(body, language);
  body += '}';
  enig_net_send(sign_up_token, "POST", "api/v1/newsletter", body.c_str(), "", 0,
                limits::fetch_deadline_ms);
}

void Sender::prove(const app::Prove& prove) { enig_net_prove(prove.challenge.c_str()); }

void Sender::wake_in(const app::WakeIn& wake_in) { enig_net_wake_in(wake_in.wait_ms); }

void Sender::ask(const app::Ask& ask) {
  enig_net_sleep();
  const std::string path = path_of(ask.id) + "?policy=" + policy_.id.str();
  enig_net_send(ask.token, "HEAD", path.c_str(), "", "", 0, limits::fetch_deadline_ms);
}

void Sender::send(const app::Put& put) {
  enig_net_sleep();
  const bool is_leaving = put.leaving == app::Leaving::yes;
  std::string path = path_of(put.id);
  if (put.ballot) {
    const std::string body = wire::to_json(*put.ballot);
    // A larger one may be cut off as the page goes; what is kept says then that it is unsent.
    const bool may_outlive = is_leaving && body.size() <= limits::keepalive_bytes_max;
    enig_net_send(put.token, "PUT", path.c_str(), body.c_str(), put.proof.c_str(),
                  may_outlive ? 1 : 0, limits::fetch_deadline_ms);
  } else {
    path += "?policy=" + policy_.id.str();
    enig_net_send(put.token, "DELETE", path.c_str(), "", "", is_leaving ? 1 : 0,
                  limits::fetch_deadline_ms);
  }
}

Reply Sender::replied(int token, int status, std::string_view body) const {
  if (token > sign_up_token) {
    return app::Reply{token, status, status == 429 ? wire::challenge_of(body) : ""};
  }
  if (token == sign_up_token) return app::Action(app::SignUpReplied{outcome_of(status)});
  if (token == revision_token) {
    if (status != 200) return RevisionReplied{};
    return RevisionReplied{wire::parse_revision(body, policy_.id)};
  }
  // Newer ones may have been asked for; and where there are none, the numbers already shown stay.
  if (token != totals_token_ || status != 200) return Nothing{};
  auto release = wire::parse_totals(body, policy_);
  if (!release) return Nothing{};
  return app::Action(app::TotalsArrived{std::move(*release)});
}

}  // namespace enig::browser

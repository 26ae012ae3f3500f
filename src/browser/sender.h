// Sends with the browser's fetch and its one timer: what app::Outbox wants sent and asked, and
// questions for totals, for the published revision, and for a place on the newsletter's list.
//
//     sender.send(put);                              // an order of app::Visit
//     Reply reply = sender.replied(token, status, body);
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "app/outbox.h"
#include "app/state.h"
#include "policy/policy.h"

namespace enig::browser {

// What a reply of the server's is to. Status 0: nothing was reached.
struct RevisionReplied {
  std::optional<Revision> published;  // nothing where it could not be learnt
};
struct Nothing {};
using Reply = std::variant<Nothing, app::Reply, RevisionReplied, app::Action>;

[[nodiscard]] opinion::BallotId random_ballot_id();

class Sender {
 public:
  explicit Sender(const policy::Policy& policy);

  void send(const app::Put& put);
  void ask(const app::Ask& ask);
  void wake_in(const app::WakeIn& wake_in);
  void prove(const app::Prove& prove);
  void fetch_totals();
  void ask_revision();
  // By a request of its own, that nothing joins to a ballot.
  void sign_up(std::string_view address, std::string_view language);

  [[nodiscard]] Reply replied(int token, int status, std::string_view body) const;

 private:
  const policy::Policy& policy_;
  int totals_token_ = 0;  // below zero, where the outbox's tokens never are
};

}  // namespace enig::browser

// Runs the errands of app::Outbox with the browser's fetch and its one timer, fetches totals, and
// signs up for the newsletter.
//
//     sender.run(effect);                       // after an update
//     sender.wake();                            // when its timer rings, or the network is back
//     for (const app::Action& action : sender.replied(token, status, body)) …
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/outbox.h"
#include "policy/policy.h"

namespace enig::browser {

class Sender {
 public:
  explicit Sender(const policy::Policy& policy);

  // A ballot that a page without script has already sent is gone on with.
  void go_on_with(const opinion::BallotId& id) { outbox_.go_on_with(id); }

  [[nodiscard]] const std::optional<opinion::BallotId>& ballot_id() const { return outbox_.id(); }

  // The ballot's id, made now where there is none: what is kept must name it before it is sent.
  const opinion::BallotId& settled_id();

  // SendBallot, WithdrawBallot and FetchTotals.
  void run(const app::Effect& effect);

  // By a request of its own, that nothing joins to a ballot.
  void sign_up(std::string_view address, std::string_view language);

  // A ballot without answers that may still lie on the server: withdrawn, and never used again.
  void withdraw(const opinion::BallotId& id) { do_errands(outbox_.withdraw(id)); }

  // Ballots that were deleted and may still lie on the server.
  [[nodiscard]] std::vector<opinion::BallotId> deleted_ids() const { return outbox_.deleted_ids(); }

  // Sends what waits.
  void wake();

  // The page is going away: what waits is sent now, by a request that outlives the page.
  void leave();

  // What an answer from the server means for the program. Status 0: nothing was reached.
  [[nodiscard]] std::vector<app::Action> replied(int token, int status, std::string_view body);

 private:
  void do_errands(const std::vector<app::Errand>& errands);
  void put(const app::Put& put);
  [[nodiscard]] std::vector<app::Action> totals_replied(int status, std::string_view body) const;

  const policy::Policy& policy_;
  app::Outbox outbox_;
  int totals_token_ = 0;  // below zero, where the outbox's tokens never are
};

}  // namespace enig::browser

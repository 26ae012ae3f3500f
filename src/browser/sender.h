// Carries the effects of app::update to the server: one ballot at a time, the newest last, tried
// again until it arrives.
//
//     sender.run(effect);                       // after an update
//     sender.wake();                            // when its timer rings, or the network is back
//     for (const app::Action& action : sender.replied(token, status, body)) …
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"
#include "opinion/ballot.h"
#include "policy/policy.h"

namespace enig::browser {

class Sender {
 public:
  explicit Sender(const policy::Policy& policy);

  // A ballot that a page without script has already sent is gone on with.
  void go_on_with(opinion::BallotId id) { ballot_id_ = id; }

  void run(const app::Effect& effect);

  // Sends what waits.
  void wake();

  // The page is going away: what waits is sent now, by a request that outlives the page.
  void leave();

  // What an answer from the server means for the program. Status 0: nothing was reached.
  [[nodiscard]] std::vector<app::Action> replied(int token, int status, std::string_view body);

 private:
  struct Request {
    std::string method;
    std::string body;
  };
  enum class Leaving { no, yes };

  void wait(Request request);
  void send(Leaving leaving);
  [[nodiscard]] std::vector<app::Action> ballot_replied(int status);
  [[nodiscard]] std::vector<app::Action> totals_replied(int status, std::string_view body) const;

  const policy::Policy& policy_;
  std::optional<opinion::BallotId> ballot_id_;  // made when first needed; kept nowhere else
  std::optional<Request> waiting_;
  std::optional<Request> under_way_;
  int next_token_ = 1;
  int ballot_token_ = 0;
  int totals_token_ = 0;
  int failures_ = 0;
};

}  // namespace enig::browser

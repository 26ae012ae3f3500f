// The rules by which a ballot travels: one at a time, the newest last, tried again until it
// arrives. It sends nothing itself; it says what to send and when to wake it.
//
//     for (Errand& errand : outbox.take(SendBallot{ballot})) …   // WakeIn{600}
//     for (Errand& errand : outbox.wake(fresh_id)) …             // Put{token, id, ballot}
//     Answered answered = outbox.replied(token, 204);            // actions for update, and errands
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "app/state.h"
#include "opinion/ballot.h"

namespace enig::app {

// Whether the request must outlive the page, because it is going away.
enum class Leaving { no, yes };

// Puts the ballot under its id, or withdraws what lies there where there is no ballot. The reply is
// told by token.
struct Put {
  int token = 0;
  opinion::BallotId id;
  std::optional<opinion::Ballot> ballot;
  Leaving leaving = Leaving::no;
  friend bool operator==(const Put&, const Put&) = default;
};
// Calls wake() after this time, in place of any earlier WakeIn. Nothing is to wake it otherwise.
struct WakeIn {
  int wait_ms = 0;
  friend bool operator==(const WakeIn&, const WakeIn&) = default;
};
using Errand = std::variant<Put, WakeIn>;

struct Answered {
  std::vector<Action> actions;
  std::vector<Errand> errands;
};

class Outbox {
 public:
  // A ballot that a page without script has already sent is gone on with.
  void go_on_with(const opinion::BallotId& id) { id_ = id; }

  // What the ballot lies under, or was last sent under.
  [[nodiscard]] const std::optional<opinion::BallotId>& id() const { return id_; }

  // SendBallot and WithdrawBallot wait until the person has stopped pressing; FetchTotals is not
  // the outbox's.
  [[nodiscard]] std::vector<Errand> take(const Effect& effect);

  // Sends what waits, if nothing is under way. `fresh_id` is used where the ballot has no id yet.
  [[nodiscard]] std::vector<Errand> wake(const opinion::BallotId& fresh_id);

  // The page is going away: what waits is sent now, whatever is under way.
  [[nodiscard]] std::vector<Errand> leave(const opinion::BallotId& fresh_id);

  // The reply to a Put: an HTTP status, 0 where nothing was reached.
  [[nodiscard]] Answered replied(int token, int status);

 private:
  struct Message {
    std::optional<opinion::Ballot> ballot;
  };
  struct Flight {
    int token;
    Message message;
  };

  std::vector<Errand> send(const opinion::BallotId& fresh_id, Leaving leaving);
  Answered conclude(const Message& message, int status);

  std::optional<opinion::BallotId> id_;  // made when first needed; kept nowhere else
  std::optional<Message> waiting_;
  std::vector<Flight> flights_;  // more than one only where the page was left with one under way
  std::optional<Message> newest_;
  bool order_is_unsure_ = false;
  int next_token_ = 1;
  int failure_count_ = 0;
};

}  // namespace enig::app

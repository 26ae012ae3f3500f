// The rules by which a ballot travels: one at a time, the newest last, tried again until it
// arrives. It sends nothing itself; it says what to send and when to wake it.
//
//     for (Errand& errand : outbox.take(SendBallot{ballot})) …   // WakeIn{600}
//     for (Errand& errand : outbox.wake(fresh_id)) …             // Put{token, id, ballot}
//     Answered answered = outbox.replied({token, 204});          // actions for update, and errands
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/update.h"
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
  std::string proof = {};  // of the work that the server has asked for, where it has
  friend bool operator==(const Put&, const Put&) = default;
};
// Calls wake() after this time, in place of any earlier WakeIn. Nothing is to wake it otherwise.
struct WakeIn {
  int wait_ms = 0;
  friend bool operator==(const WakeIn&, const WakeIn&) = default;
};
// Asks whether the ballot still lies under its id. The reply is told by token, as that to a Put:
// 204 where it does, 410 where it does not.
struct Ask {
  int token = 0;
  opinion::BallotId id;
  friend bool operator==(const Ask&, const Ask&) = default;
};
// Computes what the server asks for before it takes the ballot, in place of any earlier Prove;
// proved() is what comes of it.
struct Prove {
  std::string challenge;
  friend bool operator==(const Prove&, const Prove&) = default;
};
using Errand = std::variant<Put, Ask, WakeIn, Prove>;

// What is known of a ballot that the server has had, and that another page may have deleted since.
enum class Doubt {
  none,
  open,  // the server is asked before anything more is sent
  gone,  // it says that it has it no more
};

// The reply to a Put or an Ask: an HTTP status, 0 where nothing was reached, and the work that the
// server asks for, where it does.
struct Reply {
  int token = 0;
  int status = 0;
  std::string challenge = {};
};

struct Answered {
  std::vector<Action> actions;
  std::vector<Errand> errands;
};

// What there is to send under one id, and the rules for it. Part of Outbox.
class Parcel {
 public:
  Parcel() = default;
  explicit Parcel(const opinion::BallotId& id) : id_(id) {}

  [[nodiscard]] const std::optional<opinion::BallotId>& id() const { return id_; }
  void set_id(const opinion::BallotId& id);

  [[nodiscard]] bool has_arrived() const { return has_arrived_; }
  void set_arrived(bool has_arrived) { has_arrived_ = has_arrived; }
  [[nodiscard]] Doubt doubt() const { return doubt_; }
  void begin_doubt();
  void end_doubt() { doubt_ = Doubt::none; }

  // The ballot as it is now, or nothing to withdraw it.
  void put(std::optional<opinion::Ballot> ballot);
  [[nodiscard]] std::optional<Errand> wake(int token, const opinion::BallotId& fresh_id);
  [[nodiscard]] std::optional<Errand> leave(int token, const opinion::BallotId& fresh_id);
  [[nodiscard]] bool expects(int token) const;
  // Precondition: expects(reply.token).
  [[nodiscard]] std::optional<Action> replied(const Reply& reply);

  // Something is being computed for the server; nothing is sent meanwhile.
  [[nodiscard]] bool is_working() const { return work_ != Work::none; }
  // What is to be told when the time of wait_ms() is over.
  [[nodiscard]] std::optional<Action> rung();
  // Precondition: is_working(). Nothing where it could not be computed.
  [[nodiscard]] std::optional<Action> proved(std::string proof);

  // Nothing waits, and nothing is under way.
  [[nodiscard]] bool is_done() const { return !waiting_ && flights_.empty(); }
  // How long until what waits is to be sent, or told; nothing where nothing waits, or where a reply
  // must come first.
  [[nodiscard]] std::optional<int> wait_ms() const;

 private:
  struct Message {
    std::optional<opinion::Ballot> ballot;
  };
  struct Flight {
    int token;
    std::optional<Message> message;  // none: a question
  };

  std::optional<Action> learn(int status);
  // told: the person knows that it takes long.
  enum class Work { none, wanted, told };

  Put send(int token, const opinion::BallotId& fresh_id, Leaving leaving);
  [[nodiscard]] bool accepts_work(const Message& message, const Reply& reply) const;
  std::optional<Action> conclude(const Message& message, const Reply& reply);
  std::optional<Action> try_again();

  std::optional<opinion::BallotId> id_;
  std::optional<Message> waiting_;
  std::vector<Flight> flights_;  // more than one only where the page was left with one under way
  std::optional<Message> newest_;
  bool has_arrived_ = false;  // the server has had it under this id
  Doubt doubt_ = Doubt::none;
  int question_wait_ms_ = 0;
  bool order_is_unsure_ = false;
  int failure_count_ = 0;
  int wait_ms_ = 0;
  Work work_ = Work::none;
  int work_count_ = 0;  // since the ballot was last taken
  std::string proof_;   // for the ballot under id_
};

class Outbox {
 public:
  // A ballot that an earlier page has sent is gone on with.
  void go_on_with(const opinion::BallotId& id) { current_.set_id(id); }

  // Whether the server has had the ballot: only then can it be missed there.
  [[nodiscard]] bool has_arrived() const { return current_.has_arrived(); }
  void set_arrived(bool has_arrived) { current_.set_arrived(has_arrived); }

  // Another page may have deleted the ballot: the server is asked, and until end_doubt() nothing
  // but a withdrawal is sent. What it says is in doubt().
  [[nodiscard]] std::vector<Errand> begin_doubt();
  [[nodiscard]] Doubt doubt() const { return current_.doubt(); }
  [[nodiscard]] std::vector<Errand> end_doubt();

  // An earlier page was to delete this ballot and has not had an answer: gone on with until it is
  // gone.
  [[nodiscard]] std::vector<Errand> withdraw(const opinion::BallotId& id);

  // What the ballot lies under, or will: an id that is to be kept on the device must be known
  // before anything is sent. `fresh_id` is used where there is none yet.
  const opinion::BallotId& id_or(const opinion::BallotId& fresh_id);
  [[nodiscard]] const std::optional<opinion::BallotId>& id() const { return current_.id(); }

  // Ballots that were deleted for good and may still lie on the server.
  [[nodiscard]] std::vector<opinion::BallotId> deleted_ids() const;

  // SendBallot and WithdrawBallot wait until the person has stopped pressing; other effects are not
  // the outbox's. After a withdrawal for good the next ballot has another id.
  [[nodiscard]] std::vector<Errand> take(const Effect& effect);

  // Sends what waits, if nothing is under way. `fresh_id` is used where the ballot has no id yet.
  [[nodiscard]] std::vector<Errand> wake(const opinion::BallotId& fresh_id);

  // The page is going away: what waits is sent now, whatever is under way.
  [[nodiscard]] std::vector<Errand> leave(const opinion::BallotId& fresh_id);

  [[nodiscard]] Answered replied(const Reply& reply);

  // The timer of the last WakeIn has rung: what is to be told, before wake().
  [[nodiscard]] std::optional<Action> rung() { return current_.rung(); }

  // What came of the last Prove; nothing where it could not be computed.
  [[nodiscard]] Answered proved(std::string proof);

 private:
  // The time of the parcel that is to be sent first; it may wake others before their time.
  [[nodiscard]] std::vector<Errand> next_wake() const;
  template <class Send>
  std::vector<Errand> send_each(Send send);

  Parcel current_;
  std::vector<Parcel> deleted_;  // withdrawals for good, until they have arrived
  std::vector<opinion::BallotId>
      refused_;  // that could not be withdrawn: the next page tries again
  int next_token_ = 1;
};

}  // namespace enig::app

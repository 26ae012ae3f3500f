// One page's part in a person's visit: what it goes on with, what it keeps for the next page, and
// what it and the person's other tabs tell each other. It does nothing itself; it says what to do.
//
//     Visit visit(publication, shelf, fresh_id);
//     visit.go_on();                                   // what an earlier page has kept
//     for (Order& order : visit.act(answer, By::press)) …   // Put, WakeIn, Write, GoTo, …
//     visit.hear({Heard::kept, revision, kept});       // another tab tells
//
// Three rules carry everything here.
// - A ballot's id belongs to one revision of the policy. So withdrawing what was answered to other
//   words can never take away what has been answered to newer ones.
// - A page that comes back (put away as it was, or loaded again) cannot know what other tabs have
//   deleted meanwhile, unless the device keeps the answers. It asks the server whether its ballot
//   is still there; until it knows, it takes nothing over, tells the others nothing, and sends
//   nothing.
// - What is kept lies under its revision, and revisions know no order. A page that meets another
//   one asks the server which is published, and until it knows leaves the other's alone. Only what
//   a person deletes is deleted whatever its words are.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "app/outbox.h"
#include "app/update.h"
#include "opinion/kept_ballot.h"
#include "policy/publication.h"

namespace enig::app {

// What was kept, and where it lies: on the device (Memory::on) or in the tab alone (Memory::off).
struct Found {
  opinion::KeptBallot kept;
  Memory memory = Memory::off;
};

// What device and tab keep of this topic, as it is now. What cannot be read is not there.
class Shelf {
 public:
  Shelf() = default;
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;
  virtual ~Shelf() = default;

  // Of every revision; the device's come first.
  [[nodiscard]] virtual std::vector<Found> found() const = 0;
  // Ballots that Mark has marked.
  [[nodiscard]] virtual std::vector<opinion::BallotId> deleted() const = 0;
  // Other topics of the site that answers are kept to.
  [[nodiscard]] virtual std::set<PolicyId> other_topics() const = 0;
};

// What one tab tells the others. The numbers are those of web_memory.js.
enum class Heard { asked, kept, kept_on_device, forgotten, deleted };

struct Message {
  Heard heard = Heard::asked;
  Revision revision;                        // of the page that tells
  std::optional<opinion::KeptBallot> kept;  // with `kept` and `kept_on_device`
};

// Whether what a page has kept in its tab is still there when it is seen again.
enum class InTab { there, gone };

// Who wants it: a press on this page is a turn of its own where it changes what is kept.
enum class By { page, press };

// Keeps it under its revision in the tab and, with Memory::on, on the device. A device that refuses
// is told by MemoryFailed.
struct Write {
  opinion::KeptBallot kept;
  Memory memory = Memory::off;
  Telling telling = Telling::yes;
  friend bool operator==(const Write&, const Write&) = default;
};
// Takes away what tab and device keep under this revision. No other tab is told.
struct Drop {
  Revision revision;
  friend bool operator==(const Drop&, const Drop&) = default;
};
// Has the next page know that this ballot was deleted and may still lie on the server; or, once it
// is gone, no longer. An id, without any answer.
enum class Fate { deleted, gone };
struct Mark {
  opinion::BallotId id;
  Fate fate = Fate::deleted;
  friend bool operator==(const Mark&, const Mark&) = default;
};
// Asks the server which revision is published; told() is what comes of it.
struct AskRevision {
  friend bool operator==(const AskRevision&, const AskRevision&) = default;
};
// Of the effects, those that neither the outbox nor the visit sees to.
using Order = std::variant<Effect, Put, Ask, WakeIn, Prove, Write, Drop, Mark, AskRevision>;
using Orders = std::vector<Order>;

// Keeps references to what it is made with.
class Visit {
 public:
  using FreshId = std::function<opinion::BallotId()>;  // 128 random bits
  Visit(const policy::Publication& publication, const Shelf& shelf, FreshId fresh_id);

  // What the page itself carries: before anything else.
  void begin(State state);
  // A ballot that a page without script has sent is gone on with.
  void begin_with(const opinion::BallotId& id) { outbox_.go_on_with(id); }
  // One that it was to delete, and could not, is deleted.
  void begin_without(const opinion::BallotId& id) { marked_.push_back(id); }

  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] const std::optional<opinion::BallotId>& ballot_id() const { return outbox_.id(); }

  [[nodiscard]] Orders act(const Action& action, By by = By::page);
  // Goes on with what an earlier page has kept.
  [[nodiscard]] Orders go_on();
  [[nodiscard]] Orders hear(const Message& message);
  // The page had been put away as it was, and is seen again.
  [[nodiscard]] Orders returned(InTab own);
  // The timer of the last WakeIn has rung.
  [[nodiscard]] Orders wake();
  // The page is going away.
  [[nodiscard]] Orders leave();
  // The reply to a Put or an Ask.
  [[nodiscard]] Orders replied(const Reply& reply);
  // What came of the last Prove; nothing where it could not be computed.
  [[nodiscard]] Orders proved(std::string proof);
  // The revision that the server publishes; nothing where it could not be learnt.
  [[nodiscard]] Orders told(const std::optional<Revision>& published);

 private:
  void do_act(const Action& action, By by, Orders& orders);
  void take(const Effect& effect, Orders& orders);
  void add(std::vector<Errand> errands, Orders& orders);
  void add(Answered answered, Orders& orders);
  void withdraw(const opinion::BallotId& id, Orders& orders);
  void mark_deleted(Orders& orders);
  void withdraw_found(Orders& orders);
  void withdraw_own(const std::optional<opinion::BallotId>& own, Orders& orders);

  void recall_found(Orders& orders);
  void recall(const Found& found, Orders& orders);
  void overtake(const opinion::KeptBallot& kept, Memory memory, Orders& orders);
  void merge(const opinion::KeptBallot& kept, Memory memory, Orders& orders);
  void send_again(Orders& orders);
  void join(const opinion::KeptBallot& kept, Memory memory, Orders& orders);
  [[nodiscard]] bool is_same(const opinion::KeptBallot& kept) const;
  [[nodiscard]] bool is_ahead_of(const opinion::KeptBallot& kept) const;

  // How a page came whose ballot is in doubt.
  enum class Came { loaded, back };
  void begin_doubt(Came came, Orders& orders);
  [[nodiscard]] bool is_in_doubt() const { return outbox_.doubt() != Doubt::none; }
  void learn(Orders& orders);
  void end_doubt(Orders& orders);

  [[nodiscard]] opinion::KeptBallot kept();
  void keep_up(Orders& orders);

  [[nodiscard]] const Revision& revision() const { return publication_.policy.revision; }
  [[nodiscard]] bool is_read_only() const { return publication_.mode == policy::Mode::read_only; }
  [[nodiscard]] std::vector<Found> own_found() const;
  [[nodiscard]] bool has_met_others() const;
  void ask(Orders& orders);
  void ask_again(Orders& orders);
  void drop_outdated(Orders& orders);

  const policy::Publication& publication_;
  const Shelf& shelf_;
  FreshId fresh_id_;
  State state_;
  Outbox outbox_;
  std::int64_t turn_ = 0;           // of KeptBallot
  bool is_due_ = false;             // there is something new to keep
  Telling telling_ = Telling::yes;  // of what is kept now
  bool another_sends_ = false;      // what was taken over from another tab, which has yet to send
  bool has_question_ = false;       // which revision is published
  bool is_asking_ = false;          // and the server has been asked
  std::set<Revision> met_;          // that other tabs have told of
  std::set<Revision> asked_about_;  // when the server was asked last
  std::set<Revision> older_;        // of those, the ones that are not published
  std::optional<Came> doubted_;     // until what has waited for the reply is done
  std::vector<Message> unheard_;    // told by other tabs meanwhile
  std::vector<opinion::BallotId> marked_;
  std::set<opinion::BallotId> done_with_;  // deleted here: never gone on with
};

}  // namespace enig::app

// The rules of the resident's program.
//
//     Step step = update(publication, state, Answer{whole_topic, opinion::Stance::agree});
//     state = step.state;               // repaint from it at once
//     for (Effect& effect : step.effects) …  // send ballot, fetch totals
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "app/action.h"
#include "app/state.h"
#include "opinion/ballot.h"
#include "policy/publication.h"

namespace enig::app {

// What the outside must do after an update; done in order.
struct SendBallot {
  opinion::Ballot ballot;
  friend bool operator==(const SendBallot&, const SendBallot&) = default;
};
// Whether answers given later are the same ballot again, or another one under a new id.
enum class Withdrawal { may_return, for_good };
struct WithdrawBallot {
  Withdrawal kind = Withdrawal::may_return;
  friend bool operator==(const WithdrawBallot&, const WithdrawBallot&) = default;
};
struct FetchTotals {
  friend bool operator==(const FetchTotals&, const FetchTotals&) = default;
};
// Keeps the answers so that the page can go on after a reload: in the tab's own memory, and with
// Memory::on on the device as well. Memory::off leaves what lies on the device as it is. Done
// only after consent.
struct Keep {
  Memory memory = Memory::off;
  friend bool operator==(const Keep&, const Keep&) = default;
};
// Takes away what has been kept of this topic.
enum class Forgetting {
  everything,  // on the device and in the tab, of whatever words, and the offline copy of the page
  device,      // only what "remember on this device" has written
  tab,         // only what the tab keeps, of whatever words
  own_words,   // of that, only what has been answered to the words of this page
};
struct Forget {
  Forgetting what = Forgetting::everything;
  Telling telling = Telling::yes;
  friend bool operator==(const Forget&, const Forget&) = default;
};
// From now on the page and the program may be kept for a visit without network. After consent only:
// before it nothing is written on the device.
struct KeepPage {
  friend bool operator==(const KeepPage&, const KeepPage&) = default;
};
// Brings the element into view, gives it the focus, and makes a step in the browser's history.
struct GoTo {
  std::string id;
  friend bool operator==(const GoTo&, const GoTo&) = default;
};
// Copies this page's address with "#id".
struct CopyAddress {
  std::string id;
  friend bool operator==(const CopyAddress&, const CopyAddress&) = default;
};
struct DrawPicture {
  Picture picture = Picture::save;
  friend bool operator==(const DrawPicture&, const DrawPicture&) = default;
};
struct SendSignUp {
  std::string address;
  friend bool operator==(const SendSignUp&, const SendSignUp&) = default;
};
using Effect = std::variant<SendBallot, WithdrawBallot, FetchTotals, Keep, Forget, KeepPage, GoTo,
                            CopyAddress, DrawPicture, SendSignUp>;

struct Step {
  State state;
  std::vector<Effect> effects;
};

// Every rule of the resident's program. Actions that name no point of the policy change nothing.
[[nodiscard]] Step update(const policy::Publication& publication, State state,
                          const Action& action);

// The answers as they are sent. Precondition: consent has been given.
[[nodiscard]] opinion::Ballot ballot_of(const policy::Publication& publication, const State& state);

}  // namespace enig::app

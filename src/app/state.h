// What the resident's program remembers while the page is open, and what can happen to it.
//
//     Step step = update(publication, state, Answer{whole_topic, opinion::Stance::agree});
//     state = step.state;               // repaint from it at once
//     for (Effect& effect : step.effects) …  // send ballot, fetch totals
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "opinion/ballot.h"
#include "opinion/release.h"
#include "policy/publication.h"

namespace enig::app {

// What a stance is about: one point, or, with no point, the topic as a whole.
struct Target {
  std::optional<PointId> point;
  friend auto operator<=>(const Target&, const Target&) = default;
};
inline const Target whole_topic{};

// Explicit consent to being counted (GDPR article 9): asked once, in the card of the first answer.
enum class Consent { unasked, asked, given, declined };

// How far the current answers have come on their way to being counted.
enum class Delivery {
  nothing_to_send,
  waiting,
  counted,
  failed,   // not arrived; it is tried again
  refused,  // not kept, and not tried again
  stale,    // the policy has changed: nothing more is sent until the page is loaded again
};

struct State {
  std::string language;  // of Enig's own words: one of the site's languages
  std::optional<opinion::Stance> topic;
  std::map<PointId, opinion::Stance> answers;
  std::set<PointId> important;
  Consent consent = Consent::unasked;
  std::optional<Target> consent_target;  // the card that asks, or asked; set while consent is asked
  std::optional<Target> last_target;  // the card that was pressed last: where delivery is told of
  Delivery delivery = Delivery::nothing_to_send;
  bool has_been_sent =
      false;  // a ballot of ours may lie on the server: emptying it must withdraw it
  std::optional<opinion::Release> release;  // the newest numbers seen

  friend bool operator==(const State&, const State&) = default;
};

// Presses a stance; pressing the one already given takes it back.
struct Answer {
  Target target;
  opinion::Stance stance;
  friend bool operator==(const Answer&, const Answer&) = default;
};
struct Undo {
  Target target;
  friend bool operator==(const Undo&, const Undo&) = default;
};
// Asks for consent before there is an answer: what a page without script must do, because there an
// answer would leave the device with the press.
struct AskConsent {
  Target target;
  friend bool operator==(const AskConsent&, const AskConsent&) = default;
};
struct GiveConsent {
  friend bool operator==(const GiveConsent&, const GiveConsent&) = default;
};
struct DeclineConsent {
  friend bool operator==(const DeclineConsent&, const DeclineConsent&) = default;
};
// The server has acknowledged the ballot as it was sent, or its withdrawal.
struct Delivered {
  friend bool operator==(const Delivered&, const Delivered&) = default;
};
struct DeliveryFailed {
  Fault fault = Fault::unavailable;
  friend bool operator==(const DeliveryFailed&, const DeliveryFailed&) = default;
};
struct TotalsArrived {
  opinion::Release release;
  friend bool operator==(const TotalsArrived&, const TotalsArrived&) = default;
};

using Action = std::variant<Answer, Undo, AskConsent, GiveConsent, DeclineConsent, Delivered,
                            DeliveryFailed, TotalsArrived>;

// The actions that a person can press, as the words a form carries: "agree:sone-1", "agree:" (the
// topic), "undo:sone-1", "ask:sone-1", "consent:yes", "consent:no". Nothing for text that is none
// of these; the ids are checked by update.
[[nodiscard]] std::string to_text(const Action& action);
[[nodiscard]] std::optional<Action> action_from(std::string_view text);

// What the outside must do after an update; done in order.
struct SendBallot {
  opinion::Ballot ballot;
  friend bool operator==(const SendBallot&, const SendBallot&) = default;
};
struct WithdrawBallot {
  friend bool operator==(const WithdrawBallot&, const WithdrawBallot&) = default;
};
struct FetchTotals {
  friend bool operator==(const FetchTotals&, const FetchTotals&) = default;
};
using Effect = std::variant<SendBallot, WithdrawBallot, FetchTotals>;

struct Step {
  State state;
  std::vector<Effect> effects;
};

// Every rule of the resident's program. Actions that name no point of the policy change nothing.
[[nodiscard]] Step update(const policy::Publication& publication, State state,
                          const Action& action);

// The answers as they are sent. Precondition: consent has been given.
[[nodiscard]] opinion::Ballot ballot_of(const policy::Publication& publication, const State& state);

[[nodiscard]] bool has_answers(const State& state);
[[nodiscard]] std::optional<opinion::Stance> stance_on(const State& state, const Target& target);

}  // namespace enig::app

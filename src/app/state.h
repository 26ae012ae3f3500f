// What the resident's program remembers while the page is open.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/ids.h"
#include "opinion/release.h"
#include "opinion/tally.h"

namespace enig::app {

// What a stance is about: one point, or, with no point, the topic as a whole.
struct Target {
  std::optional<PointId> point;
  friend auto operator<=>(const Target&, const Target&) = default;
};
inline const Target whole_topic{};

// Explicit consent to being counted (GDPR article 9): asked once, in the card of the first answer.
enum class Consent { unasked, asked, given, declined };

// Which points the page shows.
enum class Filter { all, unanswered, agreed, disagreed };

// Whether the answers stay on this device when the page is closed. A choice of its own, off until
// it is made.
enum class Memory {
  unavailable,  // without script, or where the browser keeps nothing for us
  off,
  on,
  failed,  // asked for, and the browser has refused
};

// The person's own summary, and what can be asked for in it.
enum class Summary { closed, open };
enum class Sharing { unasked, warned };    // warned: that a picture of it shows one's opinions
enum class Deletion { unasked, asked };    // asked: whether all answers really are to be deleted
enum class Contents { folded, unfolded };  // the table of contents, where it is not beside the text

// The sign-up for the newsletter. Nothing of it is ever sent with a ballot.
enum class SignUp {
  open,
  sending,
  sent,           // a letter with a link is on its way
  address_wrong,  // refused: no address that letters can reach
  too_many,       // refused for now: too many sign-ups
  failed,         // not reached
};

// What the surroundings of the page can do. A page without script can do none of it.
struct Abilities {
  bool memory = false;     // keep answers on the device
  bool clipboard = false;  // copy a link
  bool picture = false;    // draw the summary as a picture
  bool share = false;      // hand a picture to another program of the device
  friend bool operator==(const Abilities&, const Abilities&) = default;
};

// What is said aloud, politely and once, by the page's status line.
enum class Said {
  nothing,
  counted,   // the answer has come to the server
  delivery,  // it has not, and why
  new_totals,
  link_copied,
  link_not_copied,
  important,      // the last target has been marked
  not_important,  // and unmarked
  remembered,
  forgotten,
  not_remembered,
  deleted,
  picture_ready,
  picture_failed,
  hits,     // how many points the search or the filter shows
  sign_up,  // what came of the sign-up
};

// How far the current answers have come on their way to being counted.
enum class Delivery {
  nothing_to_send,
  waiting,
  counted,
  offline,  // the device has no network; they are sent when it is back
  failed,   // not arrived; it is tried again
  working,  // the device computes what the server asks for first, and that takes long
  refused,  // not kept, and not tried again
  expired,  // a form that is too old: not kept, and the next press sends it
  stale,    // the policy has changed: nothing more is sent until the page is loaded again
};

enum class Success { no, yes };
enum class Network { offline, online };

// Whether the other tabs are to hear of it. What has come from one of them is not told again, or
// tabs would go on telling each other.
enum class Telling { no, yes };

struct State {
  std::string language;  // of Enig's own words: one of the site's languages
  std::optional<opinion::Stance> topic;
  std::map<PointId, opinion::Stance> answers;
  std::set<PointId> important;
  Consent consent = Consent::unasked;
  std::optional<Target> consent_target;  // the card that asks, or asked; set while consent is asked
  // Consent was asked for by a press that carried no answer (AskConsent): it has to be made again,
  // and where it is declined there is no answer that could stay on the page.
  bool has_asked_first = false;
  std::set<Target> unsent;  // answered since the server last had everything: their cards say so
  Delivery delivery = Delivery::nothing_to_send;
  bool has_been_sent =
      false;  // a ballot of ours may lie on the server: emptying it must withdraw it
  std::optional<opinion::Release> release;  // the newest numbers seen
  // Under which release each answer was given: what is no newer than the answer does not hold it.
  std::map<Target, std::int64_t> answered_under;
  bool awaits_own_numbers = false;  // the next ones have moved with the own answer

  Filter filter = Filter::all;
  std::set<PointId> filter_keeps;  // answered since the filter was set: they stay in view
  std::string query;               // the search, as it was typed; empty: none
  std::set<Target> open_tools;     // cards whose tools have been asked for
  Contents contents = Contents::folded;
  Summary summary = Summary::closed;
  Sharing sharing = Sharing::unasked;
  Deletion deletion = Deletion::unasked;
  Abilities abilities;
  Memory memory = Memory::unavailable;
  std::set<PolicyId> answered_topics;  // other topics that this device remembers answers to
  std::map<PolicyId, opinion::Counts> topic_sums;  // released answers to the topics' questions
  SignUp sign_up = SignUp::open;
  bool has_just_deleted = false;  // all answers, and nothing has been pressed since
  bool lost_answers = false;      // they were to words that have changed since, and are withdrawn
  bool is_superseded = false;     // other words are published than this page's: it says so
  bool is_online = true;          // as far as the device knows
  Said said = Said::nothing;
  // Grows with everything said. Words that stay the same are not spoken again: the status line must
  // look different for an odd number than for an even one.
  int said_count = 0;

  friend bool operator==(const State&, const State&) = default;
};

[[nodiscard]] bool has_answers(const State& state);
[[nodiscard]] std::optional<opinion::Stance> stance_on(const State& state, const Target& target);

// Whether the answers have yet to come to the server, and will be sent.
[[nodiscard]] bool waits(Delivery delivery);

}  // namespace enig::app

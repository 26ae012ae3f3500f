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
#include "opinion/tally.h"
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
  // Consent was asked for by a press that carried no answer (AskConsent): it has to be made again.
  bool has_asked_first = false;
  std::set<Target> unsent;  // answered since the server last had everything: their cards say so
  Delivery delivery = Delivery::nothing_to_send;
  bool has_been_sent =
      false;  // a ballot of ours may lie on the server: emptying it must withdraw it
  std::optional<opinion::Release> release;  // the newest numbers seen
  bool awaits_own_numbers = false;          // the next ones have moved with the own answer

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

// Marks a point as important to the person, or takes the mark away. A mark asks for consent and is
// sent as an answer is; without any answer there is no ballot that could carry it (COUNTING.md,
// step 2), so it waits for one.
struct ToggleImportant {
  PointId point;
  friend bool operator==(const ToggleImportant&, const ToggleImportant&) = default;
};
struct SetFilter {
  Filter filter = Filter::all;
  friend bool operator==(const SetFilter&, const SetFilter&) = default;
};
struct Search {
  std::string query;
  friend bool operator==(const Search&, const Search&) = default;
};
// Ends the search and the filter.
struct ShowAll {
  friend bool operator==(const ShowAll&, const ShowAll&) = default;
};
struct ToggleTools {
  Target target;
  friend bool operator==(const ToggleTools&, const ToggleTools&) = default;
};
struct ToggleContents {
  friend bool operator==(const ToggleContents&, const ToggleContents&) = default;
};
// To the first unanswered point among those in view: after `after` where it is given and there is
// one, else from the top. Where none is left: to the topic's question, and at last to the summary.
struct GoToNext {
  std::optional<PointId> after;
  friend bool operator==(const GoToNext&, const GoToNext&) = default;
};
// Copies the address of a section or point of this page. Without a clipboard: goes there, so that
// the address can be copied by hand.
struct CopyLink {
  std::string id;
  friend bool operator==(const CopyLink&, const CopyLink&) = default;
};
struct LinkCopied {
  Success success = Success::yes;
  friend bool operator==(const LinkCopied&, const LinkCopied&) = default;
};
struct ToggleSummary {
  friend bool operator==(const ToggleSummary&, const ToggleSummary&) = default;
};
struct ToggleSharing {
  friend bool operator==(const ToggleSharing&, const ToggleSharing&) = default;
};
// The picture of the summary: to the disk, or to another program of the device.
enum class Picture { save, share };
struct MakePicture {
  Picture picture = Picture::save;
  friend bool operator==(const MakePicture&, const MakePicture&) = default;
};
struct PictureMade {
  Success success = Success::yes;
  friend bool operator==(const PictureMade&, const PictureMade&) = default;
};
struct ToggleMemory {
  friend bool operator==(const ToggleMemory&, const ToggleMemory&) = default;
};
// The browser has refused to keep what Keep gave it.
struct MemoryFailed {
  friend bool operator==(const MemoryFailed&, const MemoryFailed&) = default;
};
// Deletes the answers here and on the server: asked, and then confirmed.
struct ToggleDeletion {
  friend bool operator==(const ToggleDeletion&, const ToggleDeletion&) = default;
};
struct DeleteAnswers {
  friend bool operator==(const DeleteAnswers&, const DeleteAnswers&) = default;
};
// What this device has kept of an earlier visit, or another tab has just kept: the answers take the
// place of those here, and consent has been given. Only answers to points of this policy are taken
// over. A tab that hears of another tab's answers leaves the sending to that tab. What is pressed
// before the program runs is acted after this, so it wins.
struct Recalled {
  Memory memory = Memory::on;  // off: kept by the tab alone, for a page that is loaded again
  std::optional<opinion::Stance> topic;
  std::map<PointId, opinion::Stance> answers;
  std::set<PointId> important;
  std::set<PolicyId> answered_topics;
  bool is_unsent = false;  // the server does not have them as they are: they are sent now
  std::set<Target> unsent;
  friend bool operator==(const Recalled&, const Recalled&) = default;
};
// What has been kept answers words that are no longer published. It is not counted for the new
// ones: Visit withdraws its ballot, and the page says so until the next answer.
struct Outdated {
  friend bool operator==(const Outdated&, const Outdated&) = default;
};
// This page's own words are no longer those that are published: it must be loaded again.
struct Superseded {
  friend bool operator==(const Superseded&, const Superseded&) = default;
};
// Another page has taken the answers away.
enum class Elsewhere {
  forgotten,  // from the device alone
  deleted,    // by a press: they are gone everywhere
  dropped,    // a later page of this tab has, whatever for: they are gone here, and only here
};
struct ForgottenElsewhere {
  Elsewhere how = Elsewhere::forgotten;
  friend bool operator==(const ForgottenElsewhere&, const ForgottenElsewhere&) = default;
};
// The program runs, in surroundings that can do this.
struct Started {
  Abilities abilities;
  friend bool operator==(const Started&, const Started&) = default;
};
struct Connection {
  Network network = Network::online;
  friend bool operator==(const Connection&, const Connection&) = default;
};
struct Subscribe {
  std::string address;
  friend bool operator==(const Subscribe&, const Subscribe&) = default;
};
struct SignUpReplied {
  SignUp outcome = SignUp::sent;
  friend bool operator==(const SignUpReplied&, const SignUpReplied&) = default;
};

using Action =
    std::variant<Answer, Undo, AskConsent, GiveConsent, DeclineConsent, Delivered, DeliveryFailed,
                 TotalsArrived, ToggleImportant, SetFilter, Search, ShowAll, ToggleTools,
                 ToggleContents, GoToNext, CopyLink, LinkCopied, ToggleSummary, ToggleSharing,
                 MakePicture, PictureMade, ToggleMemory, MemoryFailed, ToggleDeletion,
                 DeleteAnswers, Recalled, Outdated, Superseded, ForgottenElsewhere, Started,
                 Connection, Subscribe, SignUpReplied>;

// The actions that a person can press, as the words a form carries: "agree:sone-1", "agree:" (the
// topic), "undo:sone-1", "ask:sone-1", "consent:yes", "consent:no", "important:sone-1",
// "filter:unanswered", "search:" (the words are in the field "q"), "tools:sone-1", "tools:" (the
// topic), "next:", "show:all", "next:sone-1", "summary:", "delete:ask", "delete:yes". Nothing for
// text that is none of these, and "" for an action that only a running program knows; the ids are
// checked by update.
[[nodiscard]] std::string to_text(const Action& action);
[[nodiscard]] std::optional<Action> action_from(std::string_view text);

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

[[nodiscard]] bool has_answers(const State& state);
[[nodiscard]] std::optional<opinion::Stance> stance_on(const State& state, const Target& target);

}  // namespace enig::app

// What can happen to the resident's program: what a person presses, and what the outside tells.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "app/state.h"
#include "base/error.h"
#include "base/ids.h"
#include "opinion/release.h"
#include "opinion/stance.h"

namespace enig::app {

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
// What the server wants computed before it takes the ballot takes its time.
struct WorkTakesLong {
  friend bool operator==(const WorkTakesLong&, const WorkTakesLong&) = default;
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
                 WorkTakesLong, TotalsArrived, ToggleImportant, SetFilter, Search, ShowAll,
                 ToggleTools, ToggleContents, GoToNext, CopyLink, LinkCopied, ToggleSummary,
                 ToggleSharing, MakePicture, PictureMade, ToggleMemory, MemoryFailed,
                 ToggleDeletion, DeleteAnswers, Recalled, Outdated, Superseded, ForgottenElsewhere,
                 Started, Connection, Subscribe, SignUpReplied>;

// The actions that a person can press, as the words a form carries: "agree:sone-1", "agree:" (the
// topic), "undo:sone-1", "ask:sone-1", "consent:yes", "consent:no", "important:sone-1",
// "filter:unanswered", "search:" (the words are in the field "q"), "tools:sone-1", "tools:" (the
// topic), "next:", "show:all", "next:sone-1", "summary:", "delete:ask", "delete:yes". Nothing for
// text that is none of these, and "" for an action that only a running program knows; the ids are
// checked by update.
[[nodiscard]] std::string to_text(const Action& action);
[[nodiscard]] std::optional<Action> action_from(std::string_view text);

}  // namespace enig::app

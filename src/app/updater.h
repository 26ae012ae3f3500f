// The rules of update.h, one function for each action. Used by update() alone; the functions are in
// update_answers.cpp (what is answered, and how it is sent), update_device.cpp (what is kept and
// deleted) and update_view.cpp (what is seen).
//
//     Updater updater(publication, std::move(state));
//     std::vector<Effect> effects = std::visit(updater, action);
//     return {updater.take(), std::move(effects)};
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "app/update.h"

namespace enig::app {

using Effects = std::vector<Effect>;

class Updater {
 public:
  Updater(const policy::Publication& publication, State state)
      : publication_(publication), state_(std::move(state)) {}

  Effects operator()(const Answer& action);
  Effects operator()(const Undo& action);
  Effects operator()(const AskConsent& action);
  Effects operator()(const GiveConsent& action);
  Effects operator()(const DeclineConsent& action);
  Effects operator()(const ToggleImportant& action);
  Effects operator()(const Delivered& action);
  Effects operator()(const DeliveryFailed& action);
  Effects operator()(const WorkTakesLong& action);
  Effects operator()(const TotalsArrived& action);
  Effects operator()(const Connection& action);

  Effects operator()(const ToggleMemory& action);
  Effects operator()(const MemoryFailed& action);
  Effects operator()(const ToggleDeletion& action);
  Effects operator()(const DeleteAnswers& action);
  Effects operator()(const Recalled& action);
  Effects operator()(const Outdated& action);
  Effects operator()(const Superseded& action);
  Effects operator()(const ForgottenElsewhere& action);
  Effects operator()(const Started& action);

  Effects operator()(const SetFilter& action);
  Effects operator()(const Search& action);
  Effects operator()(const ShowAll& action);
  Effects operator()(const ToggleTools& action);
  Effects operator()(const ToggleContents& action);
  Effects operator()(const GoToNext& action);
  Effects operator()(const CopyLink& action);
  Effects operator()(const LinkCopied& action);
  Effects operator()(const ToggleSummary& action);
  Effects operator()(const ToggleSharing& action);
  Effects operator()(const MakePicture& action);
  Effects operator()(const PictureMade& action);
  Effects operator()(const Subscribe& action);
  Effects operator()(const SignUpReplied& action);

  State take() { return std::move(state_); }

 private:
  [[nodiscard]] bool is_read_only() const { return publication_.mode == policy::Mode::read_only; }
  // Whether there is such a target, or such a point, in the policy.
  [[nodiscard]] bool exists(const Target& target) const;
  void say(Said said);

  // update_answers.cpp
  Effects change(const Target& target, std::optional<opinion::Stance> stance);
  Effects changed(const Target& target);
  void end_question(const Target& target);
  void ask_consent(const Target& target);
  void note_unsent(const Target& target);
  Effects send();
  Effects become_stale();
  [[nodiscard]] bool shows_other_numbers(const opinion::Release& next) const;

  // update_device.cpp
  void keep(Effects& effects) const;
  void clear_answers();

  const policy::Publication& publication_;
  State state_;
};

}  // namespace enig::app

#include <algorithm>
#include <array>

#include "app/action.h"

namespace enig::app {
namespace {

std::string target_text(const Target& target) { return target.point ? target.point->str() : ""; }

// In the order of Filter.
constexpr std::array<std::string_view, 4> filter_names = {"all", "unanswered", "agreed",
                                                          "disagreed"};

struct Writer {
  std::string operator()(const Answer& action) const {
    return std::string(opinion::to_text(action.stance)) + ":" + target_text(action.target);
  }
  std::string operator()(const Undo& action) const { return "undo:" + target_text(action.target); }
  std::string operator()(const AskConsent& action) const {
    return "ask:" + target_text(action.target);
  }
  std::string operator()(const GiveConsent&) const { return "consent:yes"; }
  std::string operator()(const DeclineConsent&) const { return "consent:no"; }
  std::string operator()(const ToggleImportant& action) const {
    return "important:" + action.point.str();
  }
  std::string operator()(const SetFilter& action) const {
    return "filter:" + std::string(filter_names[static_cast<std::size_t>(action.filter)]);
  }
  std::string operator()(const Search&) const { return "search:"; }
  std::string operator()(const ShowAll&) const { return "show:all"; }
  std::string operator()(const ToggleTools& action) const {
    return "tools:" + target_text(action.target);
  }
  std::string operator()(const GoToNext& action) const {
    return "next:" + target_text({action.after});
  }
  std::string operator()(const ToggleSummary&) const { return "summary:"; }
  std::string operator()(const ToggleDeletion&) const { return "delete:ask"; }
  std::string operator()(const DeleteAnswers&) const { return "delete:yes"; }
  // What only the outside reports is never pressed, and what only a running program can do is not
  // posted.
  template <class Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

std::optional<Action> filter_from(std::string_view name) {
  const auto found = std::ranges::find(filter_names, name);
  if (found == filter_names.end()) return std::nullopt;
  return SetFilter{static_cast<Filter>(found - filter_names.begin())};
}

// Actions whose words are known whole.
std::optional<Action> fixed_action_from(std::string_view text) {
  if (text == "consent:yes") return GiveConsent{};
  if (text == "consent:no") return DeclineConsent{};
  if (text == "search:") return Search{};
  if (text == "show:all") return ShowAll{};
  if (text == "summary:") return ToggleSummary{};
  if (text == "delete:ask") return ToggleDeletion{};
  if (text == "delete:yes") return DeleteAnswers{};
  return std::nullopt;
}

}  // namespace

std::string to_text(const Action& action) { return std::visit(Writer{}, action); }

std::optional<Action> action_from(std::string_view text) {
  if (auto fixed = fixed_action_from(text)) return fixed;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view verb = text.substr(0, colon);
  const std::string_view object = text.substr(colon + 1);
  if (verb == "filter") return filter_from(object);
  Target target;
  if (!object.empty()) {
    if (!is_well_formed_id(object)) return std::nullopt;
    target.point = PointId(object);
  }
  if (verb == "undo") return Undo{target};
  if (verb == "ask") return AskConsent{target};
  if (verb == "tools") return ToggleTools{target};
  if (verb == "next") return GoToNext{target.point};
  if (verb == "important" && target.point) return ToggleImportant{*target.point};
  if (const auto stance = opinion::stance_from(verb)) return Answer{target, *stance};
  return std::nullopt;
}

}  // namespace enig::app

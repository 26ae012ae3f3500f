#include "app/state.h"

namespace enig::app {
namespace {

std::string target_text(const Target& target) { return target.point ? target.point->str() : ""; }

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
  // What only the outside reports is never pressed.
  template <class Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

}  // namespace

std::string to_text(const Action& action) { return std::visit(Writer{}, action); }

std::optional<Action> action_from(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view verb = text.substr(0, colon);
  const std::string_view object = text.substr(colon + 1);
  if (verb == "consent") {
    if (object == "yes") return GiveConsent{};
    if (object == "no") return DeclineConsent{};
    return std::nullopt;
  }
  Target target;
  if (!object.empty()) {
    if (!is_well_formed_id(object)) return std::nullopt;
    target.point = PointId(object);
  }
  if (verb == "undo") return Undo{target};
  if (verb == "ask") return AskConsent{target};
  if (const auto stance = opinion::stance_from(verb)) return Answer{target, *stance};
  return std::nullopt;
}

}  // namespace enig::app

#include "app/update.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "app/updater.h"
#include "base/check.h"

namespace enig::app {
namespace {

// Asked at every press: without copying an id.
bool holds(const std::vector<policy::Point>& points, const PointId& id) {
  return std::ranges::any_of(points, [&](const policy::Point& point) {
    return point.id == id || holds(point.points, id);
  });
}

bool holds(const std::vector<policy::Section>& sections, const PointId& id) {
  return std::ranges::any_of(sections, [&](const policy::Section& section) {
    return holds(section.points, id) || holds(section.sections, id);
  });
}

}  // namespace

opinion::Ballot ballot_of(const policy::Publication& publication, const State& state) {
  ENIG_CHECK(state.consent == Consent::given);
  return {.policy = publication.policy.id,
          .revision = publication.policy.revision,
          .consent = opinion::Consented::yes,
          .topic = state.topic,
          .answers = state.answers,
          .important = state.important};
}

bool Updater::exists(const Target& target) const {
  return !target.point || holds(publication_.policy.sections, *target.point);
}

void Updater::say(Said said) {
  state_.said = said;
  ++state_.said_count;
}

namespace {

// What the surroundings tell of, unlike what a person presses.
template <class Action>
constexpr bool is_told =
    std::is_same_v<Action, Delivered> || std::is_same_v<Action, DeliveryFailed> ||
    std::is_same_v<Action, TotalsArrived> || std::is_same_v<Action, Connection> ||
    std::is_same_v<Action, Started> || std::is_same_v<Action, Recalled> ||
    std::is_same_v<Action, ForgottenElsewhere> || std::is_same_v<Action, MemoryFailed> ||
    std::is_same_v<Action, LinkCopied> || std::is_same_v<Action, PictureMade> ||
    std::is_same_v<Action, SignUpReplied> || std::is_same_v<Action, Outdated> ||
    std::is_same_v<Action, Superseded>;

}  // namespace

Step update(const policy::Publication& publication, State state, const Action& action) {
  const bool is_pressed =
      std::visit([]<class Each>(const Each&) { return !is_told<Each>; }, action);
  if (is_pressed) state.has_just_deleted = false;
  Updater updater(publication, std::move(state));
  Effects effects = std::visit(updater, action);
  return {updater.take(), std::move(effects)};
}

}  // namespace enig::app

#include <algorithm>
#include <utility>

#include "app/state.h"
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

bool has_answers(const State& state) { return state.topic.has_value() || !state.answers.empty(); }

std::optional<opinion::Stance> stance_on(const State& state, const Target& target) {
  if (!target.point) return state.topic;
  const auto found = state.answers.find(*target.point);
  return found == state.answers.end() ? std::nullopt : std::optional(found->second);
}

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

Step update(const policy::Publication& publication, State state, const Action& action) {
  Updater updater(publication, std::move(state));
  Effects effects = std::visit(updater, action);
  return {updater.take(), std::move(effects)};
}

}  // namespace enig::app

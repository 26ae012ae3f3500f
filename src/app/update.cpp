#include <algorithm>
#include <utility>

#include "app/state.h"
#include "app/updater.h"
#include "base/check.h"

namespace enig::app {

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
  if (!target.point) return true;
  const std::vector<PointId> ids = policy::point_ids(publication_.policy);
  return std::ranges::find(ids, *target.point) != ids.end();
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

#include "app/state.h"

namespace enig::app {

bool has_answers(const State& state) { return state.topic.has_value() || !state.answers.empty(); }

std::optional<opinion::Stance> stance_on(const State& state, const Target& target) {
  if (!target.point) return state.topic;
  const auto found = state.answers.find(*target.point);
  return found == state.answers.end() ? std::nullopt : std::optional(found->second);
}

bool waits(Delivery delivery) {
  return delivery == Delivery::waiting || delivery == Delivery::offline ||
         delivery == Delivery::failed || delivery == Delivery::working;
}

}  // namespace enig::app

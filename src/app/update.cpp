#include <algorithm>
#include <utility>

#include "app/state.h"
#include "base/check.h"

namespace enig::app {
namespace {

using policy::Mode;
using policy::Publication;

bool exists(const Publication& publication, const Target& target) {
  if (!target.point) return true;
  const std::vector<PointId> ids = policy::point_ids(publication.policy);
  return std::ranges::find(ids, *target.point) != ids.end();
}

void set_stance(State& state, const Target& target, std::optional<opinion::Stance> stance) {
  if (!target.point) {
    state.topic = stance;
  } else if (stance) {
    state.answers.insert_or_assign(*target.point, *stance);
  } else {
    state.answers.erase(*target.point);
  }
}

// What leaves the device after the answers have changed: nothing before consent.
std::vector<Effect> send(const Publication& publication, State& state) {
  if (publication.mode == Mode::read_only || state.consent != Consent::given) return {};
  // Answers to words that are no longer published are not sent.
  if (state.delivery == Delivery::stale) return {};
  if (has_answers(state)) {
    state.delivery = Delivery::waiting;
    state.has_been_sent = true;
    return {SendBallot{ballot_of(publication, state)}};
  }
  if (!state.has_been_sent) {
    state.delivery = Delivery::nothing_to_send;
    return {};
  }
  state.delivery = Delivery::waiting;
  return {WithdrawBallot{}};
}

// The first answer asks for consent in its own card; in a read-only copy there is nothing to ask
// for.
void ask_consent(const Publication& publication, State& state, const Target& target) {
  if (publication.mode == Mode::read_only || state.consent != Consent::unasked) return;
  state.consent = Consent::asked;
  state.consent_target = target;
}

class Updater {
 public:
  Updater(const Publication& publication, State state)
      : publication_(publication), state_(std::move(state)) {}

  std::vector<Effect> operator()(const Answer& action) {
    if (!exists(publication_, action.target)) return {};
    const bool again = stance_on(state_, action.target) == action.stance;
    return change(action.target, again ? std::nullopt : std::optional(action.stance));
  }

  std::vector<Effect> operator()(const Undo& action) {
    if (!exists(publication_, action.target)) return {};
    return change(action.target, std::nullopt);
  }

  std::vector<Effect> operator()(const AskConsent& action) {
    if (!exists(publication_, action.target)) return {};
    state_.last_target = action.target;
    // Who has not answered the question yet is asked where they are now.
    if (state_.consent == Consent::asked) state_.consent_target = action.target;
    ask_consent(publication_, state_, action.target);
    return {};
  }

  std::vector<Effect> operator()(const GiveConsent&) {
    if (publication_.mode == Mode::read_only) return {};
    state_.consent = Consent::given;
    return send(publication_, state_);
  }

  std::vector<Effect> operator()(const DeclineConsent&) {
    // Consent that has been given is taken back by withdrawing the ballot, not here.
    if (state_.consent != Consent::asked) return {};
    state_.consent = Consent::declined;
    return {};
  }

  std::vector<Effect> operator()(const Delivered&) {
    if (state_.delivery == Delivery::stale) {
      state_.has_been_sent = false;
      return {};
    }
    state_.delivery = Delivery::counted;
    if (!has_answers(state_)) {
      state_.delivery = Delivery::nothing_to_send;
      state_.has_been_sent = false;
    }
    return {FetchTotals{}};
  }

  std::vector<Effect> operator()(const DeliveryFailed& action) {
    if (action.fault == Fault::stale) return become_stale();
    if (state_.delivery == Delivery::stale) return {};
    const bool is_tried_again = action.fault == Fault::busy || action.fault == Fault::unavailable;
    state_.delivery = is_tried_again ? Delivery::failed : Delivery::refused;
    return {};
  }

  std::vector<Effect> operator()(const TotalsArrived& action) {
    const opinion::Release& release = action.release;
    const bool fits = release.policy == publication_.policy.id &&
                      release.points == policy::point_ids(publication_.policy) &&
                      release.sums.points.size() == release.points.size();
    const bool newer = !state_.release || release.number >= state_.release->number;
    if (fits && newer) state_.release = release;
    return {};
  }

  template <class Other>
  std::vector<Effect> operator()(const Other&) {
    return {};
  }

  State take() { return std::move(state_); }

 private:
  // The page must be loaded again, and forgets its ballot then. What it has had counted is
  // withdrawn first, or the same person would be counted twice.
  std::vector<Effect> become_stale() {
    const bool was_stale = state_.delivery == Delivery::stale;
    state_.delivery = Delivery::stale;
    if (was_stale || !state_.has_been_sent) return {};
    return {WithdrawBallot{}};
  }

  std::vector<Effect> change(const Target& target, std::optional<opinion::Stance> stance) {
    if (stance == stance_on(state_, target)) return {};
    set_stance(state_, target, stance);
    state_.last_target = target;
    if (stance) ask_consent(publication_, state_, target);
    return send(publication_, state_);
  }

  const Publication& publication_;
  State state_;
};

}  // namespace

bool has_answers(const State& state) { return state.topic.has_value() || !state.answers.empty(); }

std::optional<opinion::Stance> stance_on(const State& state, const Target& target) {
  if (!target.point) return state.topic;
  const auto found = state.answers.find(*target.point);
  return found == state.answers.end() ? std::nullopt : std::optional(found->second);
}

opinion::Ballot ballot_of(const Publication& publication, const State& state) {
  ENIG_CHECK(state.consent == Consent::given);
  return {.policy = publication.policy.id,
          .revision = publication.policy.revision,
          .consent = opinion::Consented::yes,
          .topic = state.topic,
          .answers = state.answers,
          .important = state.important};
}

Step update(const Publication& publication, State state, const Action& action) {
  Updater updater(publication, std::move(state));
  std::vector<Effect> effects = std::visit(updater, action);
  return {updater.take(), std::move(effects)};
}

}  // namespace enig::app

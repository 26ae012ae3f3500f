// What is kept on the device, taken back from it, and deleted.
#include "app/updater.h"

namespace enig::app {
namespace {

Memory kept_in(const State& state) { return state.memory == Memory::on ? Memory::on : Memory::off; }

}  // namespace

// After consent every change is kept. A page whose words are no longer published keeps nothing.
void Updater::keep(Effects& effects) const {
  if (is_read_only() || state_.consent != Consent::given) return;
  if (state_.delivery == Delivery::stale) return;
  effects.emplace_back(Keep{kept_in(state_)});
}

Effects Updater::operator()(const ToggleMemory&) {
  if (is_read_only() || state_.consent != Consent::given) return {};
  if (state_.memory == Memory::unavailable || state_.delivery == Delivery::stale) return {};
  if (state_.memory == Memory::on) {
    state_.memory = Memory::off;
    say(Said::forgotten);
    return {Forget{.what = Forgetting::device}};
  }
  state_.memory = Memory::on;
  say(Said::remembered);
  return {Keep{Memory::on}};
}

Effects Updater::operator()(const MemoryFailed&) {
  if (state_.memory != Memory::on) return {};
  state_.memory = Memory::failed;
  say(Said::not_remembered);
  return {};
}

Effects Updater::operator()(const ToggleDeletion&) {
  state_.deletion = state_.deletion == Deletion::asked ? Deletion::unasked : Deletion::asked;
  return {};
}

// As before the first answer. How far the withdrawal has come is still told.
void Updater::clear_answers() {
  const bool withdraws = state_.has_been_sent && !is_read_only();
  state_.topic.reset();
  state_.answers.clear();
  state_.important.clear();
  state_.answered_under.clear();
  state_.filter_keeps.clear();
  state_.consent = Consent::unasked;
  state_.consent_target.reset();
  state_.has_asked_first = false;
  state_.unsent.clear();
  state_.has_been_sent = false;
  state_.awaits_own_numbers = false;
  state_.summary = Summary::closed;
  state_.sharing = Sharing::unasked;
  state_.deletion = Deletion::unasked;
  if (state_.memory != Memory::unavailable) state_.memory = Memory::off;
  say(Said::deleted);
  state_.has_just_deleted = true;
  if (state_.delivery == Delivery::stale) return;
  state_.delivery = Delivery::nothing_to_send;
  if (withdraws) state_.delivery = state_.is_online ? Delivery::waiting : Delivery::offline;
}

Effects Updater::operator()(const DeleteAnswers&) {
  Effects effects;
  if (state_.has_been_sent && !is_read_only()) {
    effects.emplace_back(WithdrawBallot{Withdrawal::for_good});
  }
  effects.emplace_back(Forget{});
  clear_answers();
  return effects;
}

Effects Updater::operator()(const Outdated&) {
  if (!is_read_only() && !has_answers(state_)) state_.lost_answers = true;
  return {};
}

Effects Updater::operator()(const Superseded&) {
  if (is_read_only()) return {};
  state_.is_superseded = true;
  return become_stale();
}

Effects Updater::operator()(const ForgottenElsewhere& action) {
  if (action.how == Elsewhere::forgotten) {
    if (state_.memory == Memory::on) state_.memory = Memory::off;
    return {};
  }
  // A ballot of this tab may be under way and land after the other tab's withdrawal; withdrawing
  // twice does no harm.
  Effects effects;
  if (state_.has_been_sent && !is_read_only()) {
    effects.emplace_back(WithdrawBallot{Withdrawal::for_good});
  }
  // The device's is the other page's to take away: it may have been answered anew there.
  const bool is_deleted = action.how == Elsewhere::deleted;
  effects.emplace_back(Forget{is_deleted ? Forgetting::tab : Forgetting::own_words, Telling::no});
  clear_answers();
  return effects;
}

Effects Updater::operator()(const Recalled& action) {
  if (is_read_only() || state_.delivery == Delivery::stale) return {};
  state_.answered_topics = action.answered_topics;
  state_.answered_topics.erase(publication_.policy.id);
  if (action.memory == Memory::on) state_.memory = Memory::on;

  const policy::PointIndex points(publication_.policy);
  std::map<PointId, opinion::Stance> answers = action.answers;
  std::set<PointId> important = action.important;
  std::erase_if(answers, [&](const auto& entry) { return !points.find(entry.first); });
  std::erase_if(important, [&](const PointId& id) { return !points.find(id); });
  const bool had_consent = state_.consent == Consent::given;
  const bool is_known = had_consent && state_.topic == action.topic && state_.answers == answers &&
                        state_.important == important;
  if (is_known && !action.is_unsent) return {};

  state_.unsent = action.unsent;
  std::erase_if(state_.unsent, [&](const Target& target) { return !exists(target); });
  state_.topic = action.topic;
  state_.answers = std::move(answers);
  state_.important = std::move(important);
  state_.consent = Consent::given;
  state_.consent_target.reset();
  state_.has_been_sent = true;
  Effects effects;
  // What waited here was another ballot under the same id: it must not land after this one.
  if (action.is_unsent || waits(state_.delivery)) {
    effects = send();
  } else {
    state_.delivery = has_answers(state_) ? Delivery::counted : Delivery::nothing_to_send;
  }
  // The device has it already; writing it again would wake the other tabs again.
  effects.emplace_back(Keep{Memory::off});
  if (!had_consent) effects.emplace_back(KeepPage{});
  return effects;
}

Effects Updater::operator()(const Started& action) {
  state_.abilities = action.abilities;
  if (!action.abilities.memory) {
    state_.memory = Memory::unavailable;
  } else if (state_.memory == Memory::unavailable) {
    state_.memory = Memory::off;
  }
  return {};
}

}  // namespace enig::app

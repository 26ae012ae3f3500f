// What is answered, whether that may leave the device, and how far it has come.
#include <algorithm>

#include "app/updater.h"

namespace enig::app {
namespace {

bool is_under_way(Delivery delivery) {
  return delivery == Delivery::waiting || delivery == Delivery::failed ||
         delivery == Delivery::working;
}

bool says_something(const State& state, const Target& target) {
  return stance_on(state, target) || (target.point && state.important.contains(*target.point));
}

}  // namespace

Effects Updater::operator()(const Answer& action) {
  if (!exists(action.target)) return {};
  const bool again = stance_on(state_, action.target) == action.stance;
  return change(action.target, again ? std::nullopt : std::optional(action.stance));
}

Effects Updater::operator()(const Undo& action) {
  if (!exists(action.target)) return {};
  // Whoever takes an answer back takes back all that was said of the point.
  if (action.target.point && stance_on(state_, action.target)) {
    state_.important.erase(*action.target.point);
  }
  return change(action.target, std::nullopt);
}

Effects Updater::change(const Target& target, std::optional<opinion::Stance> stance) {
  if (stance == stance_on(state_, target)) return {};
  if (!target.point) {
    state_.topic = stance;
  } else if (stance) {
    state_.answers.insert_or_assign(*target.point, *stance);
  } else {
    state_.answers.erase(*target.point);
  }
  // What has just been pressed does not vanish under the finger.
  if (target.point && state_.filter != Filter::all) state_.filter_keeps.insert(*target.point);
  state_.answered_under.erase(target);
  if (stance && state_.release) {
    state_.answered_under.insert_or_assign(target, state_.release->number);
  }
  if (stance) {
    ask_consent(target);
  } else {
    end_question(target);
  }
  return changed(target);
}

// Nothing is said in the card that asks for consent any more: the question goes where something
// is, or away.
void Updater::end_question(const Target& target) {
  if (state_.consent != Consent::asked || state_.consent_target != target) return;
  if (says_something(state_, target)) return;
  state_.consent_target.reset();
  for (const PointId& point : policy::point_ids(publication_.policy)) {
    if (!state_.consent_target && says_something(state_, {point})) state_.consent_target = {point};
  }
  if (!state_.consent_target && state_.topic) state_.consent_target = whole_topic;
  if (!state_.consent_target) state_.consent = Consent::unasked;
}

Effects Updater::operator()(const ToggleImportant& action) {
  const Target target{action.point};
  if (!exists(target)) return {};
  if (state_.important.erase(action.point) > 0) {
    say(Said::not_important);
    end_question(target);
  } else {
    state_.important.insert(action.point);
    say(Said::important);
    ask_consent(target);
  }
  return changed(target);
}

Effects Updater::changed(const Target& target) {
  state_.lost_answers = false;
  state_.has_asked_first = false;
  // The answer that consent was asked for has been given: should it be taken back, nothing is
  // asked.
  if (state_.consent == Consent::given) state_.consent_target.reset();
  if (state_.consent == Consent::given || state_.delivery == Delivery::stale) note_unsent(target);
  Effects effects = send();
  keep(effects);
  return effects;
}

void Updater::note_unsent(const Target& target) {
  if (!is_read_only()) state_.unsent.insert(target);
}

// The first answer asks for consent in its own card; in a read-only copy there is nothing to ask
// for.
void Updater::ask_consent(const Target& target) {
  if (is_read_only() || state_.consent != Consent::unasked) return;
  if (state_.delivery == Delivery::stale) return;  // nothing will be counted
  state_.consent = Consent::asked;
  state_.consent_target = target;
}

Effects Updater::operator()(const AskConsent& action) {
  if (!exists(action.target)) return {};
  // Who has not answered the question yet is asked where they are now; who has declined reads there
  // what follows from it, and is not asked once more.
  const bool has_declined = state_.consent == Consent::declined;
  if (has_declined || state_.consent == Consent::asked) state_.consent_target = action.target;
  ask_consent(action.target);
  state_.has_asked_first = has_declined || state_.consent == Consent::asked;
  return {};
}

Effects Updater::operator()(const GiveConsent&) {
  if (is_read_only() || state_.consent == Consent::given) return {};
  state_.consent = Consent::given;
  if (state_.delivery == Delivery::stale) return {};
  if (state_.topic) note_unsent(whole_topic);
  for (const auto& [point, stance] : state_.answers) note_unsent({point});
  Effects effects = send();
  keep(effects);
  effects.emplace_back(KeepPage{});
  return effects;
}

Effects Updater::operator()(const DeclineConsent&) {
  // Consent that has been given is taken back by deleting the answers, not here.
  if (state_.consent != Consent::asked) return {};
  state_.consent = Consent::declined;
  return {};
}

// What leaves the device after the answers have changed: nothing before consent.
Effects Updater::send() {
  if (is_read_only() || state_.consent != Consent::given) return {};
  // Answers to words that are no longer published are not sent.
  if (state_.delivery == Delivery::stale) return {};
  if (!has_answers(state_) && !state_.has_been_sent) {
    state_.unsent.clear();
    state_.delivery = Delivery::nothing_to_send;
    return {};
  }
  const bool is_told = state_.delivery == Delivery::offline;
  state_.delivery = state_.is_online ? Delivery::waiting : Delivery::offline;
  if (!has_answers(state_)) return {WithdrawBallot{}};
  if (!state_.is_online && !is_told) say(Said::delivery);
  state_.has_been_sent = true;
  return {SendBallot{ballot_of(publication_, state_)}};
}

Effects Updater::operator()(const Delivered&) {
  if (state_.delivery == Delivery::stale) {
    state_.has_been_sent = false;
    return {};
  }
  state_.unsent.clear();
  if (state_.consent == Consent::given && has_answers(state_)) {
    state_.delivery = Delivery::counted;
    state_.awaits_own_numbers = true;
    say(Said::counted);
  } else {
    state_.delivery = Delivery::nothing_to_send;
    state_.has_been_sent = false;
  }
  Effects effects;
  if (publication_.site.show != policy::Show::closed) effects.emplace_back(FetchTotals{});
  // What is kept says whether it has arrived.
  keep(effects);
  return effects;
}

Effects Updater::operator()(const DeliveryFailed& action) {
  if (action.fault == Fault::stale) return become_stale();
  if (state_.delivery == Delivery::stale) return {};
  const bool is_tried_again = action.fault == Fault::busy || action.fault == Fault::unavailable;
  const Delivery waits = state_.is_online ? Delivery::failed : Delivery::offline;
  const Delivery next = is_tried_again ? waits : Delivery::refused;
  // A failure that goes on is told of once.
  if (next != state_.delivery) say(Said::delivery);
  state_.delivery = next;
  return {};
}

Effects Updater::operator()(const WorkTakesLong&) {
  if (!is_under_way(state_.delivery) || !state_.is_online) return {};
  state_.delivery = Delivery::working;
  say(Said::delivery);
  return {};
}

// The page must be loaded again. What it has counted was an answer to other words, and the next
// page counts under another id: so it is withdrawn, or the same person would be counted twice. What
// is kept stays for the next page to find; it says then what has become of it.
Effects Updater::become_stale() {
  if (state_.delivery == Delivery::stale) return {};
  state_.delivery = Delivery::stale;
  say(Said::delivery);
  if (!state_.has_been_sent) return {};
  return {WithdrawBallot{Withdrawal::for_good}};
}

Effects Updater::operator()(const TotalsArrived& action) {
  const opinion::Release& release = action.release;
  const bool fits = release.policy == publication_.policy.id &&
                    release.points == policy::point_ids(publication_.policy) &&
                    release.sums.points.size() == release.points.size();
  const bool newer = !state_.release || release.number >= state_.release->number;
  if (!fits || !newer) return {};
  // That the own answer is counted is said; the numbers move with it, and that is not.
  const bool is_own = state_.awaits_own_numbers || state_.delivery == Delivery::waiting;
  if (!is_own && shows_other_numbers(release)) say(Said::new_totals);
  state_.awaits_own_numbers = false;
  state_.release = release;
  return {};
}

// Whether a number changes that the person sees beside an own answer. Both releases have the
// policy's points, in its order.
bool Updater::shows_other_numbers(const opinion::Release& next) const {
  if (publication_.site.show == policy::Show::closed) return false;
  const opinion::Sums* const before = state_.release ? &state_.release->sums : nullptr;
  if (before && before->points.size() != next.points.size()) return true;
  if (state_.topic && (before ? before->topic : opinion::Counts{}) != next.sums.topic) return true;
  for (std::size_t i = 0; i < next.points.size(); ++i) {
    if (!state_.answers.contains(next.points[i])) continue;
    const opinion::Counts now = before ? before->points[i].stances : opinion::Counts{};
    if (now != next.sums.points[i].stances) return true;
  }
  return false;
}

Effects Updater::operator()(const Connection& action) {
  state_.is_online = action.network == Network::online;
  if (!state_.is_online && is_under_way(state_.delivery)) {
    state_.delivery = Delivery::offline;
    say(Said::delivery);
  }
  // The outbox has been woken by the same news.
  if (state_.is_online && state_.delivery == Delivery::offline) {
    state_.delivery = Delivery::waiting;
  }
  return {};
}

}  // namespace enig::app

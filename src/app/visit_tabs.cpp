// What a page takes over from the person's other pages: what the device and the tab have kept, and
// what other tabs tell.
#include <algorithm>
#include <utility>

#include "app/visit.h"

namespace enig::app {
namespace {

Memory memory_of(Heard heard) { return heard == Heard::kept_on_device ? Memory::on : Memory::off; }

bool is_empty(const opinion::Ballot& ballot) { return !ballot.topic && ballot.answers.empty(); }

std::set<Target> targets(const std::set<std::optional<PointId>>& points) {
  std::set<Target> found;
  for (const std::optional<PointId>& point : points) found.insert({point});
  return found;
}

}  // namespace

Orders Visit::hear(const Message& message) {
  Orders orders;
  if (is_read_only()) return orders;
  // These two are pressed, and meant for every page of the topic.
  if (message.heard == Heard::forgotten || message.heard == Heard::deleted) {
    const bool is_deleted = message.heard == Heard::deleted;
    return act(ForgottenElsewhere{is_deleted ? Elsewhere::deleted : Elsewhere::forgotten});
  }
  if (message.revision != revision()) {
    if (older_.contains(message.revision)) return orders;
    met_.insert(message.revision);
    ask(orders);
  } else if (message.heard == Heard::asked) {
    is_due_ = true;
    keep_up(orders);
  } else if (message.kept && message.kept->ballot.revision == revision()) {
    // What has been answered after a deletion is not joined with what was deleted.
    if (is_in_doubt() && message.kept->id != outbox_.id()) {
      unheard_.push_back(message);
    } else {
      overtake(*message.kept, memory_of(message.heard), orders);
    }
  }
  return orders;
}

Orders Visit::returned(InTab own) {
  Orders orders;
  if (is_read_only()) return orders;
  if (has_met_others()) ask(orders);
  if (own == InTab::gone) {
    do_act(ForgottenElsewhere{Elsewhere::dropped}, By::page, orders);
    return orders;
  }
  const std::vector<Found> found = own_found();
  if (state_.memory == Memory::on && (found.empty() || found.front().memory != Memory::on)) {
    do_act(ForgottenElsewhere{Elsewhere::forgotten}, By::page, orders);
  }
  const std::vector<opinion::BallotId> deleted = shelf_.deleted();
  if (outbox_.id() && std::ranges::find(deleted, *outbox_.id()) != deleted.end()) {
    do_act(ForgottenElsewhere{Elsewhere::deleted}, By::page, orders);
  }
  begin_doubt(Came::back, orders);
  for (const Found& each : found) {
    if (is_in_doubt() && each.kept.id != outbox_.id()) continue;
    overtake(each.kept, each.memory, orders);
  }
  return orders;
}

// Whether another page has deleted this ballot: the device tells where it keeps the answers, and
// else the server does, if it has had the ballot.
void Visit::begin_doubt(Came came, Orders& orders) {
  if (state_.consent != Consent::given || state_.delivery == Delivery::stale) return;
  if (!has_answers(state_) || !outbox_.id() || !outbox_.has_arrived()) return;
  const bool is_on_device = std::ranges::any_of(shelf_.found(), [&](const Found& found) {
    return found.memory == Memory::on && found.kept.id == outbox_.id();
  });
  if (is_on_device) return;
  doubted_ = came;
  add(outbox_.begin_doubt(), orders);
}

// Whatever ended the doubt. That the ballot is gone may also mean that a page of newer words has
// withdrawn it: told() knows.
void Visit::learn(Orders& orders) {
  if (outbox_.doubt() == Doubt::gone) ask(orders);
  if (outbox_.doubt() == Doubt::none) end_doubt(orders);
}

void Visit::end_doubt(Orders& orders) {
  const std::optional<Came> came = std::exchange(doubted_, std::nullopt);
  const std::vector<Message> messages = std::exchange(unheard_, {});
  if (!came || state_.delivery == Delivery::stale) return;
  for (const Found& found : own_found()) {
    const opinion::KeptBallot& kept = found.kept;
    if (kept.id == outbox_.id() || (kept.id && done_with_.contains(*kept.id))) continue;
    if (*came == Came::loaded) {
      merge(kept, found.memory, orders);
    } else {
      overtake(kept, found.memory, orders);
    }
  }
  for (const Message& message : messages) {
    overtake(*message.kept, memory_of(message.heard), orders);
  }
}

void Visit::recall(const Found& found, Orders& orders) {
  const opinion::KeptBallot& kept = found.kept;
  if (!kept.id || kept.id != outbox_.id()) return merge(kept, found.memory, orders);
  // The page itself came as the reply to a post, and knows more.
  outbox_.set_arrived(kept.has_arrived);
  turn_ = kept.turn + 1;
  const Recalled recalled{.memory = found.memory,
                          .topic = state_.topic,
                          .answers = state_.answers,
                          .important = state_.important,
                          .answered_topics = shelf_.other_topics(),
                          .is_unsent = kept.is_unsent,
                          .unsent = targets(kept.unsent)};
  do_act(recalled, By::page, orders);
}

// Takes over what another tab has kept, where it is newer than what is here.
void Visit::overtake(const opinion::KeptBallot& kept, Memory memory, Orders& orders) {
  // Who has declined here, or reads words of yesterday, is not spoken for by another tab.
  if (state_.consent == Consent::declined || state_.delivery == Delivery::stale) return;
  // Told before that tab has heard that it is deleted.
  if (kept.id && done_with_.contains(*kept.id)) return;
  // Two ballots of one person: that with the lower id is the one that stays. Of one ballot, what
  // has been overtaken on its way here is told so.
  const std::optional<opinion::BallotId> own = outbox_.id();
  const bool are_two = own && kept.id && own != kept.id;
  const bool is_news =
      state_.consent != Consent::given || (are_two ? *kept.id < *own : kept.turn > turn_);
  if (!is_news) {
    if (!are_two && kept.turn == turn_ && kept.has_arrived) outbox_.set_arrived(true);
    if (are_two || kept.turn < turn_) is_due_ = true;
    if (!are_two && kept.turn < turn_ && !kept.is_unsent && !is_same(kept)) send_again(orders);
    if (!are_two && kept.turn == turn_ && !is_same(kept)) return join(kept, memory, orders);
    if (!are_two && kept.turn == turn_ && !kept.is_unsent) another_sends_ = false;
    return keep_up(orders);
  }
  opinion::KeptBallot taken = kept;
  taken.is_unsent = false;  // that tab sends it
  taken.unsent.clear();
  telling_ = is_ahead_of(kept) ? Telling::yes : Telling::no;
  another_sends_ = kept.is_unsent;
  merge(taken, memory, orders);
  keep_up(orders);
  telling_ = Telling::yes;
}

bool Visit::is_same(const opinion::KeptBallot& kept) const {
  return kept.ballot.topic == state_.topic && kept.ballot.answers == state_.answers &&
         kept.ballot.important == state_.important;
}

// The other tab has sent an older turn, perhaps after this one's: the newest comes last.
void Visit::send_again(Orders& orders) {
  const Recalled own{.memory = state_.memory,
                     .topic = state_.topic,
                     .answers = state_.answers,
                     .important = state_.important,
                     .answered_topics = state_.answered_topics,
                     .is_unsent = true,
                     .unsent = state_.unsent};
  do_act(own, By::page, orders);
}

// Two tabs were pressed at the same turn: both make the same of it, with the answers of both. Where
// they contradict each other one of them wins, whichever tab it is that looks.
void Visit::join(const opinion::KeptBallot& kept, Memory memory, Orders& orders) {
  opinion::KeptBallot both = kept;
  if (state_.topic) both.ballot.topic = std::max(kept.ballot.topic, state_.topic);
  for (const auto& [point, stance] : state_.answers) {
    opinion::Stance& joined = both.ballot.answers.try_emplace(point, stance).first->second;
    joined = std::max(joined, stance);
  }
  both.ballot.important.insert(state_.important.begin(), state_.important.end());
  both.turn = turn_ + 1;
  both.is_unsent = true;
  for (const Target& target : state_.unsent) both.unsent.insert(target.point);
  merge(both, memory, orders);
  keep_up(orders);
}

// True where this page has answers that what is kept does not know of.
bool Visit::is_ahead_of(const opinion::KeptBallot& kept) const {
  const bool is_other = outbox_.id() && outbox_.id() != kept.id;
  return (is_other || state_.consent != Consent::given) && has_answers(state_);
}

// Takes over what has been kept. What was answered here and not there is answered still: one person
// is one ballot.
void Visit::merge(const opinion::KeptBallot& kept, Memory memory, Orders& orders) {
  const bool is_other = outbox_.id() && kept.id && outbox_.id() != kept.id;
  Recalled recalled{.memory = memory,
                    .topic = kept.ballot.topic,
                    .answers = kept.ballot.answers,
                    .important = kept.ballot.important,
                    .answered_topics = shelf_.other_topics(),
                    .is_unsent = kept.is_unsent,
                    .unsent = targets(kept.unsent)};
  turn_ = std::max(turn_, kept.turn);
  if (is_ahead_of(kept)) {
    ++turn_;
    if (state_.topic) {
      recalled.topic = state_.topic;
      recalled.unsent.insert(whole_topic);
    }
    for (const auto& [point, stance] : state_.answers) {
      recalled.answers.insert_or_assign(point, stance);
      recalled.unsent.insert({point});
    }
    recalled.important.insert(state_.important.begin(), state_.important.end());
    recalled.is_unsent = true;
  }
  if (is_other) take(WithdrawBallot{Withdrawal::for_good}, orders);
  if (kept.id) {
    const bool had_arrived = !is_other && outbox_.has_arrived();
    outbox_.go_on_with(*kept.id);
    outbox_.set_arrived((had_arrived || kept.has_arrived) && !is_empty(kept.ballot));
  }
  do_act(recalled, By::page, orders);
}

}  // namespace enig::app

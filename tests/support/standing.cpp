#include "tests/support/standing.h"

#include <algorithm>

#include "app/shown.h"

namespace enig::support {
namespace {

using app::may_show;
using app::ReleasedCounts;
using app::stance_on;
using app::State;
using app::Target;
using opinion::Majority;
using opinion::Stance;

std::optional<Majority> majority_of(const policy::Publication& publication, const State& state,
                                    const Target& target, ReleasedCounts& released) {
  if (!may_show(publication, state, target)) return std::nullopt;
  const opinion::Counts* const counts = released.of(target);
  if (counts == nullptr || counts->answers() == 0) return std::nullopt;
  return opinion::majority(*counts);
}

Beside beside(Stance own, const std::optional<Majority>& majority) {
  if (!majority) return Beside::withheld;
  if (*majority == Majority::none) return Beside::no_majority;
  if (own == Stance::unsure) return Beside::unsure;
  return (own == Stance::agree) == (*majority == Majority::agree) ? Beside::with : Beside::against;
}

void count(OwnNumbers& numbers, Stance own, Beside beside) {
  ++(own == Stance::agree      ? numbers.agree
     : own == Stance::disagree ? numbers.disagree
                               : numbers.unsure);
  switch (beside) {
    case Beside::unanswered:
      return;
    case Beside::withheld:
      ++numbers.withheld;
      return;
    case Beside::no_majority:
      ++numbers.no_majority;
      return;
    case Beside::with:
      ++numbers.with;
      return;
    case Beside::against:
      ++numbers.against;
      return;
    case Beside::unsure:
      ++numbers.beside_unsure;
      return;
  }
}

void add(OwnNumbers& sum, const OwnNumbers& part) {
  sum.points += part.points;
  sum.agree += part.agree;
  sum.disagree += part.disagree;
  sum.unsure += part.unsure;
  sum.withheld += part.withheld;
  sum.no_majority += part.no_majority;
  sum.with += part.with;
  sum.against += part.against;
  sum.beside_unsure += part.beside_unsure;
}

// Goes through the policy in document order.
class Walk {
 public:
  Walk(const policy::Publication& publication, const State& state)
      : publication_(publication), state_(state), released_(state.release) {}

  OwnNumbers section(const policy::Section& section, int level) {
    const std::size_t place = standing.sections.size();
    standing.sections.push_back({section.id, level, {}});
    OwnNumbers numbers;
    points(section.points, numbers);
    for (const policy::Section& below : section.sections) {
      add(numbers, this->section(below, level + 1));
    }
    standing.sections[place].numbers = numbers;
    return numbers;
  }

  Standing standing;

 private:
  void points(const std::vector<policy::Point>& list, OwnNumbers& numbers) {
    for (const policy::Point& point : list) {
      ++numbers.points;
      const Target target{point.id};
      if (const auto own = stance_on(state_, target)) {
        count(numbers, *own, beside(*own, majority_of(publication_, state_, target, released_)));
      }
      points(point.points, numbers);
    }
  }

  const policy::Publication& publication_;
  const State& state_;
  ReleasedCounts released_;
};

}  // namespace

std::optional<Majority> shown_majority(const policy::Publication& publication, const State& state,
                                       const Target& target) {
  ReleasedCounts released(state.release);
  return majority_of(publication, state, target, released);
}

Beside beside_majority(const policy::Publication& publication, const State& state,
                       const Target& target) {
  const auto own = stance_on(state, target);
  if (!own) return Beside::unanswered;
  return beside(*own, shown_majority(publication, state, target));
}

OwnNumbers Standing::of(const SectionId& id) const {
  const auto found = std::ranges::find(sections, id, &SectionStanding::id);
  return found == sections.end() ? OwnNumbers{} : found->numbers;
}

Standing standing_of(const policy::Publication& publication, const State& state) {
  Walk walk(publication, state);
  for (const policy::Section& section : publication.policy.sections) {
    add(walk.standing.all, walk.section(section, 1));
  }
  return std::move(walk.standing);
}

}  // namespace enig::support

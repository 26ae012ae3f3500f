// A person at a page, for tests of the program's rules.
//
//     Person person;
//     const auto effects = person.does(Answer{sone, Stance::agree});
//     CHECK(person.state.consent == Consent::asked);
#pragma once

#include <utility>
#include <vector>

#include "app/update.h"
#include "tests/support/publications.h"

namespace enig::app {

inline const Target sone{PointId("sone-1")};
inline const Target skole{PointId("skole")};

// Keeps the state, and gives back what would have left the program.
class Person {
 public:
  explicit Person(policy::Mode mode = policy::Mode::counted)
      : Person(support::small_publication(), mode) {}
  explicit Person(policy::Publication publication, policy::Mode mode = policy::Mode::counted)
      : publication_(std::move(publication)) {
    publication_.mode = mode;
    state.language = "nb";
  }

  std::vector<Effect> does(const Action& action) {
    Step step = update(publication_, state, action);
    state = std::move(step.state);
    return step.effects;
  }

  // Answers a point and says yes to being counted; the server has the ballot.
  void is_counted() {
    does(Answer{sone, opinion::Stance::agree});
    does(GiveConsent{});
    does(Delivered{});
  }

  [[nodiscard]] const policy::Publication& publication() const { return publication_; }
  policy::Publication& publication() { return publication_; }

  State state;

 private:
  policy::Publication publication_;
};

[[nodiscard]] inline opinion::Release release_of(const policy::Publication& publication,
                                                 std::int64_t number) {
  opinion::Release release{.policy = publication.policy.id,
                           .revision = publication.policy.revision,
                           .number = number,
                           .released_at = {},
                           .points = policy::point_ids(publication.policy),
                           .sums = {}};
  release.sums.points.resize(release.points.size());
  return release;
}

template <class Wanted>
[[nodiscard]] bool has(const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    if (std::holds_alternative<Wanted>(effect)) return true;
  }
  return false;
}

}  // namespace enig::app

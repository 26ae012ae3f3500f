// The person's own answers, counted, and where they stand beside those of the majority:
// counted apart from the page, for tests to hold what it adds up against.
//
//     const Standing mine = standing_of(publication, state);
//     mine.all.agree, mine.all.answered(), mine.all.points;   // "enig i 34 av 41", of 69
//     mine.of(section.id).against;
//
// A majority is opinion/majority.h's, of numbers that the person is shown.
#pragma once

#include <vector>

#include "app/state.h"
#include "base/ids.h"
#include "opinion/majority.h"
#include "policy/publication.h"

namespace enig::support {

// Where one answer stands.
enum class Beside {
  unanswered,
  withheld,     // no numbers are shown, or nobody's
  no_majority,  // neither agree nor disagree is what most say
  with,
  against,
  unsure,  // there is a majority, and the person is unsure
};

[[nodiscard]] Beside beside_majority(const policy::Publication& publication,
                                     const app::State& state, const app::Target& target);

// What the majority says of the target, of numbers that may be shown; nothing where there are none.
[[nodiscard]] std::optional<opinion::Majority> shown_majority(
    const policy::Publication& publication, const app::State& state, const app::Target& target);

// Over points; the topic's own question is none of them.
struct OwnNumbers {
  int points = 0;  // there are
  int agree = 0;
  int disagree = 0;
  int unsure = 0;
  // The answered ones again, as Beside has them.
  int withheld = 0;
  int no_majority = 0;
  int with = 0;
  int against = 0;
  int beside_unsure = 0;

  [[nodiscard]] int answered() const { return agree + disagree + unsure; }
  friend bool operator==(const OwnNumbers&, const OwnNumbers&) = default;
};

struct SectionStanding {
  SectionId id;
  int level = 1;       // 1 is not in another section
  OwnNumbers numbers;  // of all points in it, also those in sections in it
  friend bool operator==(const SectionStanding&, const SectionStanding&) = default;
};

struct Standing {
  OwnNumbers all;
  std::vector<SectionStanding> sections;  // every one, in document order

  // No points, where there is no such section.
  [[nodiscard]] OwnNumbers of(const SectionId& id) const;
  friend bool operator==(const Standing&, const Standing&) = default;
};

[[nodiscard]] Standing standing_of(const policy::Publication& publication, const app::State& state);

}  // namespace enig::support

#include "opinion/tally.h"

#include "base/check.h"

namespace enig::opinion {
namespace {

// +1 puts a sheet in, -1 takes it out; a count below zero is a mistake of ours.
enum class Direction : std::int64_t { in = 1, out = -1 };

void move(std::int64_t& count, Direction direction) {
  count += static_cast<std::int64_t>(direction);
  ENIG_CHECK(count >= 0);
}

void move(Counts& counts, Stance stance, Direction direction) {
  switch (stance) {
    case Stance::agree:
      return move(counts.agree, direction);
    case Stance::disagree:
      return move(counts.disagree, direction);
    case Stance::unsure:
      return move(counts.unsure, direction);
  }
}

void move(Sums& sums, const Sheet& sheet, Direction direction) {
  ENIG_CHECK(sheet.marks.size() == sums.points.size());
  // Step 2: a sheet without any answer is no ballot.
  if (is_empty(sheet)) return;
  // Step 3a: one ballot more, or one less.
  move(sums.ballots, direction);
  // Step 3b: the answer to the topic, if there is one.
  if (sheet.topic) move(sums.topic, *sheet.topic, direction);
  // Step 3c: each point's answer and mark; what was left out counts nowhere.
  for (std::size_t i = 0; i < sheet.marks.size(); ++i) {
    const Mark& mark = sheet.marks[i];
    if (mark.stance) move(sums.points[i].stances, *mark.stance, direction);
    if (mark.important) move(sums.points[i].important, direction);
  }
}

}  // namespace

Tally::Tally(std::size_t point_count) { sums_.points.resize(point_count); }

void Tally::replace(const std::optional<Sheet>& before, const std::optional<Sheet>& after) {
  if (before) move(sums_, *before, Direction::out);
  if (after) move(sums_, *after, Direction::in);
}

}  // namespace enig::opinion

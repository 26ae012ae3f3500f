#include "opinion/tally.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

using namespace enig::opinion;

namespace {

Sheet sheet_of(std::optional<Stance> topic, std::vector<Mark> marks) {
  return {topic, std::move(marks)};
}

}  // namespace

TEST_CASE("a new ballot counts once, and only where it says something") {
  Tally tally(3);
  tally.replace(std::nullopt,
                sheet_of(Stance::agree, {{Stance::agree, true}, {}, {Stance::unsure, false}}));
  CHECK(tally.sums() == Sums{.ballots = 1,
                             .topic = {.agree = 1, .disagree = 0, .unsure = 0},
                             .points = {{{1, 0, 0}, 1}, {{0, 0, 0}, 0}, {{0, 0, 1}, 0}}});
}

TEST_CASE("a repeated ballot counts once") {
  Tally tally(1);
  const Sheet sheet = sheet_of(std::nullopt, {{Stance::agree, false}});
  tally.replace(std::nullopt, sheet);
  tally.replace(sheet, sheet);
  CHECK(tally.sums() == Sums{.ballots = 1, .topic = {}, .points = {{{1, 0, 0}, 0}}});
}

TEST_CASE("a changed ballot takes its old answers with it") {
  Tally tally(2);
  const Sheet before = sheet_of(Stance::agree, {{Stance::agree, true}, {Stance::agree, false}});
  const Sheet after = sheet_of(Stance::disagree, {{Stance::disagree, false}, {}});
  tally.replace(std::nullopt, before);
  tally.replace(before, after);
  CHECK(tally.sums() ==
        Sums{.ballots = 1, .topic = {0, 1, 0}, .points = {{{0, 1, 0}, 0}, {{0, 0, 0}, 0}}});
}

TEST_CASE("a withdrawn ballot leaves nothing behind") {
  Tally tally(1);
  const Sheet sheet = sheet_of(Stance::unsure, {{Stance::disagree, true}});
  tally.replace(std::nullopt, sheet);
  tally.replace(sheet, std::nullopt);
  CHECK(tally.sums() == Tally(1).sums());
}

TEST_CASE("a ballot without any answer is not counted") {
  Tally tally(1);
  const Sheet empty = sheet_of(std::nullopt, {{std::nullopt, true}});
  tally.replace(std::nullopt, empty);
  CHECK(tally.sums() == Tally(1).sums());
  tally.replace(empty, std::nullopt);
  CHECK(tally.sums() == Tally(1).sums());
}

TEST_CASE("any history of replacements equals counting the last sheets alone") {
  std::mt19937 random(20261123);  // the same on every run
  constexpr std::size_t points = 5;
  constexpr std::size_t people = 40;
  const auto draw_sheet = [&]() -> std::optional<Sheet> {
    if (random() % 8 == 0) return std::nullopt;
    Sheet sheet{.topic = std::nullopt, .marks = std::vector<Mark>(points)};
    for (Mark& mark : sheet.marks) {
      const auto drawn = random() % 4;
      if (drawn < 3) mark.stance = static_cast<Stance>(drawn);
      mark.important = random() % 3 == 0;
    }
    if (random() % 2 == 0) sheet.topic = static_cast<Stance>(random() % 3);
    return sheet;
  };
  std::vector<std::optional<Sheet>> last(people);
  Tally running(points);
  for (int step = 0; step < 2'000; ++step) {
    const std::size_t person = random() % people;
    std::optional<Sheet> next = draw_sheet();
    running.replace(last[person], next);
    last[person] = std::move(next);
  }
  Tally fresh(points);
  for (const auto& sheet : last) fresh.replace(std::nullopt, sheet);
  CHECK(running.sums() == fresh.sums());
}

#include "opinion/release.h"

#include <chrono>

namespace enig::opinion {
namespace {

// Not by printf, which weighs more than this room in the browser's program. 0 or more.
std::string digits(std::int64_t number, std::size_t at_least) {
  std::string text = std::to_string(number);
  if (text.size() < at_least) text.insert(0, at_least - text.size(), '0');
  return text;
}

}  // namespace

Minute to_minute(std::int64_t unix_seconds) {
  std::int64_t rest = unix_seconds % 60;
  if (rest < 0) rest += 60;
  return {unix_seconds - rest};
}

std::string to_text(Minute minute) {
  using namespace std::chrono;
  const sys_seconds time{seconds{minute.unix_seconds}};
  const sys_days day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::string text = digits(static_cast<int>(date.year()), 4);
  text += "-" + digits(static_cast<unsigned>(date.month()), 2);
  text += "-" + digits(static_cast<unsigned>(date.day()), 2);
  text += "T" + digits(clock.hours().count(), 2);
  text += ":" + digits(clock.minutes().count(), 2) + ":00Z";
  return text;
}

bool is_due(const ReleaseRule& rule, const Standing& standing, Minute now) {
  // Step 4a: nothing is published that is already published.
  if (standing.changes == 0) return false;
  // Step 4b: the first release waits for enough ballots.
  if (standing.last_number == 0) return standing.ballots >= rule.first_ballots_min;
  // Step 4c: a later one waits for enough changed ballots, and for time to pass.
  const std::int64_t waited_s = now.unix_seconds - standing.last_released_at.unix_seconds;
  return standing.changes >= rule.next_changes_min && waited_s >= 0 &&
         waited_s >= rule.minutes_between_min * 60;
}

std::string day_of(Minute minute) {
  constexpr std::size_t day_letters = 10;
  return to_text(minute).substr(0, day_letters);
}

}  // namespace enig::opinion

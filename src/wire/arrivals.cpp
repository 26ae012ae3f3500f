#include "base/json_text.h"
#include "wire/totals.h"

namespace enig::wire {

std::string arrivals_json(const PolicyId& policy, std::int64_t release,
                          std::span<const opinion::DayCount> days) {
  std::string json = "{";
  append_member(json, "policy");
  append_text(json, policy.str());
  append_member(json, "release");
  append_number(json, release);
  append_member(json, "days");
  json += '[';
  for (const opinion::DayCount& day : days) {
    json += json.back() == '[' ? "{" : ",{";
    append_member(json, "day");
    append_text(json, day.day);
    append_member(json, "ballots");
    if (day.ballots) {
      append_number(json, *day.ballots);
    } else {
      json += "null";
    }
    json += '}';
  }
  return json + "]}";
}

}  // namespace enig::wire

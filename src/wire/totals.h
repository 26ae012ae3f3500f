// Released numbers as they travel:
// {"policy","revision","release","released_at","ballots","topic":{…},"points":{id:{…}}}.
//
//     std::string json = to_json(release);
//     std::expected<opinion::Release, Error> release = parse_totals(json, policy);
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "opinion/arrivals.h"
#include "opinion/release.h"
#include "policy/policy.h"

namespace enig::wire {

// Release 0 ("nothing yet") has "released_at": null and zeros for every point.
[[nodiscard]] std::string to_json(const opinion::Release& release);

// Reads what to_json wrote; the points come in the order of the text. Counts that no set of ballots
// can give (negative, or more answers than ballots) are refused. Error: malformed.
[[nodiscard]] std::expected<opinion::Release, Error> parse_totals(std::string_view json);

// The same, for a program that shows `policy`: also refuses totals of another policy or revision
// (stale) or of other points (malformed).
[[nodiscard]] std::expected<opinion::Release, Error> parse_totals(std::string_view json,
                                                                  const policy::Policy& policy);

// {"policy","release","days":[{"day","ballots"}]}; `ballots` is null where it is withheld.
[[nodiscard]] std::string arrivals_json(const PolicyId& policy, std::int64_t release,
                                        std::span<const opinion::DayCount> days);

}  // namespace enig::wire

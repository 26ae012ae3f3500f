#include "cli/recount.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cli/catalogue.h"
#include "cli/counted.h"
#include "cli/store.h"
#include "store/recount.h"
#include "wire/totals.h"

namespace enig::cli {
namespace {

using opinion::Counts;
using opinion::Release;

constexpr Flag known[] = {
    {"--policies", "DIR", Need::required}, data_flag, database_flag, {"--json"}};

// What is printed of one policy.
struct Counted {
  Release release;
  std::vector<opinion::DayCount> days;
};

// The last release's number and time over what is counted now.
Release counted_now(const store::Recount& count, const policy::Policy& policy) {
  Release release = store::fitted(count.last, policy);
  release.sums = count.tally.sums();
  return release;
}

std::string row(std::string_view name, std::size_t width, const Counts& counts,
                std::string_view important) {
  return fmt::format("{:<{}} {:>9} {:>9} {:>9} {:>10}\n", name, width, counts.agree,
                     counts.disagree, counts.unsure, important);
}

std::string table_of(const Release& release) {
  constexpr std::string_view topic = "(topic)";
  std::size_t width = topic.size();
  for (const PointId& point : release.points) width = std::max(width, point.str().size());
  std::string table =
      fmt::format("{}: {}, ", release.policy.str(),
                  counted(static_cast<std::uint64_t>(release.sums.ballots), "ballot", "ballots"));
  table += release.number == 0 ? "nothing released yet\n"
                               : fmt::format("release {} of {}\n", release.number,
                                             opinion::to_text(release.released_at));
  table += fmt::format("{:<{}} {:>9} {:>9} {:>9} {:>10}\n", "", width, "agree", "disagree",
                       "unsure", "important");
  table += row(topic, width, release.sums.topic, "-");
  for (std::size_t i = 0; i < release.points.size(); ++i) {
    const opinion::PointCounts& counts = release.sums.points[i];
    table += row(release.points[i].str(), width, counts.stances, std::to_string(counts.important));
  }
  return table;
}

std::string json_of(const std::vector<Counted>& all) {
  std::string policies;
  std::string arrivals;
  for (const Counted& counted : all) {
    const std::string_view comma = policies.empty() ? "" : ",";
    const PolicyId& policy = counted.release.policy;
    policies += fmt::format("{}{}", comma, wire::to_json(counted.release));
    arrivals += fmt::format("{}{}", comma,
                            wire::arrivals_json(policy, counted.release.number, counted.days));
  }
  return fmt::format("{{\"policies\":[{}],\"arrivals\":[{}]}}\n", policies, arrivals);
}

}  // namespace

int recount_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  const auto ballots = ballots_or_say("recount", known, args, err);
  if (!ballots) return ballots.error();
  std::vector<Counted> all;
  const std::int64_t day_min = ballots->catalogue.site.release.first_ballots;
  bool differs = false;
  for (const files::LoadedPolicy& loaded : ballots->catalogue.policies) {
    const auto count = count_or_say(*ballots->store, loaded.policy, err);
    if (!count) return 1;
    const auto days = store::arrivals(*ballots->store, loaded.policy.id);
    if (!days) {
      print_error(err, days.error());
      return 1;
    }
    all.push_back({counted_now(*count, loaded.policy), days->shown(day_min)});
    const bool is_comparable = store::is_comparable(*count, loaded.policy);
    if (is_comparable && count->last->sums != all.back().release.sums) {
      fmt::print(err,
                 "enig: Release {} of \"{}\" differs from the ballots, though none has changed "
                 "since.\n",
                 count->last->number, loaded.policy.id.str());
      differs = true;
    }
  }
  if (ballots->flags.has("--json")) {
    fmt::print(out, "{}", json_of(all));
  } else {
    for (const Counted& counted : all) fmt::print(out, "{}\n", table_of(counted.release));
  }
  return differs ? 1 : 0;
}

}  // namespace enig::cli

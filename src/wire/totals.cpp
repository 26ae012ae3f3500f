#include "wire/totals.h"

#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/json_text.h"
#include "base/limits.h"
#include "base/sentence.h"
#include "wire/json_read.h"
#include "wire/stances.h"

namespace enig::wire {
namespace {

using opinion::Counts;
using opinion::Minute;
using opinion::PointCounts;
using opinion::Release;
using policy::JsonKind;
using policy::JsonNode;

constexpr std::string_view totals_name = "The totals";

// Nobody gives two answers to one thing. Written so that no sum can overflow.
bool fits(const Counts& counts, std::int64_t ballots) {
  return counts.agree <= ballots && counts.disagree <= ballots - counts.agree &&
         counts.unsure <= ballots - counts.agree - counts.disagree;
}

// "2026-11-23T12:15:00Z" (RFC 3339), whole minutes only: the form that opinion::to_text gives.
std::optional<Minute> minute_from(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00Z";
  if (text.size() != form.size()) return std::nullopt;
  std::array<int, 6> numbers{};
  std::size_t at_number = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '0') {
      if (text[i] != form[i]) return std::nullopt;
      ++at_number;
    } else if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    } else {
      numbers[at_number] = numbers[at_number] * 10 + (text[i] - '0');
    }
  }
  const std::chrono::year_month_day day{std::chrono::year(numbers[0]),
                                        std::chrono::month(static_cast<unsigned>(numbers[1])),
                                        std::chrono::day(static_cast<unsigned>(numbers[2]))};
  if (!day.ok() || numbers[3] > 23 || numbers[4] > 59 || numbers[5] != 0) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
  return Minute{((days * 24 + numbers[3]) * 60 + numbers[4]) * 60};
}

// The number and time of the release: a time belongs to every release but number 0.
void read_release(ObjectReader& reader, Release& release) {
  release.number = reader.count("release");
  const JsonNode& at = reader.any("released_at");
  if (at.kind == JsonKind::null) {
    if (release.number != 0) reader.fail("must say when they were released");
    return;
  }
  const std::optional<Minute> minute = minute_from(at.text);
  if (!minute || release.number == 0) {
    reader.fail("must have a whole minute as \"released_at\", or null for release 0");
    return;
  }
  release.released_at = *minute;
}

std::optional<Error> read_points(const JsonNode& node, Release& release) {
  std::set<std::string_view> seen;
  for (const policy::JsonMember& member : node.members) {
    ObjectReader reader(member.value, sentence("The totals of \"{}\"", member.key));
    const PointCounts counts{.stances = stances_of(reader), .important = reader.count("important")};
    if (!is_well_formed_id(member.key)) reader.fail("have a name that is no point's id");
    if (!seen.insert(member.key).second) reader.fail("are given twice");
    if (!fits(counts.stances, release.sums.ballots) || counts.important > release.sums.ballots) {
      reader.fail("have more answers than there are ballots");
    }
    if (auto error = reader.finish()) return error;
    release.points.emplace_back(member.key);
    release.sums.points.push_back(counts);
  }
  return std::nullopt;
}

}  // namespace

std::string to_json(const Release& release) {
  ENIG_CHECK(release.points.size() == release.sums.points.size());
  std::string json = "{";
  append_member(json, "policy");
  append_text(json, release.policy.str());
  append_member(json, "revision");
  append_text(json, release.revision.str());
  append_member(json, "release");
  append_number(json, release.number);
  append_member(json, "released_at");
  if (release.number == 0) {
    json += "null";
  } else {
    append_text(json, opinion::to_text(release.released_at));
  }
  append_member(json, "ballots");
  append_number(json, release.sums.ballots);
  append_member(json, "topic");
  json += '{';
  append_stances(json, release.sums.topic);
  json += '}';
  append_member(json, "points");
  json += '{';
  for (std::size_t i = 0; i < release.points.size(); ++i) {
    append_member(json, release.points[i].str());
    json += '{';
    append_stances(json, release.sums.points[i].stances);
    append_member(json, "important");
    append_number(json, release.sums.points[i].important);
    json += '}';
  }
  json += "}}";
  return json;
}

std::expected<Release, Error> parse_totals(std::string_view json) {
  if (json.size() > limits::totals_body_bytes_max) {
    return std::unexpected(
        Error{Fault::too_large,
              sentence("The totals are larger than {} bytes.", limits::totals_body_bytes_max), ""});
  }
  const std::expected<JsonNode, Error> root =
      read_tree({.name = totals_name, .json = json, .limits = policy::file_json_limits});
  if (!root) return std::unexpected(root.error());
  ObjectReader reader(*root, totals_name);
  Release release;
  release.policy = PolicyId(reader.text("policy"));
  release.revision = Revision(reader.text("revision"));
  read_release(reader, release);
  release.sums.ballots = reader.count("ballots");
  ObjectReader topic(reader.object("topic"), "The topic's totals");
  release.sums.topic = stances_of(topic);
  if (!fits(release.sums.topic, release.sums.ballots)) {
    topic.fail("have more answers than there are ballots");
  }
  const JsonNode& points = reader.object("points");
  if (!is_well_formed_id(release.policy.str())) reader.fail("name no policy");
  if (const auto error = reader.finish()) return std::unexpected(*error);
  if (const auto error = topic.finish()) return std::unexpected(*error);
  if (const auto error = read_points(points, release)) return std::unexpected(*error);
  return release;
}

std::expected<Release, Error> parse_totals(std::string_view json, const policy::Policy& policy) {
  std::expected<Release, Error> release = parse_totals(json);
  if (!release) return release;
  if (release->policy != policy.id || release->revision != policy.revision) {
    return std::unexpected(Error{Fault::stale,
                                 sentence("The totals belong to \"{}\" at revision \"{}\".",
                                          release->policy.str(), release->revision.str()),
                                 "Load the page again."});
  }
  if (release->points != policy::point_ids(policy)) {
    return std::unexpected(
        Error{Fault::malformed, "The totals do not name the policy's points.", ""});
  }
  return release;
}

}  // namespace enig::wire

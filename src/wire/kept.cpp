#include "wire/kept.h"

#include <utility>

#include "base/json_text.h"
#include "base/limits.h"
#include "wire/json_read.h"

namespace enig::wire {
namespace {

using opinion::KeptBallot;
using policy::JsonKind;
using policy::JsonMember;
using policy::JsonNode;

constexpr std::string_view name = "What is kept";
constexpr std::string_view format = "enig.kept/1";
// The two marks in "unsent". A program that knows but one reads both as "unsent".
constexpr std::int64_t unsent = 1;
constexpr std::int64_t arrived = 2;
constexpr policy::JsonLimits kept_json_limits{
    .bytes_max = limits::kept_bytes_max, .depth_max = 4, .values_max = 3 * limits::points_max + 16};

std::string well_formed(std::string id, ObjectReader& reader) {
  if (!is_well_formed_id(id)) reader.fail("has an id that is none");
  return id;
}

// "" is no stance at all: a topic that has not been answered.
std::optional<opinion::Stance> stance_in(std::string_view text, ObjectReader& reader) {
  const auto stance = opinion::stance_from(text);
  if (!stance && !text.empty()) reader.fail("has a stance that is none");
  return stance;
}

void read_answers(const JsonNode& answers, opinion::Ballot& ballot, ObjectReader& reader) {
  for (const JsonMember& answer : answers.members) {
    const auto stance = stance_in(answer.value.text, reader);
    if (!stance) return reader.fail("has an answer without a stance");
    ballot.answers.insert_or_assign(PointId(well_formed(answer.key, reader)), *stance);
  }
}

void read_important(const JsonNode& important, opinion::Ballot& ballot, ObjectReader& reader) {
  for (const JsonNode& point : important.items) {
    ballot.important.emplace(well_formed(point.text, reader));
  }
}

void read_waiting(const JsonNode& waiting, KeptBallot& kept, ObjectReader& reader) {
  for (const JsonNode& point : waiting.items) {
    if (point.kind != JsonKind::string) return reader.fail("has something waiting that is no id");
    std::optional<PointId> id;
    if (!point.text.empty()) id.emplace(well_formed(point.text, reader));
    kept.unsent.insert(std::move(id));
  }
}

}  // namespace

std::string to_json(const KeptBallot& kept) {
  const opinion::Ballot& ballot = kept.ballot;
  std::string json = "{";
  const auto text = [&json](std::string_view member, std::string_view value) {
    append_member(json, member);
    append_text(json, value);
  };
  text("format", format);
  text("id", kept.id ? opinion::to_text(*kept.id) : "");
  append_member(json, "turn");
  append_number(json, kept.turn);
  append_member(json, "unsent");
  append_number(json, (kept.is_unsent ? unsent : 0) + (kept.has_arrived ? arrived : 0));
  append_member(json, "waiting");
  json += '[';
  for (const std::optional<PointId>& point : kept.unsent) {
    append_separator(json);
    append_text(json, point ? point->str() : "");
  }
  json += ']';
  text("policy", ballot.policy.str());
  text("revision", ballot.revision.str());
  text("topic", ballot.topic ? opinion::to_text(*ballot.topic) : "");
  append_member(json, "answers");
  json += '{';
  for (const auto& [point, stance] : ballot.answers) text(point.str(), opinion::to_text(stance));
  json += '}';
  append_member(json, "important");
  json += '[';
  for (const PointId& point : ballot.important) {
    append_separator(json);
    append_text(json, point.str());
  }
  return json + "]}";
}

std::expected<KeptBallot, Error> parse_kept(std::string_view json) {
  const auto root = read_tree({name, json, kept_json_limits});
  if (!root) return std::unexpected(root.error());
  ObjectReader reader(*root, name);
  if (reader.text("format") != format) reader.fail("has another format");
  KeptBallot kept;
  const std::string id = reader.text("id");
  kept.id = opinion::ballot_id_from(id);
  if (!kept.id && !id.empty()) reader.fail("has an id that is none");
  kept.turn = reader.count("turn");
  const std::int64_t marks = reader.count("unsent");
  if (marks > unsent + arrived) reader.fail("has marks that are none");
  kept.is_unsent = (marks & unsent) != 0;
  kept.has_arrived = (marks & arrived) != 0;
  read_waiting(reader.array("waiting"), kept, reader);
  opinion::Ballot& ballot = kept.ballot;
  ballot.consent = opinion::Consented::yes;
  ballot.policy = PolicyId(well_formed(reader.text("policy"), reader));
  ballot.revision = Revision(well_formed(reader.text("revision"), reader));
  ballot.topic = stance_in(reader.text("topic"), reader);
  read_answers(reader.object("answers"), ballot, reader);
  read_important(reader.array("important"), ballot, reader);
  if (auto error = reader.finish()) return std::unexpected(std::move(*error));
  return kept;
}

}  // namespace enig::wire

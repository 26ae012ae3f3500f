#include "wire/ballot.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/json_text.h"
#include "base/limits.h"
#include "base/utf8.h"

namespace enig::wire {
namespace {

using Json = nlohmann::json;
using opinion::Ballot;
using opinion::Stance;

constexpr std::string_view shape_hint =
    "A ballot is {\"policy\":…, \"revision\":…, \"consent\":true, \"topic\":\"agree\", "
    "\"answers\":{point:\"agree\"}, \"important\":[point]}.";
constexpr std::string_view stance_hint =
    "A stance is \"agree\", \"disagree\" or \"unsure\"; a point without an answer is left out.";

// What came from outside, short enough to be said back.
std::string shown(std::string_view text) {
  return utf8::shortened(text, limits::said_back_bytes_max);
}

// Makes the ballot from nlohmann's SAX events, without a tree in between. An event returns false at
// the first error, and reading stops there.
class BallotBuilder {
 public:
  [[nodiscard]] bool has_failed() const { return error_.has_value(); }
  [[nodiscard]] std::expected<Ballot, Error> take() {
    if (error_) return std::unexpected(std::move(*error_));
    if (!seen(Member::policy)) return missing("policy");
    if (!seen(Member::revision)) return missing("revision");
    return std::move(ballot_);
  }

  // nlohmann's SAX interface.
  bool null() {
    return level_ == Level::ballot && member_ == Member::topic ? true : wrong_type("null");
  }
  bool boolean(bool value) {
    if (level_ != Level::ballot || member_ != Member::consent) return wrong_type("true or false");
    ballot_.consent = value ? opinion::Consented::yes : opinion::Consented::no;
    return true;
  }
  bool number_integer(std::int64_t) { return wrong_type("a number"); }
  bool number_unsigned(std::uint64_t) { return wrong_type("a number"); }
  bool number_float(double, const std::string&) { return wrong_type("a number"); }
  bool string(std::string& value) {
    switch (level_) {
      case Level::outside:
        return wrong_type("a text");
      case Level::answers:
        return take_answer(value);
      case Level::important:
        return take_important(value);
      case Level::ballot:
        return take_member(value);
    }
    return false;
  }
  bool binary(Json::binary_t&) { return wrong_type("binary data"); }
  bool start_object(std::size_t) {
    if (level_ == Level::outside) {
      level_ = Level::ballot;
      return true;
    }
    if (level_ != Level::ballot || member_ != Member::answers) return wrong_type("an object");
    level_ = Level::answers;
    return true;
  }
  bool end_object() {
    level_ = level_ == Level::answers ? Level::ballot : Level::outside;
    return true;
  }
  bool start_array(std::size_t) {
    if (level_ != Level::ballot || member_ != Member::important) return wrong_type("a list");
    level_ = Level::important;
    return true;
  }
  bool end_array() {
    level_ = Level::ballot;
    return true;
  }
  bool key(std::string& name) {
    if (level_ == Level::answers) return take_point(name);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (name != names[i]) continue;
      if (seen_[i]) {
        return fail(Fault::malformed, fmt::format("\"{}\" is given twice in the ballot.", name),
                    "");
      }
      seen_[i] = true;
      member_ = static_cast<Member>(i);
      return true;
    }
    return fail(Fault::malformed, fmt::format("A ballot has no member \"{}\".", shown(name)),
                std::string(shape_hint));
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    return fail(
        Fault::malformed,
        fmt::format("The body is not valid JSON in UTF-8: reading stopped at byte {}.", position),
        std::string(shape_hint));
  }

 private:
  enum class Level { outside, ballot, answers, important };
  enum class Member : std::size_t { policy, revision, consent, topic, answers, important };
  static constexpr std::array<std::string_view, 6> names = {"policy", "revision", "consent",
                                                            "topic",  "answers",  "important"};

  [[nodiscard]] bool seen(Member member) const { return seen_[static_cast<std::size_t>(member)]; }
  bool fail(Fault fault, std::string what, std::string remedy) {
    error_ = Error{fault, std::move(what), std::move(remedy)};
    return false;
  }
  std::expected<Ballot, Error> missing(std::string_view name) {
    return std::unexpected(Error{Fault::malformed, fmt::format("The ballot has no \"{}\".", name),
                                 std::string(shape_hint)});
  }
  // Where reading is, for sentences.
  [[nodiscard]] std::string here() const {
    switch (level_) {
      case Level::outside:
        return "The body";
      case Level::ballot:
        return fmt::format("\"{}\"", names[static_cast<std::size_t>(member_)]);
      case Level::answers:
        return fmt::format("The answer to \"{}\"", point_.str());
      case Level::important:
        return "An entry of \"important\"";
    }
    return "";
  }
  bool wrong_type(std::string_view found) {
    return fail(Fault::malformed, fmt::format("{} cannot be {}.", here(), found),
                std::string(shape_hint));
  }
  bool well_formed_point(const std::string& id) {
    if (is_well_formed_id(id)) return true;
    return fail(
        Fault::malformed, fmt::format("\"{}\" is not a point's id.", shown(id)),
        fmt::format("An id is 1 to {} of the characters a-z, 0-9 and -.", limits::id_bytes_max));
  }
  bool too_many() {
    return fail(Fault::too_large,
                fmt::format("The ballot names more than {} points.", limits::points_max), "");
  }

  bool take_point(const std::string& name) {
    if (!well_formed_point(name)) return false;
    point_ = PointId(name);
    if (ballot_.answers.contains(point_)) {
      return fail(Fault::malformed, fmt::format("The point \"{}\" is answered twice.", name), "");
    }
    return ballot_.answers.size() < limits::points_max || too_many();
  }
  bool take_answer(const std::string& value) {
    const std::optional<Stance> stance = stance_in(value);
    if (stance) ballot_.answers.emplace(point_, *stance);
    return stance.has_value();
  }
  bool take_important(const std::string& value) {
    if (!well_formed_point(value)) return false;
    if (ballot_.important.size() == limits::points_max) return too_many();
    if (ballot_.important.emplace(value).second) return true;
    return fail(Fault::malformed, fmt::format("\"important\" names \"{}\" twice.", value), "");
  }
  std::optional<Stance> stance_in(const std::string& value) {
    const std::optional<Stance> stance = opinion::stance_from(value);
    if (!stance) {
      fail(Fault::unknown, fmt::format("{} is \"{}\", which is no stance.", here(), shown(value)),
           std::string(stance_hint));
    }
    return stance;
  }
  bool take_member(const std::string& value) {
    switch (member_) {
      case Member::policy:
        if (!is_well_formed_id(value)) {
          return fail(Fault::malformed, fmt::format("\"{}\" is not a policy's id.", shown(value)),
                      "GET /api/v1/policies lists those that there are.");
        }
        ballot_.policy = PolicyId(value);
        return true;
      case Member::revision:
        if (!is_well_formed_id(value)) {
          return fail(Fault::malformed, fmt::format("\"{}\" is not a revision.", shown(value)),
                      "Copy it from the policy that was shown.");
        }
        ballot_.revision = Revision(value);
        return true;
      case Member::topic:
        ballot_.topic = stance_in(value);
        return ballot_.topic.has_value();
      case Member::consent:
      case Member::answers:
      case Member::important:
        return wrong_type("a text");
    }
    return false;
  }

  Ballot ballot_;
  Level level_ = Level::outside;
  Member member_ = Member::policy;
  PointId point_;
  std::array<bool, 6> seen_{};
  std::optional<Error> error_;
};

}  // namespace

std::expected<Ballot, Error> parse_ballot(std::string_view json) {
  if (json.size() > limits::request_body_bytes_max) {
    return std::unexpected(Error{
        Fault::too_large,
        fmt::format("The ballot is larger than {} bytes.", limits::request_body_bytes_max), ""});
  }
  BallotBuilder builder;
  const bool whole = Json::sax_parse(json.begin(), json.end(), &builder);
  ENIG_CHECK(whole || builder.has_failed());
  return builder.take();
}

std::string to_json(const Ballot& ballot) {
  std::string json = "{";
  append_member(json, "policy");
  append_text(json, ballot.policy.str());
  append_member(json, "revision");
  append_text(json, ballot.revision.str());
  append_member(json, "consent");
  json += ballot.consent == opinion::Consented::yes ? "true" : "false";
  if (ballot.topic) {
    append_member(json, "topic");
    append_text(json, opinion::to_text(*ballot.topic));
  }
  append_member(json, "answers");
  json += '{';
  for (const auto& [point, stance] : ballot.answers) {
    append_member(json, point.str());
    append_text(json, opinion::to_text(stance));
  }
  json += '}';
  if (!ballot.important.empty()) {
    append_member(json, "important");
    json += '[';
    for (const PointId& point : ballot.important) {
      append_separator(json);
      append_text(json, point.str());
    }
    json += ']';
  }
  json += '}';
  return json;
}

}  // namespace enig::wire

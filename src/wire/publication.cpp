#include "wire/publication.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "base/json_text.h"
#include "policy/parse.h"
#include "wire/json_read.h"
#include "wire/stances.h"
#include "wire/totals.h"

namespace enig::wire {
namespace {

using policy::JsonKind;
using policy::JsonMember;
using policy::JsonNode;
using policy::LocalText;
using policy::Mode;
using policy::NewsletterOffer;
using policy::Topic;

struct ModeName {
  Mode mode;
  std::string_view name;
};
constexpr std::array<ModeName, 3> mode_names = {
    {{Mode::counted, "counted"}, {Mode::trial, "trial"}, {Mode::read_only, "read-only"}}};

constexpr std::string_view offered = "offered";
constexpr std::string_view not_offered = "not-offered";

void append_words(std::string& json, const LocalText& words) {
  json += '{';
  for (const LocalText::Variant& variant : words.variants()) {
    append_member(json, variant.language);
    append_text(json, variant.text);
  }
  json += '}';
}

void append_topic(std::string& json, const Topic& topic) {
  append_separator(json);
  json += '{';
  append_member(json, "id");
  append_text(json, topic.id.str());
  append_member(json, "title");
  append_words(json, topic.title);
  append_member(json, "languages");
  json += '[';
  for (const std::string& language : topic.languages) {
    append_separator(json);
    append_text(json, language);
  }
  json += ']';
  append_member(json, "path");
  append_text(json, topic.path);
  json += '}';
}

std::optional<Error> read_topic(const JsonNode& node, std::vector<Topic>& topics) {
  ObjectReader reader(node, "A topic of the page");
  std::vector<LocalText::Variant> words;
  for (const JsonMember& word : reader.object("title").members) {
    words.push_back({word.key, word.value.text});
    if (word.value.text.empty()) reader.fail("must have words in its title");
  }
  if (words.empty()) reader.fail("must have a title");
  std::vector<std::string> languages;
  for (const JsonNode& language : reader.array("languages").items)
    languages.push_back(language.text);
  if (languages.empty() || std::ranges::find(languages, "") != languages.end()) {
    reader.fail("must have languages");
  }
  PolicyId id(reader.text("id"));
  std::string path = reader.text("path");
  if (auto error = reader.finish()) return error;
  topics.push_back(
      {std::move(id), LocalText(std::move(words)), std::move(languages), std::move(path)});
  return std::nullopt;
}

std::optional<Error> read_topic_sum(const JsonMember& member, const std::vector<Topic>& topics,
                                    TopicSums& sums) {
  ObjectReader reader(member.value, "The answers to a topic's question");
  const opinion::Counts counts = stances_of(reader);
  PolicyId id{std::string_view(member.key)};
  if (std::ranges::find(topics, id, &Topic::id) == topics.end()) {
    reader.fail("must be those of a topic of the page");
  }
  if (auto error = reader.finish()) return error;
  sums.emplace(std::move(id), counts);
  return std::nullopt;
}

// The text of a member's object: from its brace to the last one before the next member or the end.
std::string_view text_of(std::string_view json, const JsonNode& root, std::string_view name) {
  const auto member = std::ranges::find(root.members, name, &JsonMember::key);
  ENIG_CHECK(member != root.members.end());
  const auto next = member + 1;
  const std::size_t limit = next == root.members.end() ? json.rfind('}') - 1 : next->key_at;
  const std::size_t end = json.rfind('}', limit);
  return json.substr(member->value.at, end + 1 - member->value.at);
}

template <class T>
std::expected<T, Error> first_problem(policy::Parsed<T> parsed) {
  if (parsed) return std::move(*parsed);
  return std::unexpected(Error{Fault::malformed, policy::to_text(parsed.error().front()), ""});
}

std::optional<Mode> mode_from(std::string_view name) {
  const auto* const found = std::ranges::find(mode_names, name, &ModeName::name);
  return found == mode_names.end() ? std::nullopt : std::optional(found->mode);
}

}  // namespace

std::string to_json(const policy::Publication& publication, std::string_view language,
                    const std::optional<opinion::Release>& release, const TopicSums& topic_sums) {
  const auto* const mode = std::ranges::find(mode_names, publication.mode, &ModeName::mode);
  ENIG_CHECK(mode != mode_names.end());
  std::string json = "{";
  append_member(json, "mode");
  append_text(json, mode->name);
  append_member(json, "newsletter");
  append_text(json, publication.newsletter == NewsletterOffer::open ? offered : not_offered);
  append_member(json, "language");
  append_text(json, language);
  append_member(json, "site");
  json += policy::to_json(publication.site);
  append_member(json, "topics");
  json += '[';
  for (const Topic& topic : publication.topics) append_topic(json, topic);
  json += ']';
  append_member(json, "policy");
  json += policy::to_json(publication.policy);
  append_member(json, "topic_sums");
  json += '{';
  for (const auto& [id, counts] : topic_sums) {
    append_member(json, id.str());
    json += '{';
    append_stances(json, counts);
    json += '}';
  }
  json += '}';
  append_member(json, "release");
  json += release ? to_json(*release) : "null";
  json += '}';
  return json;
}

std::expected<CarriedPage, Error> parse_publication(std::string_view json) {
  const std::expected<JsonNode, Error> root =
      read_tree({.name = "The page", .json = json, .limits = policy::carried_json_limits});
  if (!root) return std::unexpected(root.error());
  ObjectReader reader(*root, "The page");
  const std::optional<Mode> mode = mode_from(reader.text("mode"));
  if (!mode) reader.fail("has no mode that is known");
  const std::string newsletter = reader.text("newsletter");
  if (newsletter != offered && newsletter != not_offered) {
    reader.fail("must say whether the newsletter is offered");
  }
  std::string language = reader.text("language");
  static_cast<void>(reader.object("site"));
  static_cast<void>(reader.object("policy"));
  const JsonNode& topic_nodes = reader.array("topics");
  const JsonNode& sum_nodes = reader.object("topic_sums");
  if (reader.any("release").kind != JsonKind::null) static_cast<void>(reader.object("release"));
  const bool has_release = reader.any("release").kind == JsonKind::object;
  if (const auto error = reader.finish()) return std::unexpected(*error);

  std::vector<Topic> topics;
  for (const JsonNode& topic : topic_nodes.items) {
    if (const auto error = read_topic(topic, topics)) return std::unexpected(*error);
  }
  TopicSums topic_sums;
  for (const JsonMember& sum : sum_nodes.members) {
    if (const auto error = read_topic_sum(sum, topics, topic_sums)) return std::unexpected(*error);
  }
  auto site = first_problem(
      policy::parse_site("site.json", text_of(json, *root, "site"), policy::Origin::published));
  if (!site) return std::unexpected(site.error());
  auto shown = first_problem(
      policy::parse("policy.json", text_of(json, *root, "policy"), policy::Origin::published));
  if (!shown) return std::unexpected(shown.error());
  std::optional<opinion::Release> release;
  if (has_release) {
    auto totals = parse_totals(text_of(json, *root, "release"), *shown);
    if (!totals) return std::unexpected(totals.error());
    release = std::move(*totals);
  }
  return CarriedPage{{std::move(*site), std::move(topics), std::move(*shown), *mode,
                      newsletter == offered ? NewsletterOffer::open : NewsletterOffer::none},
                     std::move(language),
                     std::move(release),
                     std::move(topic_sums)};
}

}  // namespace enig::wire

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/sentence.h"
#include "policy/fields.h"
#include "policy/json_tree.h"
#include "policy/parse.h"
#include "policy/problem_list.h"
#include "policy/texts.h"

namespace enig::policy {
namespace {

constexpr std::string_view format = "enig.policy/1";
constexpr std::size_t revision_digits = 16;

// The format, one list of fields for each kind of object.
constexpr Field policy_fields[] = {
    {"$schema", Need::optional},   {"format", Need::required},     {"id", Need::required},
    {"languages", Need::required}, {"party", Need::required},      {"title", Need::required},
    {"intro", Need::optional},     {"sections", Need::required},   {"question", Need::required},
    {"follow_up", Need::required}, {"newsletter", Need::optional}, {"revision", Need::optional}};
constexpr Field section_fields[] = {{"id", Need::required},     {"title", Need::required},
                                    {"intro", Need::optional},  {"lead", Need::optional},
                                    {"points", Need::optional}, {"sections", Need::optional}};
constexpr Field point_fields[] = {
    {"id", Need::required}, {"text", Need::required}, {"points", Need::optional}};
constexpr Field follow_ups_fields[] = {{"agree", Need::required}, {"disagree", Need::required}};
constexpr Field follow_up_fields[] = {
    {"thanks", Need::required}, {"lead", Need::optional}, {"links", Need::optional}};
constexpr Field link_fields[] = {{"text", Need::required}, {"href", Need::required}};
constexpr Field newsletter_fields[] = {{"thanks", Need::required}, {"text", Need::required}};

enum class PointLevel { top, nested };

class PolicyReader {
 public:
  PolicyReader(ProblemList& problems, Origin origin)
      : problems_(problems), texts_(problems), origin_(origin) {}

  // What can be read of the policy; only to be used if there are no problems.
  Policy read(const JsonNode& root);

 private:
  std::vector<Section> read_sections(const JsonNode* node, Need need);
  Section read_section(const JsonNode& node);
  std::vector<Point> read_points(const JsonNode* node, PointLevel level);
  Point read_point(const JsonNode& node, PointLevel level);
  std::string read_own_id(const JsonNode* node, std::string_view what);
  FollowUp read_follow_up(const JsonNode* node, std::string_view what);
  std::vector<Link> read_links(const JsonNode* node);
  std::optional<Newsletter> read_newsletter(const JsonNode* node);
  Revision read_revision(const JsonNode& root, const JsonNode* node);

  ProblemList& problems_;
  TextReader texts_;
  Origin origin_;
  std::map<std::string, std::size_t> ids_;  // of sections and points, and their place
  std::size_t points_ = 0;
};

Policy PolicyReader::read(const JsonNode& root) {
  const Fields fields(root, "The policy", policy_fields, problems_);
  texts_.require_format(fields["format"], format);
  if (const JsonNode* schema = fields["$schema"]) {
    require_kind(*schema, JsonKind::string, "The address of the schema", problems_);
  }
  if (const JsonNode* languages = fields["languages"]) texts_.read_languages(*languages);

  const JsonNode* follow_up = fields["follow_up"];
  std::optional<Fields> follow_ups;
  if (follow_up != nullptr) {
    follow_ups.emplace(*follow_up, "The \"follow_up\"", follow_ups_fields, problems_);
  }
  return {
      .id = PolicyId(texts_.read_id(fields["id"], "The id of the policy")),
      .languages = texts_.languages(),
      .party = texts_.read_required(fields["party"], "The name of the party"),
      .title = texts_.read_required(fields["title"], "The title"),
      .intro = texts_.read_optional(fields["intro"], "The introduction"),
      .sections = read_sections(fields["sections"], Need::required),
      .question = texts_.read_required(fields["question"], "The question"),
      .agree = read_follow_up(follow_ups ? (*follow_ups)["agree"] : nullptr, "The \"agree\" part"),
      .disagree =
          read_follow_up(follow_ups ? (*follow_ups)["disagree"] : nullptr, "The \"disagree\" part"),
      .newsletter = read_newsletter(fields["newsletter"]),
      .revision = read_revision(root, fields["revision"]),
  };
}

std::vector<Section> PolicyReader::read_sections(const JsonNode* node, Need need) {
  std::vector<Section> sections;
  if (node == nullptr || !require_entries(*node, "The list of sections", need, problems_)) {
    return sections;
  }
  for (const JsonNode& item : node->items) sections.push_back(read_section(item));
  return sections;
}

Section PolicyReader::read_section(const JsonNode& node) {
  const Fields fields(node, "A section", section_fields, problems_);
  const JsonNode* points = fields["points"];
  const JsonNode* sections = fields["sections"];
  // Every section holds a point: its own, or those of the sections in it, of which the same is
  // true.
  if (node.kind == JsonKind::object && node.closed && points == nullptr && sections == nullptr) {
    problems_.add(node.at, "The section has no points.",
                  "Give it \"points\", or \"sections\" that have some.");
  }
  return {
      .id = SectionId(read_own_id(fields["id"], "The id of a section")),
      .title = texts_.read_required(fields["title"], "The title of a section"),
      .intro = texts_.read_optional(fields["intro"], "The introduction of a section"),
      .lead = texts_.read_optional(fields["lead"], "The lead of a section"),
      .points = read_points(points, PointLevel::top),
      .sections = read_sections(sections, Need::optional),
  };
}

std::vector<Point> PolicyReader::read_points(const JsonNode* node, PointLevel level) {
  std::vector<Point> points;
  if (node == nullptr || !require_entries(*node, "The list of points", Need::optional, problems_))
    return points;
  for (const JsonNode& item : node->items) {
    if (++points_ == limits::points_max + 1) {
      problems_.add(item.at, sentence("The policy has more than {} points.", limits::points_max),
                    "Split the topic into several files.");
    }
    points.push_back(read_point(item, level));
  }
  return points;
}

Point PolicyReader::read_point(const JsonNode& node, PointLevel level) {
  const Fields fields(node, "A point", point_fields, problems_);
  const JsonNode* below = fields["points"];
  if (below != nullptr && level == PointLevel::nested) {
    problems_.add(below->at, "A point below another point has points of its own.",
                  "Points nest one level only: move these up, or make a section of the point.");
    below = nullptr;
  }
  return {
      .id = PointId(read_own_id(fields["id"], "The id of a point")),
      .text = texts_.read_required(fields["text"], "The text of a point"),
      .points = read_points(below, PointLevel::nested),
  };
}

// An id that no other section or point of the file has.
std::string PolicyReader::read_own_id(const JsonNode* node, std::string_view what) {
  std::string id = texts_.read_id(node, what);
  if (id.empty()) return id;
  const auto [first, is_new] = ids_.try_emplace(id, node->at);
  if (!is_new) {
    problems_.add(
        node->at,
        sentence("The id \"{}\" is already used on line {}.", id, problems_.line(first->second)),
        "Every section and point needs an id of its own.");
  }
  return id;
}

FollowUp PolicyReader::read_follow_up(const JsonNode* node, std::string_view what) {
  if (node == nullptr)
    return {.thanks = texts_.read_required(nullptr, what), .lead = {}, .links = {}};
  const Fields fields(*node, what, follow_up_fields, problems_);
  return {
      .thanks = texts_.read_required(fields["thanks"], "The text \"thanks\""),
      .lead = texts_.read_optional(fields["lead"], "The text \"lead\""),
      .links = read_links(fields["links"]),
  };
}

std::vector<Link> PolicyReader::read_links(const JsonNode* node) {
  std::vector<Link> links;
  if (node == nullptr || !require_entries(*node, "The list of links", Need::optional, problems_))
    return links;
  for (const JsonNode& item : node->items) {
    const Fields fields(item, "A link", link_fields, problems_);
    links.push_back({.text = texts_.read_required(fields["text"], "The text of a link"),
                     .href = texts_.read_href(fields["href"], "The \"href\" of a link")});
  }
  return links;
}

std::optional<Newsletter> PolicyReader::read_newsletter(const JsonNode* node) {
  if (node == nullptr) return std::nullopt;
  const Fields fields(*node, "The \"newsletter\"", newsletter_fields, problems_);
  return Newsletter{
      .thanks = texts_.read_required(fields["thanks"], "The text \"thanks\""),
      .text = texts_.read_required(fields["text"], "The text of the newsletter"),
  };
}

Revision PolicyReader::read_revision(const JsonNode& root, const JsonNode* node) {
  if (origin_ == Origin::file) {
    if (node != nullptr) {
      problems_.add(node->at, "A policy file says its own \"revision\".",
                    "Remove it: the revision is made from the bytes of the file.");
    }
    return {};
  }
  if (node == nullptr) {
    if (root.kind == JsonKind::object && root.closed) {
      problems_.add(root.at, "The published policy lacks the field \"revision\".", "Add it.");
    }
    return {};
  }
  if (!require_kind(*node, JsonKind::string, "The revision", problems_)) return {};
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (node->text.size() != revision_digits || !std::ranges::all_of(node->text, is_digit)) {
    problems_.add(node->at, sentence("The revision is not {} hexadecimal digits.", revision_digits),
                  "Publish the policy again.");
  }
  return Revision(node->text);
}

}  // namespace

Parsed<Policy> parse(std::string_view file_name, std::string_view json, Origin origin) {
  ProblemList problems(file_name, json);
  const std::optional<JsonNode> root = read_json(json, limits_of(origin), problems);
  if (!root) return std::unexpected(std::move(problems).take());
  Policy policy = PolicyReader(problems, origin).read(*root);
  if (!problems.empty()) return std::unexpected(std::move(problems).take());
  return policy;
}

}  // namespace enig::policy

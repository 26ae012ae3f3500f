#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/sentence.h"
#include "policy/colour.h"
#include "policy/fields.h"
#include "policy/href.h"
#include "policy/json_tree.h"
#include "policy/parse.h"
#include "policy/problem_list.h"
#include "policy/spelling.h"
#include "policy/texts.h"

namespace enig::policy {
namespace {

constexpr std::string_view format = "enig.site/1";
constexpr double contrast_min = 4.5;  // WCAG 2.2, success criterion 1.4.3
constexpr std::string_view contrast_min_text = "4.5";

constexpr Field site_fields[] = {{"$schema", Need::optional},       {"format", Need::required},
                                 {"title", Need::required},         {"languages", Need::required},
                                 {"topics", Need::required},        {"theme", Need::optional},
                                 {"release", Need::optional},       {"show", Need::optional},
                                 {"embed_origins", Need::optional}, {"contact", Need::optional}};
constexpr Field theme_fields[] = {{"accent", Need::required}, {"accent_dark", Need::optional}};
constexpr Field release_fields[] = {{"first_ballots", Need::optional},
                                    {"next_ballots", Need::optional},
                                    {"minutes", Need::optional}};
constexpr Field contact_fields[] = {{"name", Need::required}, {"href", Need::required}};

// The order of enum Show.
constexpr std::array<std::string_view, 3> show_names = {"after-answer", "always", "closed"};

struct Range {
  std::int64_t min;
  std::int64_t max;
};

class SiteReader {
 public:
  explicit SiteReader(ProblemList& problems) : problems_(problems), texts_(problems) {}

  // What can be read of the site; only to be used if there are no problems.
  Site read(const JsonNode& root);

 private:
  std::vector<TopicPath> read_topics(const JsonNode* node);
  void refuse_topic(const JsonNode& item, PathFault fault);
  [[nodiscard]] bool is_taken(std::string_view path) const;
  Theme read_theme(const JsonNode* node);
  std::string read_accent(const JsonNode& node, const Grounds& grounds);
  ReleaseNumbers read_release(const JsonNode* node);
  void read_number(const JsonNode* node, std::string_view what, Range range, std::uint32_t& number);
  Show read_show(const JsonNode* node);
  std::vector<std::string> read_embed_origins(const JsonNode* node);
  std::optional<Contact> read_contact(const JsonNode* node);

  ProblemList& problems_;
  TextReader texts_;
};

Site SiteReader::read(const JsonNode& root) {
  const Fields fields(root, "The site", site_fields, problems_);
  texts_.require_format(fields["format"], format);
  if (const JsonNode* schema = fields["$schema"]) {
    require_kind(*schema, JsonKind::string, "The address of the schema", problems_);
  }
  if (const JsonNode* languages = fields["languages"]) texts_.read_languages(*languages);
  return {
      .title = texts_.read_required(fields["title"], "The title"),
      .languages = texts_.languages(),
      .topics = read_topics(fields["topics"]),
      .theme = read_theme(fields["theme"]),
      .release = read_release(fields["release"]),
      .show = read_show(fields["show"]),
      .embed_origins = read_embed_origins(fields["embed_origins"]),
      .contact = read_contact(fields["contact"]),
  };
}

void SiteReader::refuse_topic(const JsonNode& item, PathFault fault) {
  switch (fault) {
    case PathFault::place:
      return problems_.add(
          item.at, "A topic is not the path of a policy file below this folder.",
          "Write it like \"parks.json\" or \"harbour/parks.json\": with /, without a / at "
          "the start, and without . or .. as a folder.");
    case PathFault::characters:
      return problems_.add(
          item.at, "A topic's path has other characters than a-z, A-Z, 0-9 and . _ ~ - /.",
          "Rename the file or folder: the path becomes the address of the topic's page.");
    case PathFault::length:
      return problems_.add(
          item.at, sentence("A topic's path has more than {} letters.", limits::path_bytes_max),
          "Use shorter names.");
  }
}

// The page of "api/tog.json" would lie below the server's own addresses, that of "en.json" where
// the overview in English lies.
bool SiteReader::is_taken(std::string_view path) const {
  constexpr std::string_view ending = ".json";
  if (path.ends_with(ending)) path.remove_suffix(ending.size());
  const std::string_view first = path.substr(0, path.find('/'));
  if (first == "api" || first == "healthz") return true;
  return std::ranges::find(texts_.languages(), first) != texts_.languages().end();
}

std::vector<TopicPath> SiteReader::read_topics(const JsonNode* node) {
  std::vector<TopicPath> topics;
  if (node == nullptr || !require_entries(*node, "The list of topics", Need::required, problems_))
    return topics;
  std::map<std::string_view, std::size_t> first;
  for (const JsonNode& item : node->items) {
    if (topics.size() == limits::topics_max) {
      problems_.add(item.at, sentence("There are more than {} topics.", limits::topics_max),
                    "Remove some, or make two sites.");
      break;
    }
    if (!require_kind(item, JsonKind::string, "A topic", problems_)) continue;
    const auto [known, is_new] = first.try_emplace(item.text, item.at);
    if (const std::optional<PathFault> fault = path_fault(item.text)) {
      refuse_topic(item, *fault);
    } else if (is_taken(item.text)) {
      problems_.add(item.at, "The topic's page would lie where something else of the site lies.",
                    "Give its file or first folder another name than \"api\", \"healthz\" and the "
                    "site's languages.");
    } else if (!is_new) {
      problems_.add(
          item.at,
          sentence("The topic is already listed on line {}.", problems_.line(known->second)),
          "Keep one of them.");
    } else {
      const ProblemList::Place place = problems_.place(item.at);
      topics.push_back({item.text, place.line, place.column});
    }
  }
  return topics;
}

Theme SiteReader::read_theme(const JsonNode* node) {
  Theme theme;
  if (node == nullptr) return theme;
  const Fields fields(*node, "The \"theme\"", theme_fields, problems_);
  const JsonNode* accent = fields["accent"];
  const JsonNode* accent_dark = fields["accent_dark"];
  if (accent != nullptr) theme.accent = read_accent(*accent, light_grounds);
  if (accent_dark != nullptr) {
    theme.accent_dark = read_accent(*accent_dark, dark_grounds);
  } else if (is_colour(theme.accent)) {
    theme.accent_dark = nearest_readable(theme.accent, dark_grounds, contrast_min);
  }
  return theme;
}

std::string SiteReader::read_accent(const JsonNode& node, const Grounds& grounds) {
  if (!require_kind(node, JsonKind::string, "An accent colour", problems_)) return {};
  if (!is_colour(node.text)) {
    problems_.add(node.at, "This is not a colour.",
                  "Write # and six hexadecimal digits, for example \"#c8102e\".");
    return {};
  }
  const std::string_view ground = harder_ground(node.text, grounds);
  const double ratio = contrast(node.text, ground);
  if (ratio < contrast_min) {
    const int hundredths = static_cast<int>(std::floor(ratio * 100));
    problems_.add(node.at,
                  sentence("Words in the colour {} cannot be read well on {}: the contrast is "
                           "{}.{}{} and must be at least {}.",
                           node.text, ground, hundredths / 100, hundredths / 10 % 10,
                           hundredths % 10, contrast_min_text),
                  sentence("The nearest that can is \"{}\".",
                           nearest_readable(node.text, grounds, contrast_min)));
  }
  return node.text;
}

ReleaseNumbers SiteReader::read_release(const JsonNode* node) {
  ReleaseNumbers release;
  if (node == nullptr) return release;
  const Fields fields(*node, "The \"release\"", release_fields, problems_);
  read_number(fields["first_ballots"], "\"first_ballots\"", {1, limits::release_ballots_max},
              release.first_ballots);
  read_number(fields["next_ballots"], "\"next_ballots\"", {1, limits::release_ballots_max},
              release.next_ballots);
  read_number(fields["minutes"], "\"minutes\"", {0, limits::release_minutes_max}, release.minutes);
  return release;
}

void SiteReader::read_number(const JsonNode* node, std::string_view what, Range range,
                             std::uint32_t& number) {
  if (node == nullptr || !require_kind(*node, JsonKind::integer, what, problems_)) return;
  if (node->integer < range.min || node->integer > range.max) {
    problems_.add(node->at, sentence("{} is {}.", what, node->integer),
                  sentence("Write a number from {} to {}.", range.min, range.max));
    return;
  }
  number = static_cast<std::uint32_t>(node->integer);
}

Show SiteReader::read_show(const JsonNode* node) {
  if (node == nullptr || !require_kind(*node, JsonKind::string, "\"show\"", problems_)) {
    return Show::after_answer;
  }
  const auto found = std::ranges::find(show_names, node->text);
  if (found != show_names.end()) return static_cast<Show>(found - show_names.begin());
  const std::optional<std::string_view> meant = nearest(node->text, show_names);
  problems_.add(node->at, "\"show\" does not say when totals are shown.",
                meant ? sentence("Did you mean \"{}\"?", *meant)
                      : "Write \"after-answer\", \"always\" or \"closed\".");
  return Show::after_answer;
}

std::vector<std::string> SiteReader::read_embed_origins(const JsonNode* node) {
  std::vector<std::string> origins;
  if (node == nullptr || !require_kind(*node, JsonKind::array, "\"embed_origins\"", problems_)) {
    return origins;
  }
  for (const JsonNode& item : node->items) {
    if (!require_kind(item, JsonKind::string, "An origin", problems_)) continue;
    if (origins.size() == limits::embed_origins_max) {
      problems_.add(item.at, sentence("There are more than {} origins.", limits::embed_origins_max),
                    "Remove some.");
      break;
    }
    if (!is_origin(item.text)) {
      problems_.add(item.at, "This is not the origin of a web site.",
                    "Write https:// and the host in small letters, without a path or a / at the "
                    "end, for example \"https://www.example.org\".");
    } else {
      origins.push_back(item.text);
    }
  }
  return origins;
}

std::optional<Contact> SiteReader::read_contact(const JsonNode* node) {
  if (node == nullptr) return std::nullopt;
  const Fields fields(*node, "The \"contact\"", contact_fields, problems_);
  return Contact{
      .name = texts_.read_required(fields["name"], "The name of the contact"),
      .href = texts_.read_href(fields["href"], "The \"href\" of the contact"),
  };
}

}  // namespace

Parsed<Site> parse_site(std::string_view file_name, std::string_view json, Origin origin) {
  ProblemList problems(file_name, json);
  const std::optional<JsonNode> root = read_json(json, limits_of(origin), problems);
  if (!root) return std::unexpected(std::move(problems).take());
  Site site = SiteReader(problems).read(*root);
  if (!problems.empty()) return std::unexpected(std::move(problems).take());
  return site;
}

}  // namespace enig::policy

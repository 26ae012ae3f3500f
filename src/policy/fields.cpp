#include "policy/fields.h"

#include <array>
#include <optional>
#include <string>

#include "base/check.h"
#include "base/limits.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "policy/spelling.h"

namespace enig::policy {
namespace {

constexpr std::size_t known_max = 32;

// How a value of this kind is written, as a remedy.
const char* how_to_write(JsonKind kind) {
  switch (kind) {
    case JsonKind::string:
      return "Write it in quotation marks: \"…\".";
    case JsonKind::array:
      return "Write it in brackets: [ … ].";
    case JsonKind::object:
      return "Write it in braces: { \"name\": … }.";
    case JsonKind::integer:
      return "Write it with digits only, without quotation marks.";
    default:
      return "Look at the format's description.";
  }
}

std::string_view with_article(JsonKind kind) {
  if (kind == JsonKind::array) return "a list";
  if (kind == JsonKind::object) return "an object";
  return name_of(kind);
}

}  // namespace

Fields::Fields(const JsonNode& node, std::string_view what, std::span<const Field> known,
               ProblemList& problems)
    : node_(node), known_(known), values_(known.size()) {
  ENIG_CHECK(known.size() <= known_max);
  if (!require_kind(node, JsonKind::object, what, problems)) return;
  take_known(what, problems);
  take_misspelt(what, problems);
  report_missing(what, problems);
}

const JsonNode* Fields::operator[](std::string_view name) const {
  const std::size_t place = place_of(name);
  ENIG_CHECK(place < known_.size());
  return values_[place] == nullptr ? nullptr : &values_[place]->value;
}

std::size_t Fields::place_of(std::string_view name) const {
  std::size_t place = 0;
  while (place < known_.size() && known_[place].name != name) ++place;
  return place;
}

void Fields::take_known(std::string_view what, ProblemList& problems) {
  for (const JsonMember& member : node_.members) {
    const std::size_t place = place_of(member.key);
    if (place == known_.size()) continue;
    if (values_[place] != nullptr) {
      problems.add(member.key_at,
                   sentence("{} has the field \"{}\" twice; the first is on line {}.", what,
                            member.key, problems.line(values_[place]->key_at)),
                   "Keep one of them.");
      continue;
    }
    values_[place] = &member;
  }
}

void Fields::take_misspelt(std::string_view what, ProblemList& problems) {
  for (const JsonMember& member : node_.members) {
    if (place_of(member.key) < known_.size()) continue;
    std::array<std::string_view, known_max> absent{};
    std::size_t absent_count = 0;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (values_[i] == nullptr) absent[absent_count++] = known_[i].name;
    }
    std::optional<std::string_view> meant;
    if (says_sentences && !problems.full())
      meant = nearest(member.key, std::span(absent).first(absent_count));
    problems.add(member.key_at,
                 sentence("{} has no field \"{}\".", what,
                          utf8::shortened(member.key, limits::said_back_bytes_max)),
                 meant ? sentence("Did you mean \"{}\"?", *meant) : "Remove it.");
    if (meant) values_[place_of(*meant)] = &member;
  }
}

void Fields::report_missing(std::string_view what, ProblemList& problems) const {
  if (!node_.closed) return;  // the file broke off inside: what is missing may have been written
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (known_[i].need == Need::optional || values_[i] != nullptr) continue;
    problems.add(node_.at, sentence("{} lacks the field \"{}\".", what, known_[i].name), "Add it.");
  }
}

bool require_kind(const JsonNode& node, JsonKind kind, std::string_view what,
                  ProblemList& problems) {
  if (node.kind == kind) return true;
  problems.add(
      node.at,
      sentence("{} must be {}, but is {}.", what, with_article(kind), with_article(node.kind)),
      how_to_write(kind));
  return false;
}

bool require_entries(const JsonNode& node, std::string_view what, Need need,
                     ProblemList& problems) {
  if (!require_kind(node, JsonKind::array, what, problems)) return false;
  if (!node.items.empty() || !node.closed) return true;
  problems.add(node.at, sentence("{} is empty.", what),
               need == Need::required ? "Put something in it."
                                      : "Put something in it, or take the field away.");
  return false;
}

}  // namespace enig::policy

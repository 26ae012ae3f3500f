#include "policy/texts.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ids.h"
#include "base/limits.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "policy/fields.h"
#include "policy/href.h"
#include "policy/spelling.h"

namespace enig::policy {
namespace {

// White space (the property White_Space of Unicode 15) and characters without any width.
bool is_blank(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200D) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

// Control characters, line and paragraph separators, and the marks that turn the direction of all
// that follows (they can make a text read differently from what it says).
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

std::string_view remedy_for(HrefFault fault) {
  switch (fault) {
    case HrefFault::empty:
      return "Write an address, for example \"/\".";
    case HrefFault::characters:
      return "Remove spaces, control characters and the characters \\ < > \" from it; a space in "
             "an "
             "address is written %20.";
    case HrefFault::scheme:
      return "Use https:, http: or mailto: in small letters, or a path.";
    case HrefFault::host:
      return "Write https:// and a host name, for example https://example.org/.";
    case HrefFault::address:
      return "Write mailto: and one address, like name@example.org.";
    case HrefFault::other_host:
      return "Write https: before it, or start a path with one /.";
    case HrefFault::length:
      return "Use a shorter address.";
  }
  return "";
}

// What is read in place of words that are not good.
LocalText no_words() { return LocalText{{"", ""}}; }

template <class Values, class Value>
bool contains(const Values& values, const Value& value) {
  return std::ranges::find(values, value) != std::ranges::end(values);
}

}  // namespace

bool is_language_tag(std::string_view tag) {
  if (tag.size() > limits::language_bytes_max) return false;
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto letter_or_digit = [&](char c) {
    return small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  std::size_t dash = tag.find('-');
  const std::string_view primary = tag.substr(0, dash);
  if (primary.size() < 2 || primary.size() > 3 || !std::ranges::all_of(primary, small))
    return false;
  while (dash != std::string_view::npos) {
    tag.remove_prefix(dash + 1);
    dash = tag.find('-');
    const std::string_view subtag = tag.substr(0, dash);
    if (subtag.size() < 2 || subtag.size() > 8 || !std::ranges::all_of(subtag, letter_or_digit)) {
      return false;
    }
  }
  return true;
}

void TextReader::read_languages(const JsonNode& node) {
  if (!require_entries(node, "The list of languages", Need::required, problems_)) return;
  for (const JsonNode& item : node.items) {
    if (!require_kind(item, JsonKind::string, "A language", problems_)) continue;
    if (!is_language_tag(item.text)) {
      problems_.add(item.at, "This is not the code of a language.",
                    "Write two or three small letters, for example \"nb\", \"se\" or \"en\".");
    } else if (contains(languages_, item.text)) {
      problems_.add(item.at, sentence("The language \"{}\" is listed twice.", item.text),
                    "Keep one of them.");
    } else if (languages_.size() == limits::languages_max) {
      problems_.add(item.at, sentence("There are more than {} languages.", limits::languages_max),
                    "Publish the others as files of their own.");
      return;
    } else {
      languages_.push_back(item.text);
    }
  }
}

bool TextReader::check_words(const JsonNode& node, std::string_view what) {
  if (!require_kind(node, JsonKind::string, what, problems_)) return false;
  std::size_t characters = 0;
  bool blank = true;
  for (std::size_t at = 0; at < node.text.size(); ++characters) {
    const utf8::Step step = utf8::decode(node.text, at);
    if (is_control(step.code_point)) {
      problems_.add(node.at,
                    sentence("{} has a control character (U+{}) as its character {}.", what,
                             Hexadecimal{step.code_point, 4}, characters + 1),
                    "Remove it. A text is one paragraph without line breaks.");
      return false;
    }
    blank = blank && is_blank(step.code_point);
    at += step.bytes;
  }
  if (blank) {
    problems_.add(node.at, sentence("{} is {}.", what, node.text.empty() ? "empty" : "blank"),
                  "Write the words.");
    return false;
  }
  if (characters > limits::text_characters_max) {
    problems_.add(node.at,
                  sentence("{} has {} characters; at most {} are allowed.", what, characters,
                           limits::text_characters_max),
                  "Shorten it, or split it.");
    return false;
  }
  return true;
}

LocalText TextReader::read(const JsonNode& node, std::string_view what) {
  if (node.kind == JsonKind::string) {
    if (!check_words(node, what)) return no_words();
    return LocalText{{languages_.empty() ? "" : languages_.front(), node.text}};
  }
  if (node.kind != JsonKind::object) {
    require_kind(node, JsonKind::string, what, problems_);
    return no_words();
  }
  std::vector<LocalText::Variant> variants;
  std::vector<std::string_view> seen;
  for (const JsonMember& member : node.members) {
    const bool good = check_words(member.value, what);
    if (languages_.empty()) continue;  // that has been said; nothing can be held against these
    if (!contains(languages_, member.key)) {
      problems_.add(member.key_at,
                    sentence("{} has words for a language that is not in \"languages\".", what),
                    "Add the language to \"languages\", or remove these words.");
    } else if (contains(seen, member.key)) {
      problems_.add(member.key_at, sentence("{} has the language \"{}\" twice.", what, member.key),
                    "Keep one of them.");
    } else {
      seen.push_back(member.key);
      if (good) variants.push_back({member.key, member.value.text});
    }
  }
  if (languages_.empty()) return no_words();
  if (node.closed && !contains(seen, languages_.front())) {
    problems_.add(node.at,
                  sentence("{} has no words in \"{}\", the first of \"languages\".", what,
                           languages_.front()),
                  "Add them: they stand in where another language is missing.");
  }
  if (variants.empty()) return no_words();
  // The variants in the order of "languages", so that the first one is the fallback.
  std::vector<LocalText::Variant> ordered;
  for (const std::string& language : languages_) {
    const auto variant = std::ranges::find(variants, language, &LocalText::Variant::language);
    if (variant != variants.end()) ordered.push_back(std::move(*variant));
  }
  return LocalText(std::move(ordered));
}

std::optional<LocalText> TextReader::read_optional(const JsonNode* node, std::string_view what) {
  if (node == nullptr) return std::nullopt;
  return read(*node, what);
}

LocalText TextReader::read_required(const JsonNode* node, std::string_view what) {
  return node == nullptr ? no_words() : read(*node, what);
}

std::string TextReader::read_id(const JsonNode* node, std::string_view what) {
  if (node == nullptr || !require_kind(*node, JsonKind::string, what, problems_)) return {};
  if (is_well_formed_id(node->text)) return node->text;
  if (node->text.size() > limits::id_bytes_max) {
    problems_.add(node->at, sentence("{} is longer than {} letters.", what, limits::id_bytes_max),
                  "Use a shorter one.");
  } else if (node->text.empty()) {
    problems_.add(node->at, sentence("{} is empty.", what), "Write a short name, like \"parks\".");
  } else {
    problems_.add(node->at, sentence("{} has other characters than a-z, 0-9 and -.", what),
                  "Use small letters without accents, digits and hyphens only.");
  }
  return {};
}

std::string TextReader::read_href(const JsonNode* node, std::string_view what) {
  if (node == nullptr || !require_kind(*node, JsonKind::string, what, problems_)) return {};
  const std::optional<HrefFault> fault = href_fault(node->text);
  if (!fault) return node->text;
  problems_.add(node->at, sentence("{} is not an address that can be linked to.", what),
                std::string(remedy_for(*fault)));
  return {};
}

void TextReader::require_format(const JsonNode* node, std::string_view format) {
  if (node == nullptr || !require_kind(*node, JsonKind::string, "The format", problems_)) return;
  if (node->text == format) return;
  problems_.add(
      node->at, sentence("The format is not \"{}\".", format),
      sentence("Write \"{}\", or use the program's version that knows another format.", format));
}

}  // namespace enig::policy

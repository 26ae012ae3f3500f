// The rules for words, ids, languages and links, which policy files and site.json share.
//
//     TextReader texts(problems);
//     texts.read_languages(*fields["languages"]);
//     LocalText title = texts.read(*fields["title"], "The title");
//
// Every function says what is wrong and returns something harmless, so that reading goes on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/json_tree.h"
#include "policy/local_text.h"
#include "policy/problem_list.h"

namespace enig::policy {

class TextReader {
 public:
  explicit TextReader(ProblemList& problems) : problems_(problems) {}

  // Reads the list of languages, and keeps it for the texts to come.
  void read_languages(const JsonNode& node);
  [[nodiscard]] const std::vector<std::string>& languages() const { return languages_; }

  // A string in the first language, or an object from language to string. `what`: "The title".
  [[nodiscard]] LocalText read(const JsonNode& node, std::string_view what);
  // Nothing for a field that is absent.
  [[nodiscard]] std::optional<LocalText> read_optional(const JsonNode* node, std::string_view what);
  // The same for a required field, whose absence has been said.
  [[nodiscard]] LocalText read_required(const JsonNode* node, std::string_view what);

  // 1 to 64 of [a-z0-9-]. `what`: "The id of a point".
  [[nodiscard]] std::string read_id(const JsonNode* node, std::string_view what);
  // http(s), mailto, or relative.
  [[nodiscard]] std::string read_href(const JsonNode* node, std::string_view what);
  // `what` must be exactly this string.
  void require_format(const JsonNode* node, std::string_view format);

 private:
  // True for a string that keeps the rules for words; if not, says why.
  bool check_words(const JsonNode& node, std::string_view what);

  ProblemList& problems_;
  std::vector<std::string> languages_;
};

// A primary language of two or three small letters, and subtags of two to eight letters or digits:
// "nb", "se", "zh-Hant". Stricter than RFC 5646, section 2.1: no private use, no grandfathered
// tags.
[[nodiscard]] bool is_language_tag(std::string_view tag);

}  // namespace enig::policy

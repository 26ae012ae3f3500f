// JSON with the place of every value and key, read as far as it can be read.
//
//     ProblemList problems(file_name, json);
//     const std::optional<JsonNode> root = read_json(json, file_json_limits, problems);
//     if (root && root->kind == JsonKind::object) problems.add(root->members[0].key_at, …);
//
// Strict RFC 8259 in UTF-8. Where a slip has one plain remedy (a missing comma, a raw line feed in
// a text, …) it is named and reading goes on as if it were mended, so that one run finds several.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "policy/origin.h"
#include "policy/problem_list.h"

namespace enig::policy {

enum class JsonKind { null, boolean, integer, number, string, array, object };

struct JsonMember;

struct JsonNode {
  JsonKind kind = JsonKind::null;
  std::size_t at = 0;        // byte offset of its first character in the source
  std::string text;          // of a string
  std::int64_t integer = 0;  // of an integer; other numbers keep their kind only
  std::vector<JsonNode> items;
  std::vector<JsonMember> members;  // in the order of the source, repeated keys included
  // False for an array or object of which not all was read: nothing can be said to be missing in
  // it.
  bool closed = true;
};

struct JsonMember {
  std::string key;
  std::size_t key_at = 0;
  JsonNode value;
};

// "a text", "a list", …: for sentences.
[[nodiscard]] std::string_view name_of(JsonKind kind);

// How much of JSON is read.
struct JsonLimits {
  std::size_t bytes_max;
  std::size_t depth_max;   // lists and objects in each other
  std::size_t values_max;  // in all
};
// A file of the publisher's.
inline constexpr JsonLimits file_json_limits{.bytes_max = limits::policy_file_bytes_max,
                                             .depth_max = limits::json_depth_max,
                                             .values_max = limits::json_values_max};
// What a page carries: it holds a file, and more.
inline constexpr JsonLimits carried_json_limits{.bytes_max = limits::carried_bytes_max,
                                                .depth_max = limits::carried_depth_max,
                                                .values_max = limits::carried_values_max};

// What is read of JSON from there.
[[nodiscard]] constexpr const JsonLimits& limits_of(Origin origin) {
  return origin == Origin::file ? file_json_limits : carried_json_limits;
}

// The tree up to the first place where nothing can be made of the source, or nothing if that is its
// very start or it is too large. Whatever is wrong is in `problems`, whose source must be `source`.
// At most `json_limits.depth_max` levels are kept; what lies deeper is one problem and is skipped.
[[nodiscard]] std::optional<JsonNode> read_json(std::string_view source,
                                                const JsonLimits& json_limits,
                                                ProblemList& problems);

}  // namespace enig::policy

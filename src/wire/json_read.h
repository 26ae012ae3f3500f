// Reads the members of one JSON object, strictly: each exactly once, none that is not known.
//
//     ObjectReader release(node, "The totals");
//     const std::int64_t ballots = release.count("ballots");
//     if (const auto error = release.finish()) return std::unexpected(*error);
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "policy/json_tree.h"

namespace enig::wire {

// What a tree is read from. `name` begins the sentence of an error: "The totals".
struct JsonSource {
  std::string_view name;
  std::string_view json;
  policy::JsonLimits limits;
};

// The tree, or the first thing that is wrong with it. Error: malformed.
[[nodiscard]] std::expected<policy::JsonNode, Error> read_tree(const JsonSource& source);

// The first error is kept; after it every question gives an empty answer. Keeps a reference to the
// node.
class ObjectReader {
 public:
  // `name` begins the sentences of errors.
  ObjectReader(const policy::JsonNode& node, std::string_view name);

  // The member's value, which must be there. A null node after an error.
  [[nodiscard]] const policy::JsonNode& any(std::string_view member);
  [[nodiscard]] std::string text(std::string_view member);
  // 0 or more.
  [[nodiscard]] std::int64_t count(std::string_view member);
  [[nodiscard]] const policy::JsonNode& object(std::string_view member);
  [[nodiscard]] const policy::JsonNode& array(std::string_view member);

  void fail(std::string what);

  // The first error, or a member that nobody asked for.
  [[nodiscard]] std::optional<Error> finish();

 private:
  const policy::JsonNode& of_kind(std::string_view member, policy::JsonKind kind);

  const policy::JsonNode& node_;
  std::string name_;
  std::vector<bool> asked_;  // by place in node_.members
  std::optional<Error> error_;
};

}  // namespace enig::wire

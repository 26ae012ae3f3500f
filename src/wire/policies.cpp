#include "wire/policies.h"

#include <utility>

#include "base/json_text.h"
#include "base/limits.h"
#include "wire/json_read.h"

namespace enig::wire {
namespace {

constexpr policy::JsonLimits list_limits{.bytes_max = limits::policies_body_bytes_max,
                                         .depth_max = 8,
                                         .values_max = 16 * limits::topics_max};

// A later server may say more of a policy than is known here.
std::string_view text_of(const policy::JsonNode& entry, std::string_view member) {
  for (const policy::JsonMember& each : entry.members) {
    if (each.key == member) return each.value.text;
  }
  return {};
}

}  // namespace

PolicyEntry policy_entry(const policy::Policy& policy, std::string url) {
  return {.id = policy.id,
          .title = std::string(policy.title.in(policy.languages.front()).text),
          .revision = policy.revision,
          .url = std::move(url)};
}

std::string to_json(std::span<const PolicyEntry> policies) {
  std::string json = "{\"policies\":[";
  for (const PolicyEntry& policy : policies) {
    append_separator(json);
    json += '{';
    append_member(json, "id");
    append_text(json, policy.id.str());
    append_member(json, "title");
    append_text(json, policy.title);
    append_member(json, "revision");
    append_text(json, policy.revision.str());
    append_member(json, "url");
    append_text(json, policy.url);
    json += '}';
  }
  json += "]}";
  return json;
}

std::optional<Revision> parse_revision(std::string_view json, const PolicyId& policy) {
  const auto root = read_tree({"The list of policies", json, list_limits});
  if (!root) return std::nullopt;
  for (const policy::JsonMember& member : root->members) {
    if (member.key != "policies") continue;
    for (const policy::JsonNode& entry : member.value.items) {
      const std::string_view revision = text_of(entry, "revision");
      if (text_of(entry, "id") == policy.str() && is_well_formed_id(revision)) {
        return Revision(revision);
      }
    }
  }
  return std::nullopt;
}

}  // namespace enig::wire

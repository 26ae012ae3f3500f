#include "wire/policies.h"

#include <utility>

#include "base/json_text.h"

namespace enig::wire {

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

}  // namespace enig::wire

// The list of policies: {"policies":[{"id","title","revision","url"}]}.
//
//     std::string json = to_json(std::vector{policy_entry(policy, "/baerum/naering/")});
//     std::optional<Revision> published = parse_revision(json, PolicyId("baerum-naering"));
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "policy/policy.h"

namespace enig::wire {

struct PolicyEntry {
  PolicyId id;
  std::string title;  // in the policy's first language
  Revision revision;
  std::string url;  // of its page
};

[[nodiscard]] PolicyEntry policy_entry(const policy::Policy& policy, std::string url);
[[nodiscard]] std::string to_json(std::span<const PolicyEntry> policies);

// The revision of one of the list's policies. Nothing where it is not in it, or where this is no
// such list.
[[nodiscard]] std::optional<Revision> parse_revision(std::string_view json, const PolicyId& policy);

}  // namespace enig::wire

// The list of policies: {"policies":[{"id","title","revision","url"}]}.
//
//     std::string json = to_json(std::vector{policy_entry(policy, "/baerum/naering/")});
#pragma once

#include <span>
#include <string>

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

}  // namespace enig::wire

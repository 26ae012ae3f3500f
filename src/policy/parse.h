// Policy files and site.json to checked values, or to the list of everything that is wrong.
//
//     const auto policy = policy::parse("naering.json", json, policy::Origin::file);
//     if (!policy) print(policy::to_text(policy.error()));
//
// Pure: the same function reads the publisher's files in `enig check` and the server's replies in
// the browser. Every problem of a file is found in one run, sorted by its place; at most
// limits::problems_reported_max are kept, and then the last one says so. No input, however bad,
// does more than make problems.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "policy/origin.h"
#include "policy/policy.h"
#include "policy/problem.h"
#include "policy/site.h"

namespace enig::policy {

template <class T>
using Parsed = std::expected<T, std::vector<Problem>>;

// `file_name` is only copied into problems. The format is enig.policy/1.
[[nodiscard]] Parsed<Policy> parse(std::string_view file_name, std::string_view json,
                                   Origin origin);

// The format is enig.site/1. Whether the topics exist is known to the `files` room only.
[[nodiscard]] Parsed<Site> parse_site(std::string_view file_name, std::string_view json,
                                      Origin origin = Origin::file);

// The policy as JSON on one line, in the form that parse() reads: published if `policy.revision` is
// set, as a file otherwise. parse(to_json(policy)) equals policy. It holds no '<'.
[[nodiscard]] std::string to_json(const Policy& policy);

// The site in the form that parse_site() reads, defaults written out. It holds no '<'.
[[nodiscard]] std::string to_json(const Site& site);

}  // namespace enig::policy

// A folder of policy files to a checked catalogue: what the server publishes.
//
//     const auto catalogue = files::load_catalogue("policies");
//     if (!catalogue) {
//       print(catalogue.error().problems);      // mend them
//       return catalogue.error().unreadable.empty() ? 1 : 2;
//     }
//
// The folder holds site.json, which names the policy files below it. A policy's revision is the
// digest of its file's bytes. Either all of it is right, or nothing of it is used.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "policy/policy.h"
#include "policy/problem.h"
#include "policy/site.h"

namespace enig::files {

struct LoadedPolicy {
  policy::Policy policy;  // with its revision
  std::string path;       // as site.json names it: "baerum/naering.json"
};

struct Catalogue {
  policy::Site site;
  std::vector<LoadedPolicy> policies;  // in the order of site.json, one for each topic
};

// Why there is no catalogue. At least one of the lists has an entry.
struct LoadFailure {
  std::vector<Error> unreadable;          // files that could not be read
  std::vector<policy::Problem> problems;  // what is wrong in those that could
};

[[nodiscard]] std::expected<Catalogue, LoadFailure> load_catalogue(
    const std::filesystem::path& folder);

// What a check of files found.
struct Report {
  std::vector<Error> unreadable;
  std::vector<policy::Problem> problems;  // file by file, each sorted by place; warnings too
  std::size_t files = 0;                  // that were read
  std::size_t points = 0;                 // in the policies that are right
};

// True if the report holds an error, not only warnings.
[[nodiscard]] bool has_errors(const Report& report);

// Adds to `report` what is to be said about one file (site.json by its name, a policy otherwise) or
// about a folder: its site.json and every policy file below it. Schemas and names that start with a
// dot are left out.
void check_path(const std::filesystem::path& path, Report& report);

}  // namespace enig::files

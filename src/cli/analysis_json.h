// An analysis as result.json: the format is in ANALYSIS.md.
//
//     write_json(found, {.statements = ids, .people = &ids, …}, out);
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "analysis/analyse.h"

namespace enig::cli {

struct Named {
  analysis::Rules rules = analysis::Rules::ours;
  std::vector<std::string> statements;
  std::uint64_t people = 0;
  std::uint64_t votes = 0;
  std::uint64_t events = 0;
  // Of a public export. Without them nothing of any single person is written.
  std::vector<std::string> people_ids;
  std::vector<std::string> groups;  // their names; else they are numbered
};

// False where it could not be written: errno says why.
[[nodiscard]] bool write_json(const analysis::Analysis& found, const Named& names, std::FILE* out);

}  // namespace enig::cli

// No bytes make the parser do more than refuse them, and what it accepts it can write and read
// again.
//
//     build/fuzz/policy_fuzz tests/policy/good tests/policy/bad -max_total_time=60
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/limits.h"
#include "policy/parse.h"

namespace {

using namespace enig;

void check_problems(const std::vector<policy::Problem>& problems) {
  ENIG_CHECK(!problems.empty());
  ENIG_CHECK(problems.size() <= limits::problems_reported_max);
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const policy::Problem& problem = problems[i];
    ENIG_CHECK(problem.line >= 1 && problem.column >= 1);
    ENIG_CHECK(!problem.what.empty() && !problem.remedy.empty());
    if (i == 0) continue;
    const policy::Problem& before = problems[i - 1];
    ENIG_CHECK(before.line < problem.line ||
               (before.line == problem.line && before.column <= problem.column));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  for (const policy::Origin origin : {policy::Origin::file, policy::Origin::published}) {
    const policy::Parsed<policy::Policy> parsed = policy::parse("fuzz.json", json, origin);
    if (!parsed) {
      check_problems(parsed.error());
      continue;
    }
    const policy::Parsed<policy::Policy> again =
        policy::parse("fuzz.json", policy::to_json(*parsed), origin);
    ENIG_CHECK(again.has_value());
    ENIG_CHECK(*again == *parsed);
  }
  const policy::Parsed<policy::Site> site = policy::parse_site("fuzz.json", json);
  if (!site) check_problems(site.error());
  return 0;
}

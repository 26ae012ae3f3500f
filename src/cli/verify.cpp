#include "cli/verify.h"

#include <fmt/format.h>

#include "cli/catalogue.h"
#include "cli/counted.h"
#include "cli/store.h"
#include "store/recount.h"

namespace enig::cli {
namespace {

constexpr Flag known[] = {{"--policies", "DIR", Need::required}, data_flag, database_flag};

// False where the release says something else than the ballots do.
bool print_policy(const store::Recount& count, const policy::Policy& policy, std::FILE* out) {
  const auto ballots = static_cast<std::uint64_t>(count.tally.sums().ballots);
  fmt::print(out, "{}: {}, ", policy.id.str(), counted(ballots, "ballot", "ballots"));
  if (!count.last) {
    fmt::print(out, "nothing released yet.\n");
    return true;
  }
  if (!store::is_comparable(count, policy)) {
    fmt::print(out, "{} changed since release {}{}.\n", count.changes, count.last->number,
               count.last->revision == policy.revision ? "" : ", and so has the policy");
    return true;
  }
  const bool same = count.last->sums == count.tally.sums();
  fmt::print(out, "{} release {}.\n", same ? "the same as" : "which DIFFERS from",
             count.last->number);
  return same;
}

}  // namespace

int verify_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  const auto ballots = ballots_or_say("verify", known, args, err);
  if (!ballots) return ballots.error();
  if (const auto whole = ballots->store->check(); !whole) {
    print_error(err, whole.error());
    return 1;
  }
  fmt::print(out, "What is kept is whole.\n");
  bool adds_up = true;
  for (const files::LoadedPolicy& loaded : ballots->catalogue.policies) {
    const auto count = count_or_say(*ballots->store, loaded.policy, err);
    if (!count) return 1;
    adds_up = print_policy(*count, loaded.policy, out) && adds_up;
  }
  return adds_up ? 0 : 1;
}

}  // namespace enig::cli

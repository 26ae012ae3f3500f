// The page on which administrators look after accounts. Native only.
//
//     Page page = staff_accounts(publication, visit, {.accounts = …});
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "page/staff_pages.h"

namespace enig::page {

struct StaffListed {
  std::string name;
  StaffRole role = StaffRole::viewer;
  enum class State { waiting, ready, codes } state = State::waiting;
};

// A link that is shown once, to be handed on.
struct StaffLink {
  std::string name;
  std::string address;  // from the site's root: "staff/choose/5f…"
};

struct StaffAccounts {
  std::vector<StaffListed> accounts;
  std::optional<StaffLink> link = {};
  std::string typed = {};  // as a name, where it was no good
};

[[nodiscard]] Page staff_accounts(const policy::Publication& publication, const StaffVisit& visit,
                                  const StaffAccounts& accounts);

}  // namespace enig::page

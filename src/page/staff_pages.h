// The staff's pages: how one gets in, and one's own account. The others' accounts are in
// staff_accounts.h. Native only: no browser's program knows them, or their words.
//
//     Page page = staff_login(publication, visit, "kari");
//
// Every form is one of the page's other forms: its address and `visit.token` go along.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "page/node.h"
#include "page/words.h"
#include "policy/publication.h"

namespace enig::page {

enum class StaffRole { viewer, editor, admin };
[[nodiscard]] std::string say(const Words& words, StaffRole role);

struct StaffVisitor {
  std::string name;
  StaffRole role = StaffRole::viewer;
};

struct StaffVisit {
  std::string language;
  std::string path;   // from the site's root: "staff/login"
  std::string token;  // of its forms
  std::optional<StaffVisitor> visitor = {};
  std::optional<Word> said = {};     // what came of what was asked
  std::optional<Word> problem = {};  // what is wrong with it
};

// `name`: as it was typed.
[[nodiscard]] Page staff_login(const policy::Publication& publication, const StaffVisit& visit,
                               std::string_view name);

// Where a link leads that is good for choosing a password, and where one that is not.
[[nodiscard]] Page staff_choose(const policy::Publication& publication, const StaffVisit& visit,
                                std::string_view name);
[[nodiscard]] Page staff_gone(const policy::Publication& publication, const StaffVisit& visit);

[[nodiscard]] Page staff_forbidden(const policy::Publication& publication, const StaffVisit& visit);

struct StaffSession {
  std::string id;
  std::string began;  // as it is shown
  std::string seen;
  enum class Here { no, yes } here = Here::no;
};

struct StaffAccount {
  std::optional<std::int64_t> recovery_left;  // where one-time codes are on
  std::string secret = {};                    // offered, where they are off: Base32
  std::vector<std::string> recovery = {};     // new ones, to be shown once
  std::vector<StaffSession> sessions = {};
};
// Where codes are off, the picture of the secret is put into the node with this id.
inline constexpr std::string_view staff_picture_id = "enig.staff.picture";
[[nodiscard]] Page staff_account(const policy::Publication& publication, const StaffVisit& visit,
                                 const StaffAccount& account);

}  // namespace enig::page

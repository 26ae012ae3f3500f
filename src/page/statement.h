// The accessibility statement: what the pages follow, how they have been tested, what is known to
// be missing, and whom to tell.
//
//     Page page = statement(publication, "nb");   // at statement_path(site, "nb")
//
// Its words are left out of the browser's program, which never shows it (tools/cmake/EnigWords).
#pragma once

#include <string_view>

#include "page/node.h"
#include "policy/publication.h"

namespace enig::page {

[[nodiscard]] Page statement(const policy::Publication& publication, std::string_view language);

}  // namespace enig::page

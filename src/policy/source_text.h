// The first look at a file: is it text at all?
//
//     const std::string text = readable_text(source, problems);   // same length, same offsets
#pragma once

#include <string>
#include <string_view>

#include "policy/problem_list.h"

namespace enig::policy {

// `source` with every byte that cannot stand in JSON replaced by one harmless byte, so that offsets
// stay: a byte order mark and control characters by spaces, bytes that are not UTF-8 by '?'. Each
// run of them is a problem. Empty when the file is not UTF-8 in any part (UTF-16).
[[nodiscard]] std::string readable_text(std::string_view source, ProblemList& problems);

}  // namespace enig::policy

// enig render --policies DIR --out DIR [--server none]: the pages as files, for a plain web server.
//
//     $ enig render --policies policies --out build/site
//     build/site: 12 files, 3 of them new or changed
#pragma once

#include <cstdio>
#include <span>
#include <string_view>

namespace enig::cli {

// Every page in every language as a read-only copy, the theme, and api/v1/policies.json and
// api/v1/policies/<id>.json. A file is replaced at once or not at all, and only if it differs; what
// the last rendering has made and this one has not is taken away. Other files are left alone.
// Returns 0, 1 (something failed) or 2 (not understood).
[[nodiscard]] int render_command(std::span<const std::string_view> args, std::FILE* out,
                                 std::FILE* err);

}  // namespace enig::cli

// What `enig serve --help` prints.
#pragma once

#include <string_view>

namespace enig::cli {

extern const std::string_view serve_help;

}  // namespace enig::cli

// The publisher's files for a command, or everything that is wrong with them on standard error.
//
//     std::optional<files::Catalogue> catalogue = load_or_say(folder, err);
//     if (!catalogue) return 1;
#pragma once

#include <cstdio>
#include <filesystem>
#include <optional>

#include "base/error.h"
#include "files/catalogue.h"

namespace enig::cli {

// "enig: what remedy", on one line.
void print_error(std::FILE* err, const Error& error);

[[nodiscard]] std::optional<files::Catalogue> load_or_say(const std::filesystem::path& folder,
                                                          std::FILE* err);

}  // namespace enig::cli

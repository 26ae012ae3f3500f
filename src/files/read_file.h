// Whole files, and what is known of their bytes.
//
//     const std::expected<std::string, Error> json = files::read_file(path, bytes_max);
//     const Revision revision = files::revision_of(*json);
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/ids.h"

namespace enig::files {

// The first `bytes_max` + 1 bytes of a regular file: the one more tells that it is too large.
// Anything that keeps it from being read is Fault::unavailable, with the file's name.
[[nodiscard]] std::expected<std::string, Error> read_file(const std::filesystem::path& path,
                                                          std::size_t bytes_max);

// The first 16 hexadecimal digits of the SHA-256 digest (FIPS 180-4) of a policy file's bytes.
[[nodiscard]] Revision revision_of(std::string_view bytes);

}  // namespace enig::files

// Tables of text (RFC 4180), read row by row: files larger than memory can be read, also packed
// with gzip.
//
//     read_csv("votes.csv", {"voter-id", "vote"}, [&](const CsvRow& row) -> std::optional<Error> {
//       use(row.fields[0], row.fields[1]);      // in the order that was asked for
//       return std::nullopt;                    // or what is wrong with this row
//     });
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace enig::files {

struct CsvRow {
  std::size_t line;  // on which it begins, from 1
  std::span<const std::string>
      fields;  // of the columns that were asked for; "" where there is none
};

// What the table has and what is asked of it. A name that ends in '?' may be missing.
using CsvColumns = std::span<const std::string_view>;

// Gives every row after the header to `use`, which returns what is wrong with it. Errors: those of
// the file itself, and what is wrong in it with "FILE:LINE: " before it: the first
// limits::rows_reported_max, and then one that says that there are more. Rows after a wrong one are
// still looked at.
[[nodiscard]] std::expected<void, std::vector<Error>> read_csv(
    const std::filesystem::path& path, CsvColumns columns,
    const std::function<std::optional<Error>(const CsvRow&)>& use);

// The names in a table's header.
[[nodiscard]] std::expected<std::vector<std::string>, Error> csv_header(
    const std::filesystem::path& path);

}  // namespace enig::files

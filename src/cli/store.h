// The store that a command's flags name: a data folder, or a PostgreSQL database.
//
//     auto store = store_for_reading(flags);   // --data DIR or --database URL
#pragma once

#include <expected>
#include <memory>

#include "base/error.h"
#include "cli/flags.h"
#include "policy/publication.h"
#include "store/store.h"

namespace enig::cli {

inline constexpr Flag data_flag = {"--data", "DIR"};
inline constexpr Flag database_flag = {"--database", "URL"};

// For a server: --data is its own folder, --database where the ballots are, if not there.
[[nodiscard]] std::expected<std::unique_ptr<store::Store>, Error> store_for_serving(
    const Flags& flags, policy::Mode mode);

// One moment of it, also beside running servers. Refused where not exactly one is given.
[[nodiscard]] std::expected<std::unique_ptr<store::Store>, Error> store_for_reading(
    const Flags& flags);

}  // namespace enig::cli

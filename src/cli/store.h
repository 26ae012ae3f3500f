// The store that a command's flags name: a data folder, or a PostgreSQL database.
//
//     auto store = store_for_serving(flags, mode);
//     auto ballots = ballots_or_say("recount", known, args, err);   // what is counted, and by what
//     if (!ballots) return ballots.error();
#pragma once

#include <cstdio>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/error.h"
#include "cli/flags.h"
#include "files/catalogue.h"
#include "policy/publication.h"
#include "store/recount.h"
#include "store/secret_file.h"
#include "store/store.h"

namespace enig::cli {

inline constexpr Flag data_flag = {"--data", "DIR"};
inline constexpr Flag database_flag = {"--database", "URL"};

// For a server: --data is its own folder, --database where the ballots are, if not there.
[[nodiscard]] std::expected<std::unique_ptr<store::Store>, Error> store_for_serving(
    const Flags& flags, policy::Mode mode);

// What a server signs its forms with: the same for all that share a database, because all have the
// same ballot.key. After store_for_serving(), which makes that.
[[nodiscard]] std::expected<store::Secret, Error> form_secret(const Flags& flags);

// For a command that reads ballots by --policies and exactly one of --data and --database.
struct Ballots {
  Flags flags;
  files::Catalogue catalogue;
  std::unique_ptr<store::Store> store;  // one moment of it, also beside running servers
  policy::Mode mode;                    // counted or trial
};

// Or the command's exit code, after what is wrong has been said on `err`.
[[nodiscard]] std::expected<Ballots, int> ballots_or_say(std::string_view command,
                                                         std::span<const Flag> known,
                                                         std::span<const std::string_view> args,
                                                         std::FILE* err);

[[nodiscard]] std::optional<store::Recount> count_or_say(store::Store& store,
                                                         const policy::Policy& policy,
                                                         std::FILE* err);

}  // namespace enig::cli

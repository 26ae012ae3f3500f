// Copies of a data folder, made beside a running server, and folders made from copies.
//
//     auto made = back_up(data, copy, Keys::left_out);       // ballots.sqlite and newsletter.db
//     auto put_back = restore(copy, data);                   // into a folder that has no ballots
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace enig::store {

// The secrets that the ballots' keys and the newsletter's links are made with. Whoever has both a
// copy and its keys can find the ballot of a number.
enum class Keys { left_out, with_them };

// Each database as it was at one moment, checked and durable when this returns. `to` is made, or
// empty. Gives the files' names. Errors: unavailable, refused (the folder is not empty, or there is
// nothing to copy).
[[nodiscard]] std::expected<std::vector<std::string>, Error> back_up(
    const std::filesystem::path& folder, const std::filesystem::path& to, Keys keys);

// The copy is checked before anything is written, and the ballots come last: a folder has either
// none of them or all. The keys are those of the copy or, where it has none, those that lie in the
// folder already. Errors: unavailable, refused (a folder with ballots, or in use; no key, or
// another's).
[[nodiscard]] std::expected<std::vector<std::string>, Error> restore(
    const std::filesystem::path& from, const std::filesystem::path& folder);

}  // namespace enig::store

#include <fmt/format.h>

#include "store/sqlite_schema.h"
#include "store/sqlite_store.h"

// How SqliteStore knows that it holds what it should.
namespace enig::store {
namespace {

Error not_their_key(const std::filesystem::path& folder) {
  return {Fault::refused,
          fmt::format("The file {} is not the one that the ballots beside it were written with.",
                      (folder / "ballot.key").string()),
          "Restore it from a backup."};
}

}  // namespace

std::expected<std::string, Error> SqliteStore::key_check() {
  auto select = database_.prepare("SELECT key_check FROM folder");
  if (!select) return std::unexpected(select.error());
  const auto row = select->step();
  if (!row) return std::unexpected(row.error());
  return *row ? std::string(select->text(0)) : std::string();
}

// Another secret's keys would find none of the ballots: each could be put a second time.
std::expected<void, Error> SqliteStore::keep_key_check(bool has_ballots) {
  const auto kept = key_check();
  if (!kept) return std::unexpected(kept.error());
  const std::string check = keys_->check();
  if (*kept == check) return {};
  if (has_ballots && !kept->empty()) return std::unexpected(not_their_key(path_));
  auto update = database_.prepare("UPDATE folder SET key_check = ?");
  if (!update) return std::unexpected(update.error());
  update->bind(1, std::string_view(check));
  return update->run();
}

std::expected<void, Error> SqliteStore::check() {
  auto looked = database_.prepare("PRAGMA integrity_check(1)");
  if (!looked) return std::unexpected(looked.error());
  const auto row = looked->step();
  if (!row) return std::unexpected(row.error());
  if (!*row || looked->text(0) != "ok") {
    return std::unexpected(
        Error{Fault::unavailable,
              fmt::format("The file {} is damaged: {}.", DataFolder::database_in(path_).string(),
                          *row ? looked->text(0) : "it cannot be checked"),
              "Restore the data folder from a backup."});
  }
  std::error_code none;
  const auto key_file = path_ / "ballot.key";
  const auto version = sqlite::check_version(database_);
  if (!version) return std::unexpected(version.error());
  // A copy is kept apart from its key; version 2 does not know its own.
  if (*version < 3 || !std::filesystem::exists(key_file, none)) return {};
  const auto keys = BallotKeyMaker::create(key_file, WhenMissing::refuse);
  if (!keys) return std::unexpected(keys.error());
  const auto kept = key_check();
  if (!kept) return std::unexpected(kept.error());
  if (!kept->empty() && *kept != keys->check()) return std::unexpected(not_their_key(path_));
  return {};
}

}  // namespace enig::store

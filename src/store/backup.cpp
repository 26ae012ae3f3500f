#include "store/backup.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "store/ballot_key.h"
#include "store/clean_pages.h"
#include "store/data_folder.h"
#include "store/file.h"
#include "store/sqlite.h"
#include "store/sqlite_schema.h"

namespace enig::store {
namespace {

namespace fs = std::filesystem;
using sqlite::Access;
using sqlite::Database;

// Of a data folder. The newsletter's and the staff's rooms are above this one; theirs are files to
// copy.
constexpr const char* list_name = "newsletter.db";
constexpr const char* list_key_name = "newsletter.key";
constexpr const char* staff_name = "staff.sqlite";
constexpr const char* staff_key_name = "staff.key";
constexpr const char* key_name = "ballot.key";
constexpr const char* ballots_name = "ballots.sqlite";

std::unexpected<Error> refused(std::string what, std::string remedy) {
  return std::unexpected(Error{Fault::refused, std::move(what), std::move(remedy)});
}

std::unexpected<Error> failed(const fs::path& file, std::string_view why) {
  return std::unexpected(Error{
      Fault::unavailable, fmt::format("The file {} cannot be written: {}.", file.string(), why),
      "Look at the disk and the folder's permissions."});
}

bool is_there(const fs::path& file) {
  std::error_code none;
  return fs::exists(file, none);
}

std::expected<void, Error> check_whole(Database& database, const fs::path& file) {
  auto check = database.prepare("PRAGMA integrity_check(1)");
  if (!check) return std::unexpected(check.error());
  const auto row = check->step();
  if (!row) return std::unexpected(row.error());
  if (*row && check->text(0) == "ok") return {};
  return std::unexpected(Error{Fault::unavailable,
                               fmt::format("The file {} is damaged: {}.", file.string(),
                                           *row ? check->text(0) : "it cannot be checked"),
                               "Use an older copy."});
}

// Through SQLite, which takes a moment of the file, log and all, whoever writes to it meanwhile.
std::expected<void, Error> copy_pages(const fs::path& from, const fs::path& part) {
  auto source = Database::open(from, Access::read_only, "");
  if (!source) return std::unexpected(source.error());
  auto target = Database::open(part, Access::read_write, sqlite::clean_vfs(""));
  if (!target) return std::unexpected(target.error());
  // Nobody reads it before it has its name.
  if (auto set = target->run("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL"); !set) {
    return set;
  }
  sqlite3_backup* const copying = sqlite3_backup_init(target->get(), "main", source->get(), "main");
  if (copying == nullptr) return std::unexpected(target->error());
  // All in one step: in several, each commit between them would begin the copy anew.
  const int stepped = sqlite3_backup_step(copying, -1);
  const int finished = sqlite3_backup_finish(copying);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return check_whole(*target, part);
  return failed(part, sqlite3_errstr(stepped == SQLITE_DONE ? finished : stepped));
}

// Under another name until it is whole and durable.
std::expected<void, Error> copy_database(const fs::path& from, const fs::path& to) {
  const fs::path part = to.string() + ".part";
  ::unlink(part.c_str());
  {
    const File made(::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!made) return failed(part, std::strerror(errno));
  }
  if (auto copied = copy_pages(from, part); !copied) {
    ::unlink(part.c_str());
    return copied;
  }
  const File file(::open(part.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::fsync(file.descriptor()) != 0 || ::rename(part.c_str(), to.c_str()) != 0 ||
      !sync_folder(to.parent_path())) {
    return failed(to, std::strerror(errno));
  }
  return {};
}

std::expected<void, Error> copy_key(const fs::path& from, const fs::path& to) {
  const auto secret = secret_in(from, {WhenMissing::refuse, "it is to be copied", ""});
  if (!secret) return std::unexpected(secret.error());
  if (auto written = write_secret(to, *secret); !written) return written;
  return {};
}

// What the copy's ballots say of their key; empty where they do not (version 2).
std::expected<std::string, Error> key_check_in(const fs::path& file) {
  auto database = Database::open(file, Access::read_only, "");
  if (!database) return std::unexpected(database.error());
  const auto version = sqlite::check_version(*database);
  if (!version) return std::unexpected(version.error());
  if (auto whole = check_whole(*database, file); !whole) return std::unexpected(whole.error());
  if (*version < 3) return std::string();
  auto select = database->prepare("SELECT key_check FROM folder");
  if (!select) return std::unexpected(select.error());
  const auto row = select->step();
  if (!row) return std::unexpected(row.error());
  return *row ? std::string(select->text(0)) : std::string();
}

std::expected<void, Error> check_key(const fs::path& key_file, const fs::path& ballots) {
  const auto check = key_check_in(ballots);
  if (!check) return std::unexpected(check.error());
  if (!is_there(key_file)) {
    return refused("The copy has no ballot.key, and the folder has none.",
                   "Put the ballot.key of these ballots into the folder first.");
  }
  const auto keys = BallotKeyMaker::create(key_file, WhenMissing::refuse);
  if (!keys) return std::unexpected(keys.error());
  if (check->empty() || *check == keys->check()) return {};
  return refused(fmt::format("The file {} is not the one that the ballots were written with.",
                             key_file.string()),
                 "Put the ballot.key of these ballots there.");
}

}  // namespace

std::expected<std::vector<std::string>, Error> back_up(const fs::path& folder, const fs::path& to,
                                                       Keys keys) {
  if (!is_there(folder / ballots_name)) {
    return refused(fmt::format("The folder {} holds no ballots.", folder.string()),
                   "Give the data folder of a server.");
  }
  std::error_code none;
  ::mkdir(to.c_str(), 0700);
  if (!fs::is_directory(to, none)) return failed(to, std::strerror(errno));
  if (!fs::is_empty(to, none)) {
    return refused(fmt::format("The folder {} is not empty.", to.string()), "Give a new one.");
  }
  std::vector<std::string> names;
  for (const char* const name : {ballots_name, list_name, staff_name}) {
    if (!is_there(folder / name)) continue;
    if (auto done = copy_database(folder / name, to / name); !done) {
      return std::unexpected(done.error());
    }
    names.emplace_back(name);
  }
  for (const char* const name : {key_name, list_key_name, staff_key_name}) {
    if (keys == Keys::left_out || !is_there(folder / name)) continue;
    if (auto done = copy_key(folder / name, to / name); !done) {
      return std::unexpected(done.error());
    }
    names.emplace_back(name);
  }
  return names;
}

std::expected<std::vector<std::string>, Error> restore(const fs::path& from,
                                                       const fs::path& folder) {
  if (!is_there(from / ballots_name)) {
    return refused(fmt::format("The folder {} holds no copy of ballots.", from.string()), "");
  }
  const auto held = DataFolder::create(folder);
  if (!held) return std::unexpected(held.error());
  for (const char* const name : {ballots_name, list_name, staff_name}) {
    if (!is_there(folder / name)) continue;
    return refused(fmt::format("There is a {} in {} already.", name, folder.string()),
                   "Give a folder without one.");
  }
  const bool brings_key = is_there(from / key_name);
  if (auto done = check_key((brings_key ? from : folder) / key_name, from / ballots_name); !done) {
    return std::unexpected(done.error());
  }
  std::vector<std::string> names;
  for (const char* const name : {key_name, list_key_name, staff_key_name}) {
    if (!is_there(from / name)) continue;
    if (auto done = copy_key(from / name, folder / name); !done) {
      return std::unexpected(done.error());
    }
    names.emplace_back(name);
  }
  for (const char* const name : {list_name, staff_name, ballots_name}) {
    if (!is_there(from / name)) continue;
    if (auto done = copy_database(from / name, folder / name); !done) {
      return std::unexpected(done.error());
    }
    names.emplace_back(name);
  }
  return names;
}

}  // namespace enig::store

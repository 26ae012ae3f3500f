#include "store/data_folder.h"

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace enig::store {
namespace {

namespace fs = std::filesystem;

Error folder_error(const fs::path& path, std::string_view what, std::string_view remedy) {
  return {Fault::unavailable, fmt::format("The data folder {} {}.", path.string(), what),
          std::string(remedy)};
}

// The folder and those above it, for its owner only where we make them, and durable: ballots in a
// folder whose name is lost in a power cut would be lost with it.
std::expected<void, Error> make_folder(const fs::path& path) {
  std::error_code failed;
  if (fs::is_directory(path, failed)) return {};
  if (path.has_relative_path()) {
    if (auto above = make_folder(path.parent_path()); !above) return above;
  }
  if (::mkdir(path.c_str(), 0700) == 0 && sync_folder(path.parent_path())) return {};
  return std::unexpected(folder_error(path, fmt::format("cannot be made: {}", std::strerror(errno)),
                                      "Look at the permissions of the folder above it."));
}

}  // namespace

std::expected<DataFolder, Error> DataFolder::create(const fs::path& given) {
  std::error_code failed;
  // Without a slash at the end, so that parent_path() is the folder above.
  fs::path path = fs::absolute(given, failed).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  if (auto made = make_folder(path); !made) return std::unexpected(made.error());
  File lock(::open((path / "enig.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock) {
    return std::unexpected(folder_error(path,
                                        fmt::format("cannot be written: {}", std::strerror(errno)),
                                        "Look at its permissions."));
  }
  if (::flock(lock.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    return std::unexpected(folder_error(path, "is in use by another server",
                                        "Stop that one, or give this one another folder."));
  }
  return DataFolder(std::move(path), std::move(lock));
}

}  // namespace enig::store

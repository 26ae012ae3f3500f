// The folder that holds all that is kept: ballots.sqlite, ballot.key and enig.lock.
//
//     std::expected<DataFolder, Error> folder = DataFolder::create(path);   // ours until it goes
//     open(folder->database_file());
#pragma once

#include <expected>
#include <filesystem>

#include "base/error.h"
#include "store/file.h"

namespace enig::store {

class DataFolder {
 public:
  // Makes the folder if it is missing (mode 0700) and locks it: two servers never share one.
  [[nodiscard]] static std::expected<DataFolder, Error> create(const std::filesystem::path& path);

  [[nodiscard]] std::filesystem::path database_file() const { return database_in(path_); }
  [[nodiscard]] std::filesystem::path key_file() const { return path_ / "ballot.key"; }

  [[nodiscard]] static std::filesystem::path database_in(const std::filesystem::path& path) {
    return path / "ballots.sqlite";
  }

 private:
  DataFolder(std::filesystem::path path, File lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}

  std::filesystem::path path_;
  File lock_;  // flock(2), gone with the process however it ends
};

}  // namespace enig::store

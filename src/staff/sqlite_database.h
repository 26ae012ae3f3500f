// The staff's rows in one SQLite file, staff.sqlite, apart from the ballots'.
//
//     auto database = SqliteDatabase::open(data_folder);   // made where it is not there, mode 0600
//
// Any number of programs may have it open: a server, and `enig staff` beside it. Deleted rows are
// overwritten, and there is no log beside the file.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "staff/database.h"
#include "store/sqlite.h"

namespace enig::staff {

class SqliteDatabase final : public Database {
 public:
  // Errors: unavailable (also a file of another program or version).
  [[nodiscard]] static std::expected<std::unique_ptr<SqliteDatabase>, Error> open(
      const std::filesystem::path& folder);

  [[nodiscard]] static std::filesystem::path file_in(const std::filesystem::path& folder) {
    return folder / "staff.sqlite";
  }
  [[nodiscard]] static std::filesystem::path key_file_in(const std::filesystem::path& folder) {
    return folder / "staff.key";
  }

  std::expected<Table, Error> run(const std::string& sql, const Values& values,
                                  Columns columns) override;
  std::expected<void, Error> together(const Work& work) override;

 private:
  explicit SqliteDatabase(store::sqlite::Database database) : database_(std::move(database)) {}
  void note_failure(const Error& error);

  store::sqlite::Database database_;
  std::optional<Error> failure_;  // of the disk: nothing is tried after it
};

}  // namespace enig::staff

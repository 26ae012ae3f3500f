// The newsletter's list in one SQLite file, newsletter.db.
//
//     auto list = SqliteList::create(data_folder);     // makes the file, mode 0600
//     auto list = SqliteList::open(data_folder);       // for a command beside a running server
//
// Deleted rows are overwritten, and there is no log: SQLite's rollback journal is emptied with
// every commit. A row's place in the file is random.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>

#include "newsletter/list.h"
#include "store/sqlite.h"

namespace enig::newsletter {

class SqliteList : public List {
 public:
  // Errors: unavailable (also a file of another program or version).
  [[nodiscard]] static std::expected<std::unique_ptr<SqliteList>, Error> create(
      const std::filesystem::path& folder);
  // Refused where there is none.
  [[nodiscard]] static std::expected<std::unique_ptr<SqliteList>, Error> open(
      const std::filesystem::path& folder);

  [[nodiscard]] static std::filesystem::path file_in(const std::filesystem::path& folder) {
    return folder / "newsletter.db";
  }
  [[nodiscard]] static std::filesystem::path key_file_in(const std::filesystem::path& folder) {
    return folder / "newsletter.key";
  }

  std::expected<bool, Error> is_empty() override;
  std::expected<std::optional<Subscriber>, Error> find(std::string_view address) override;
  std::expected<std::optional<Subscriber>, Error> find(Purpose purpose, const Mark& mark) override;
  std::expected<std::optional<Subscriber>, Error> find(const Seed& seed) override;
  std::expected<void, Error> put(const Subscriber& subscriber) override;
  std::expected<void, Error> change(const Subscriber& subscriber) override;
  std::expected<bool, Error> remove(const Seed& seed) override;
  std::expected<void, Error> expire(Day first_kept) override;
  std::expected<bool, Error> waits() override;
  std::expected<std::vector<Seed>, Error> due() override;
  std::expected<void, Error> each_confirmed(
      const std::function<void(const Subscriber&)>& each) override;
  std::expected<void, Error> tidy() override;
  std::expected<void, Error> set_public_url(std::string_view url) override;
  std::expected<std::string, Error> public_url() override;

 private:
  explicit SqliteList(store::sqlite::Database database) : database_(std::move(database)) {}
  std::expected<void, Error> write(std::string_view sql, const Subscriber& subscriber);
  // Every change ends here: after one that the disk has failed, no other is tried.
  std::expected<void, Error> run(store::sqlite::Statement& statement);
  // Rows that the last statement has changed or removed.
  [[nodiscard]] std::int64_t changed_rows();

  store::sqlite::Database database_;
  bool has_remains_ = true;  // whoever ran before may not have tidied
  std::optional<Error> failure_;
};

}  // namespace enig::newsletter

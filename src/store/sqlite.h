// SQLite's C interface as values that clean up after themselves. For the rooms that keep something.
//
//     auto select = database.prepare("SELECT answers FROM ballot WHERE key = ?");   // or an Error
//     select->bind(1, key);
//     const auto row = select->step();   // true: there is a row; false: the end; or an Error
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace enig::store::sqlite {

enum class Access { read_only, read_write };

// Copying the write-ahead log into the file. passive: what nobody needs, without waiting. full: all
// of it, waiting for readers. truncate: all of it, without waiting, and the log is empty
// afterwards.
enum class Checkpoint { passive, full, truncate };

class Statement {
 public:
  void bind(int place, std::int64_t value);
  // What is bound must live until the next reset.
  void bind(int place, std::string_view text);
  void bind(int place, std::span<const std::uint8_t> bytes);

  // True for a row, false at the end. Anything else is an error, and the statement is reset.
  [[nodiscard]] std::expected<bool, Error> step();
  // For statements that give no rows: one step, and a reset.
  [[nodiscard]] std::expected<void, Error> run();
  void reset();

  // Columns count from 0; views live until the next step or reset.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::span<const std::uint8_t> bytes(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // `vfs`: the name of the file system layer, empty for the machine's own.
  [[nodiscard]] static std::expected<Database, Error> open(const std::filesystem::path& file,
                                                           Access access, const std::string& vfs);

  // Statements without values and rows, one or several.
  [[nodiscard]] std::expected<void, Error> run(const char* sql);
  [[nodiscard]] std::expected<Statement, Error> prepare(std::string_view sql);
  // The one number that `sql` gives.
  [[nodiscard]] std::expected<std::int64_t, Error> number(std::string_view sql);

  // False where somebody else was in the way or the disk is full: the log keeps what was not
  // copied.
  [[nodiscard]] std::expected<bool, Error> checkpoint(Checkpoint how);

  // For a disk that has failed: closing copies nothing into the file any more, so that what a log
  // still holds is not taken for kept elsewhere and cut. After an I/O error of this connection that
  // is so already.
  void abandon();

  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] sqlite3* get() const { return database_.get(); }
  [[nodiscard]] Error error() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}

  std::unique_ptr<sqlite3, Close> database_;
};

// The connection's last failure: busy where the disk or the file is full, unavailable otherwise.
[[nodiscard]] Error error_of(sqlite3* database);

}  // namespace enig::store::sqlite

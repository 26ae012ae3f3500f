// The seam to where the staff's rows lie. One text of SQL serves both databases: values are $1, $2,
// …, and numbers, texts and bytes are all that there is.
//
//     auto rows = database.run("SELECT role FROM enig_staff_account WHERE name = $1", {name},
//                              {Column::text});
//     std::get<std::string>(rows->rows[0][0]);
//
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "staff/account.h"

namespace enig::staff {

using Value = std::variant<std::int64_t, std::string, Bytes>;
enum class Column { number, text, bytes };

struct Table {
  std::vector<std::vector<Value>> rows;
  std::int64_t affected = 0;  // rows that were inserted, updated or deleted

  [[nodiscard]] std::int64_t number(std::size_t row, std::size_t column) const {
    return std::get<std::int64_t>(rows[row][column]);
  }
  [[nodiscard]] const std::string& text(std::size_t row, std::size_t column) const {
    return std::get<std::string>(rows[row][column]);
  }
  [[nodiscard]] const Bytes& bytes(std::size_t row, std::size_t column) const {
    return std::get<Bytes>(rows[row][column]);
  }
};

class Database {
 public:
  using Values = std::vector<Value>;
  using Columns = std::initializer_list<Column>;
  using Work = std::function<std::expected<void, Error>()>;

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  // Errors: unavailable, or busy where it can be reached later.
  [[nodiscard]] virtual std::expected<Table, Error> run(const std::string& sql,
                                                        const Values& values, Columns columns) = 0;
  // All that `work` does, or nothing, as if nobody else did anything meanwhile. It may be called
  // again where another transaction was in the way.
  [[nodiscard]] virtual std::expected<void, Error> together(const Work& work) = 0;
};

}  // namespace enig::staff

// The staff's rows in a PostgreSQL database of their own, never in that of the ballots. Any number
// of servers and commands share it.
//
//     auto database = PostgresDatabase::open("postgresql://enig@db.example.org/staff");
//
// A lost connection is made anew with the next call; until that goes well, calls are busy.
#pragma once

#include <memory>
#include <string>

#include "staff/database.h"
#include "store/postgres.h"

namespace enig::staff {

class PostgresDatabase final : public Database {
 public:
  // Makes the tables where there are none. Errors: unavailable, busy (it cannot be reached),
  // refused (the database is that of the ballots or of the newsletter).
  [[nodiscard]] static std::expected<std::unique_ptr<PostgresDatabase>, Error> open(
      std::string url);

  std::expected<Table, Error> run(const std::string& sql, const Values& values,
                                  Columns columns) override;
  std::expected<void, Error> together(const Work& work) override;

 private:
  PostgresDatabase(std::string url, store::pg::Connection connection)
      : url_(std::move(url)), connection_(std::move(connection)) {}
  std::expected<void, Error> reach();

  std::string url_;
  store::pg::Connection connection_;
  bool is_together_ = false;
  bool was_in_the_way_ = false;
};

}  // namespace enig::staff

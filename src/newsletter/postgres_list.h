// The newsletter's list in a PostgreSQL database of its own, never in the one of the ballots.
//
//     auto list = PostgresList::create(url);     // for the one server that sends its letters
//     auto list = PostgresList::open(url);       // for a command beside it
//
// A lost connection is made anew with the next call; until that goes well, calls are busy. Rows
// that were changed or removed are written over by tidy(); the database's own log and its backups
// know them for longer.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "newsletter/list.h"
#include "store/postgres.h"

namespace enig::newsletter {

class PostgresList : public List {
 public:
  // Makes the tables where there are none. Errors: unavailable, busy (it cannot be reached),
  // refused (another server sends its letters, or the database is that of the ballots).
  [[nodiscard]] static std::expected<std::unique_ptr<PostgresList>, Error> create(std::string url);
  // Refused where there is no list.
  [[nodiscard]] static std::expected<std::unique_ptr<PostgresList>, Error> open(std::string url);

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
  enum class Use { sending, beside };
  PostgresList(std::string url, store::pg::Connection connection, Use use)
      : url_(std::move(url)), connection_(std::move(connection)), use_(use) {}

  std::expected<void, Error> claim();
  std::expected<void, Error> reach();
  std::expected<store::pg::Rows, Error> run(const char* sql, const store::pg::Values& values = {});
  std::expected<std::optional<Subscriber>, Error> one_row(const std::string& sql,
                                                          const store::pg::Values& values);

  std::string url_;
  store::pg::Connection connection_;
  Use use_;
  bool has_remains_ = true;  // whoever ran before may not have tidied
};

}  // namespace enig::newsletter

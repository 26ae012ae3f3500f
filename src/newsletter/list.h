// Where the newsletter's list is kept: apart from every ballot, in a database of its own.
//
//     std::unique_ptr<List> list = …;             // SqliteList or PostgresList
//     list->put(subscriber);                      // durable when this returns
//     auto kari = list->find("kari@example.org");
//
// Used by one thread at a time. Errors are unavailable, or busy where the disk is full or the
// database cannot be reached.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "newsletter/subscriber.h"

namespace enig::newsletter {

class List {
 public:
  List() = default;
  List(const List&) = delete;
  List& operator=(const List&) = delete;
  virtual ~List() = default;

  // Whether nobody has ever been on it, so that its key may be made.
  [[nodiscard]] virtual std::expected<bool, Error> is_empty() = 0;

  // Small and capital letters are the same here.
  [[nodiscard]] virtual std::expected<std::optional<Subscriber>, Error> find(
      std::string_view address) = 0;
  [[nodiscard]] virtual std::expected<std::optional<Subscriber>, Error> find(Purpose purpose,
                                                                             const Mark& mark) = 0;
  [[nodiscard]] virtual std::expected<std::optional<Subscriber>, Error> find(const Seed& seed) = 0;

  // Adds a row, or writes over the one of this seed.
  [[nodiscard]] virtual std::expected<void, Error> put(const Subscriber& subscriber) = 0;
  // The same, but only where there still is one: another program may have removed it.
  [[nodiscard]] virtual std::expected<void, Error> change(const Subscriber& subscriber) = 0;
  // Whether there was one.
  [[nodiscard]] virtual std::expected<bool, Error> remove(const Seed& seed) = 0;

  // Removes who was asked for before `first_kept` and has not confirmed; the letters that are due
  // since before then are given up.
  [[nodiscard]] virtual std::expected<void, Error> expire(Day first_kept) = 0;
  // Whether expire() may have something to do on some later day.
  [[nodiscard]] virtual std::expected<bool, Error> waits() = 0;

  // Rows with a letter that is due, in no order that means anything.
  [[nodiscard]] virtual std::expected<std::vector<Seed>, Error> due() = 0;
  // Everybody who has confirmed, by address.
  [[nodiscard]] virtual std::expected<void, Error> each_confirmed(
      const std::function<void(const Subscriber&)>& each) = 0;

  // Leaves no trace of what was removed or changed. Done when the list rests, and at stop.
  [[nodiscard]] virtual std::expected<void, Error> tidy() = 0;

  // Where the links lead; kept so that an export can write them.
  [[nodiscard]] virtual std::expected<void, Error> set_public_url(std::string_view url) = 0;
  [[nodiscard]] virtual std::expected<std::string, Error> public_url() = 0;
};

}  // namespace enig::newsletter

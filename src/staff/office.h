// The staff's desk at work in a server: one thread has the desk and its database, another hashes
// passwords, one at a time, so that neither holds up ballots or HTTP, nor each other.
//
//     Office office(std::move(setup));
//     office.ask([](std::expected<Desk*, Error> desk, std::int64_t now) { … });
//     office.log_in({name, password, code, "nb"}, [](auto entered) { … });
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "staff/database.h"
#include "staff/desk.h"
#include "staff/worker.h"

namespace enig::staff {

class Office {
 public:
  struct Setup {
    std::unique_ptr<Database> database;
    Keys keys;
    std::function<std::int64_t()> now_unix_seconds;
    HashCost cost = {};
  };
  explicit Office(Setup setup);
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;
  ~Office();

  // Each is called once: on the desk's thread or, where too much waits (busy), on the caller's.
  using AtDesk = std::function<void(std::expected<Desk*, Error> desk, std::int64_t now)>;
  void ask(AtDesk task);

  struct Attempt {
    std::string name;
    std::string password;
    std::string code;
    std::string language;
  };
  using EnteredDone = std::function<void(std::expected<std::optional<Entered>, Error>)>;
  void log_in(Attempt attempt, EnteredDone done);

  // On the hashing thread, or the caller's.
  using HashDone = std::function<void(std::expected<std::string, Error>)>;
  void hash(std::string password, HashDone done);
  using CheckDone = std::function<void(std::expected<PasswordIs, Error>)>;
  void check(std::string hash, std::string password, CheckDone done);

  // Does what has been asked for, and ends.
  void stop();

 private:
  void enter(const Candidate& candidate, PasswordIs password, const Attempt& attempt,
             const EnteredDone& done);

  Setup setup_;
  Register register_;
  Desk desk_;  // the clerk's alone
  Worker clerk_;
  Worker hasher_;
};

}  // namespace enig::staff

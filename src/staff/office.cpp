#include "staff/office.h"

#include <utility>

#include "base/limits.h"

namespace enig::staff {
namespace {

Error too_much() { return {Fault::busy, "There is too much to do.", "Try again later."}; }

}  // namespace

Office::Office(Setup setup)
    : setup_(std::move(setup)),
      register_(*setup_.database),
      desk_(register_, setup_.keys, nobodys_hash(setup_.cost)),
      clerk_(limits::staff_tasks_waiting_max),
      hasher_(limits::staff_hashes_waiting_max) {}

Office::~Office() { stop(); }

// What is hashed is then brought to the desk, so the hashing ends first.
void Office::stop() {
  hasher_.stop();
  clerk_.stop();
}

void Office::ask(AtDesk task) {
  const bool taken = clerk_.add([this, task] { task(&desk_, setup_.now_unix_seconds()); });
  if (!taken) task(std::unexpected(too_much()), setup_.now_unix_seconds());
}

void Office::hash(std::string password, HashDone done) {
  const bool taken = hasher_.add([cost = setup_.cost, password = std::move(password), done] {
    done(hash_of(password, cost));
  });
  if (!taken) done(std::unexpected(too_much()));
}

void Office::check(std::string hash, std::string password, CheckDone done) {
  const bool taken = hasher_.add([hash = std::move(hash), password = std::move(password), done] {
    done(matches(hash, password) ? PasswordIs::right : PasswordIs::wrong);
  });
  if (!taken) done(std::unexpected(too_much()));
}

void Office::log_in(Attempt attempt, EnteredDone done) {
  ask([this, attempt = std::move(attempt), done](std::expected<Desk*, Error> desk, std::int64_t) {
    if (!desk) return done(std::unexpected(desk.error()));
    auto candidate = (*desk)->look(attempt.name);
    if (!candidate) return done(std::unexpected(candidate.error()));
    check(candidate->hash, attempt.password,
          [this, attempt, done, candidate = *candidate](std::expected<PasswordIs, Error> checked) {
            if (!checked) return done(std::unexpected(checked.error()));
            enter(candidate, *checked, attempt, done);
          });
  });
}

void Office::enter(const Candidate& candidate, PasswordIs password, const Attempt& attempt,
                   const EnteredDone& done) {
  ask([candidate, password, attempt, done](std::expected<Desk*, Error> desk, std::int64_t now) {
    if (!desk) return done(std::unexpected(desk.error()));
    done((*desk)->enter(candidate, password, attempt.code, attempt.language, now));
  });
}

}  // namespace enig::staff

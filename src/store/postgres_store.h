// Ballots in a PostgreSQL database that any number of servers share.
//
//     auto store = PostgresStore::create("postgresql://enig@db.example.org/enig", folder, {});
//     auto moment = PostgresStore::open_for_reading(url);   // also beside running servers
//     (*store)->commit(changes);
//
// A commit is one transaction, whatever it holds: rows that are there already are written over.
// What the other servers write is not followed ballot by ballot: who wants sums counts anew, in one
// moment of the database (begin_moment). While the database is away every call is busy; it is
// looked for again with each.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "policy/publication.h"
#include "store/ballot_key.h"
#include "store/data_folder.h"
#include "store/packed_sheet.h"
#include "store/postgres.h"
#include "store/postgres_schema.h"
#include "store/store.h"

namespace enig::store {

class PostgresStore final : public Store {
 public:
  struct Options {
    policy::Mode mode = policy::Mode::counted;  // counted or trial; a database is one for good
  };

  // Makes the tables where there are none. `folder` is this server's own and holds ballot.key, the
  // same for all servers of the database. Errors: unavailable, busy (it cannot be reached), refused
  // (another mode, another key).
  [[nodiscard]] static std::expected<std::unique_ptr<PostgresStore>, Error> create(
      std::string url, const std::filesystem::path& folder, const Options& options);

  // One moment of the database. commit(), save_release() and tidy() must not be called, and points
  // without a slot have no answers.
  [[nodiscard]] static std::expected<std::unique_ptr<PostgresStore>, Error> open_for_reading(
      std::string url);

  // What its answers were given for: counted or trial.
  [[nodiscard]] policy::Mode mode() const { return about_.mode; }

  [[nodiscard]] Writers writers() const override { return Writers::several; }
  std::expected<void, Error> open_policy(const policy::Policy& policy) override;
  std::expected<std::vector<PolicyId>, Error> policies() override;
  std::expected<std::vector<std::optional<opinion::Sheet>>, Error> commit(
      std::span<const Change> changes) override;
  std::expected<bool, Error> holds(const PolicyId& policy,
                                   const opinion::BallotId& ballot) override;
  std::expected<std::int64_t, Error> changes_since_release(const PolicyId& policy) override;
  std::expected<void, Error> replay(
      const PolicyId& policy, const std::function<void(const opinion::Sheet&)>& each) override;
  std::expected<void, Error> begin_moment() override;
  void end_moment() override;
  std::expected<void, Error> save_release(const opinion::Release& release) override;
  // The database's own rewriting is its administrator's to order: ARCHITECTURE.md, storage.
  std::expected<void, Error> tidy() override { return {}; }
  std::expected<std::optional<opinion::Release>, Error> last_release(
      const PolicyId& policy) override;
  std::expected<std::vector<opinion::ReleaseCount>, Error> release_counts(
      const PolicyId& policy, std::int64_t after) override;
  // Whether every row lies in its part and belongs to a policy. What lies on the disk is looked at
  // by PostgreSQL's own pg_amcheck.
  std::expected<void, Error> check() override;
  std::expected<std::map<PolicyId, std::int64_t>, Error> release_numbers() override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Row {
    std::int64_t policy = 0;
    BallotMark mark{};
    std::optional<std::vector<std::uint8_t>> answers;  // none: withdrawn
  };
  using Part = std::map<BallotKey, Row>;
  static constexpr std::size_t part_count = 16;
  using Parts = std::array<Part, part_count>;

  PostgresStore(std::string url, pg::Connection connection)
      : url_(std::move(url)), connection_(std::move(connection)) {}

  std::expected<void, Error> reach();
  std::expected<std::int64_t, Error> number_of(const PolicyId& policy);
  pg::Tried<std::int64_t> add_policy(const PolicyId& policy);
  pg::Tried<std::vector<Slot>> slots_of(std::int64_t number, const policy::Policy& policy);
  pg::Tried<void> open_once(const policy::Policy& policy);
  std::expected<Parts, Error> parts_of(std::span<const Change> changes);
  std::expected<void, Error> write(std::span<const Part* const> parts);
  pg::Tried<void> write_once(std::span<const Part* const> parts);
  pg::Tried<void> finish_write(
      std::vector<std::tuple<std::int64_t, std::int64_t, BallotMark>> marks);
  std::expected<void, Error> read_all(std::int64_t policy, std::span<const Slot> slots,
                                      const std::function<void(const opinion::Sheet&)>& each);
  pg::Tried<bool> save_once(const opinion::Release& release, std::int64_t number);
  std::expected<void, Error> insist(const std::function<pg::Tried<void>()>& attempt);

  std::string url_;
  pg::Connection connection_;
  std::optional<DataFolder> folder_;  // none when opened for reading
  std::optional<BallotKeyMaker> keys_;
  pg::About about_;
  bool is_in_moment_ = false;
  Clock::time_point not_before_;                 // the next look for a lost database
  std::optional<Error> away_;                    // why it was not found the last time
  std::map<PolicyId, std::int64_t> numbers_;     // of the policies that the database knows
  std::map<PolicyId, std::vector<Slot>> slots_;  // of the opened policies, in document order
  // The transactions that the last moment saw, of policies whose changes were counted in it.
  std::map<PolicyId, std::vector<std::int64_t>> stamps_;
};

}  // namespace enig::store

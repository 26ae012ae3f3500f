// Ballots in one SQLite file, in a folder that one server holds.
//
//     auto store = SqliteStore::create(folder, {});            // or an Error
//     auto moment = SqliteStore::open_for_reading(folder);     // also beside a running server
//     (*store)->commit(changes);
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "policy/publication.h"
#include "store/ballot_key.h"
#include "store/checkpointer.h"
#include "store/data_folder.h"
#include "store/packed_sheet.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace enig::store {

class SqliteStore final : public Store {
 public:
  struct Options {
    policy::Mode mode = policy::Mode::counted;  // counted or trial; a folder is one for good
    int checkpoint_pages =
        limits::log_pages_copied;               // of the log, before it is copied in the background
    int log_pages_max = limits::log_pages_max;  // then the writer itself copies before it goes on
    std::int64_t file_pages_max = limits::file_pages_max;
    std::string vfs = {};  // SQLite's file system layer; empty for the machine's own
  };

  // Makes what is missing. Errors: unavailable (also a file of another version), refused (a folder
  // of the other mode).
  [[nodiscard]] static std::expected<std::unique_ptr<SqliteStore>, Error> create(
      const std::filesystem::path& folder, const Options& options);

  // One moment of the folder, also beside a running server. Nothing is written; commit(),
  // save_release() and tidy() must not be called, and points without a slot have no answers.
  [[nodiscard]] static std::expected<std::unique_ptr<SqliteStore>, Error> open_for_reading(
      const std::filesystem::path& folder);

  // What its answers were given for: counted or trial.
  [[nodiscard]] policy::Mode mode() const { return options_.mode; }

  std::expected<void, Error> open_policy(const policy::Policy& policy) override;
  std::expected<std::vector<PolicyId>, Error> policies() override;
  std::expected<std::vector<std::optional<opinion::Sheet>>, Error> commit(
      std::span<const Change> changes) override;
  std::expected<bool, Error> holds(const PolicyId& policy,
                                   const opinion::BallotId& ballot) override;
  std::expected<std::int64_t, Error> changes_since_release(const PolicyId& policy) override;
  std::expected<void, Error> replay(
      const PolicyId& policy, const std::function<void(const opinion::Sheet&)>& each) override;
  std::expected<void, Error> save_release(const opinion::Release& release) override;
  // Copies the log into the file, which then holds nothing but what is there, and cuts it to
  // nothing.
  std::expected<void, Error> tidy() override;
  std::expected<std::optional<opinion::Release>, Error> last_release(
      const PolicyId& policy) override;
  std::expected<std::vector<opinion::ReleaseCount>, Error> release_counts(
      const PolicyId& policy, std::int64_t after) override;
  // SQLite's own check, and whether the key beside the ballots, where there is one, is theirs.
  std::expected<void, Error> check() override;

 private:
  enum Query : std::size_t { find, put, remove, note_changed, query_count };
  using Befores = std::vector<std::optional<opinion::Sheet>>;
  using ChangeCounts = std::map<PolicyId, std::int64_t>;

  SqliteStore(std::filesystem::path path, std::optional<DataFolder> folder,
              sqlite::Database database, const Options& options)
      : path_(std::move(path)),
        folder_(std::move(folder)),
        database_(std::move(database)),
        options_(options) {}

  std::expected<void, Error> prepare_file();
  std::expected<void, Error> prepare_statements();
  std::expected<std::int64_t, Error> number_of(const PolicyId& policy);
  std::expected<std::vector<Slot>, Error> slots_of(std::int64_t number,
                                                   const policy::Policy& policy);
  std::expected<Befores, Error> apply(std::span<const Change> changes, ChangeCounts& added);
  std::expected<std::optional<opinion::Sheet>, Error> apply(const Change& change,
                                                            ChangeCounts& added);
  std::expected<void, Error> keep_key_check(bool has_ballots);
  std::expected<std::string, Error> key_check();
  std::expected<void, Error> finish(std::expected<void, Error> done);
  Error note(Error error);
  std::optional<Error> failure();
  void tend_log();

  std::filesystem::path path_;        // of the folder
  std::optional<DataFolder> folder_;  // none when opened for reading
  sqlite::Database database_;
  Options options_;
  int log_pages_ = 0;             // as the last commit left it
  bool is_log_empty_ = false;     // since tidy(), until something is written
  std::optional<Error> failure_;  // of the disk; nothing is written any more
  std::optional<BallotKeyMaker> keys_;
  std::unique_ptr<Checkpointer> checkpointer_;
  std::vector<sqlite::Statement> statements_;    // by Query; none when opened for reading
  std::map<PolicyId, std::int64_t> numbers_;     // of the policies that the file knows
  ChangeCounts changes_;                         // rows in `changed`, where they have been counted
  std::map<PolicyId, std::vector<Slot>> slots_;  // of the opened policies, in document order
};

}  // namespace enig::store

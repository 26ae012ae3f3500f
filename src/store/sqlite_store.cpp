#include "store/sqlite_store.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "store/clean_pages.h"
#include "store/sqlite_schema.h"
#include "wire/totals.h"

namespace enig::store {
namespace {

using opinion::Release;
using opinion::Sheet;
using sqlite::Access;
using sqlite::Database;
using sqlite::Statement;

int remember_log_pages(void* pages, sqlite3*, const char*, int log_pages) {
  *static_cast<int*>(pages) = log_pages;
  return SQLITE_OK;
}

}  // namespace

std::expected<std::unique_ptr<SqliteStore>, Error> SqliteStore::create(
    const std::filesystem::path& path, const Options& options) {
  auto folder = DataFolder::create(path);
  if (!folder) return std::unexpected(folder.error());
  // SQLite gives the log and its index the permissions of the file.
  {
    const File made(::open(folder->database_file().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  }
  const std::string vfs = sqlite::clean_vfs(options.vfs);
  auto database = Database::open(folder->database_file(), Access::read_write, vfs);
  if (!database) return std::unexpected(database.error());
  std::unique_ptr<SqliteStore> store(
      new SqliteStore(path, std::move(*folder), std::move(*database), options));
  if (auto done = store->prepare_file(); !done) return std::unexpected(done.error());
  const auto ballots = store->database_.number("SELECT EXISTS (SELECT 1 FROM ballot)");
  if (!ballots) return std::unexpected(ballots.error());
  auto keys = BallotKeyMaker::create(store->folder_->key_file(),
                                     *ballots != 0 ? WhenMissing::refuse : WhenMissing::make);
  if (!keys) return std::unexpected(keys.error());
  store->keys_ = *keys;
  if (auto done = store->keep_key_check(*ballots != 0); !done) return std::unexpected(done.error());
  if (auto done = store->prepare_statements(); !done) return std::unexpected(done.error());
  auto second = Database::open(store->folder_->database_file(), Access::read_write, vfs);
  if (!second) return std::unexpected(second.error());
  store->checkpointer_ = std::make_unique<Checkpointer>(std::move(*second));
  return store;
}

std::expected<std::unique_ptr<SqliteStore>, Error> SqliteStore::open_for_reading(
    const std::filesystem::path& folder) {
  const std::filesystem::path file = DataFolder::database_in(folder);
  std::error_code unknown;
  if (!std::filesystem::exists(file, unknown) && !unknown) {
    return std::unexpected(
        Error{Fault::unavailable,
              fmt::format("There are no ballots in {}: it holds no {}.", folder.string(),
                          file.filename().string()),
              "Give as --data the folder that enig serve has as --data, or a copy that enig "
              "backup has made of it."});
  }
  auto database = Database::open(file, Access::read_only, "");
  if (!database) return std::unexpected(database.error());
  if (auto checked = sqlite::check_version(*database); !checked)
    return std::unexpected(checked.error());
  const auto mode = sqlite::read_mode(*database);
  if (!mode) return std::unexpected(mode.error());
  // What is read belongs to one moment until the store goes.
  if (auto begun = database->run("BEGIN"); !begun) return std::unexpected(begun.error());
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(folder, std::nullopt, std::move(*database), {.mode = *mode}));
}

std::expected<void, Error> SqliteStore::prepare_file() {
  if (auto done = sqlite::prepare_schema(database_, options_.mode); !done) return done;
  // The names of the file and its log must last too.
  if (!sync_folder(folder_->database_file().parent_path())) {
    return std::unexpected(
        Error{Fault::unavailable, "The data folder cannot be made durable.", "Look at the disk."});
  }
  const auto limit =
      database_.number(fmt::format("PRAGMA max_page_count = {}", options_.file_pages_max));
  if (!limit) return std::unexpected(limit.error());
  sqlite3_wal_hook(database_.get(), remember_log_pages, &log_pages_);
  return {};
}

// After a failed write or fsync nothing is known of the disk, and what is tried again may seem to
// go well (the system has then forgotten what it could not write). So nothing is.
Error SqliteStore::note(Error error) {
  if (error.fault == Fault::busy) return error;
  database_.abandon();
  checkpointer_->abandon();
  failure_ = error;
  return error;
}

std::optional<Error> SqliteStore::failure() {
  if (failure_) return failure_;
  if (auto failed = checkpointer_->failure()) note(*failed);
  return failure_;
}

std::expected<void, Error> SqliteStore::prepare_statements() {
  static constexpr std::array<std::string_view, query_count> texts = {
      "SELECT answers FROM ballot WHERE key = ?",
      "INSERT INTO ballot (key, policy, answers) VALUES (?, ?, ?)"
      " ON CONFLICT (key) DO UPDATE SET answers = excluded.answers",
      "DELETE FROM ballot WHERE key = ?",
      "INSERT OR IGNORE INTO changed (policy, mark) VALUES (?, ?)"};
  for (const std::string_view text : texts) {
    auto statement = database_.prepare(text);
    if (!statement) return std::unexpected(statement.error());
    statements_.push_back(std::move(*statement));
  }
  return {};
}

// Ends the transaction: commits it, or leaves the file as it was before.
std::expected<void, Error> SqliteStore::finish(std::expected<void, Error> done) {
  is_log_empty_ = false;
  if (done) done = database_.run("COMMIT");
  if (done) return {};
  // SQLite may have rolled back by itself.
  if (database_.in_transaction()) {
    if (auto undone = database_.run("ROLLBACK"); !undone) {
      return std::unexpected(Error{Fault::unavailable, done.error().what, undone.error().what});
    }
  }
  return done;
}

std::expected<std::int64_t, Error> SqliteStore::number_of(const PolicyId& policy) {
  if (const auto known = numbers_.find(policy); known != numbers_.end()) return known->second;
  auto select = database_.prepare("SELECT number FROM policy WHERE id = ?");
  if (!select) return std::unexpected(select.error());
  select->bind(1, policy.str());
  const auto row = select->step();
  if (!row) return std::unexpected(row.error());
  // Numbers begin with 1: 0 is a policy that the file does not know.
  if (!*row) return 0;
  return numbers_.emplace(policy, select->integer(0)).first->second;
}

std::expected<std::vector<Slot>, Error> SqliteStore::slots_of(std::int64_t number,
                                                              const policy::Policy& policy) {
  auto select = database_.prepare("SELECT slot, point FROM slot WHERE policy = ? ORDER BY slot");
  if (!select) return std::unexpected(select.error());
  select->bind(1, number);
  std::map<PointId, Slot> known;
  while (true) {
    const auto row = select->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    known.emplace(select->text(1), static_cast<Slot>(select->integer(0)));
  }
  auto insert = database_.prepare("INSERT INTO slot (policy, slot, point) VALUES (?, ?, ?)");
  if (!insert) return std::unexpected(insert.error());
  std::vector<Slot> slots;
  for (const PointId& point : policy::point_ids(policy)) {
    if (const auto slot = known.find(point); slot != known.end()) {
      slots.push_back(slot->second);
    } else if (!folder_) {
      slots.push_back(no_slot);
    } else {
      const auto next = static_cast<Slot>(known.size());
      insert->bind(1, number);
      insert->bind(2, std::int64_t{next});
      insert->bind(3, point.str());
      if (auto done = insert->run(); !done) return std::unexpected(done.error());
      known.emplace(point, next);
      slots.push_back(next);
    }
  }
  return slots;
}

std::expected<void, Error> SqliteStore::open_policy(const policy::Policy& policy) {
  std::expected<void, Error> done;
  if (folder_) {
    if (done = database_.run("BEGIN IMMEDIATE"); !done) return done;
  }
  auto number = number_of(policy.id);
  if (number && *number == 0 && folder_) {
    auto insert = database_.prepare("INSERT INTO policy (id) VALUES (?)");
    if (insert) insert->bind(1, policy.id.str());
    done = insert ? insert->run() : std::unexpected(insert.error());
    if (done) number = sqlite3_last_insert_rowid(database_.get());
  }
  if (!number) done = std::unexpected(number.error());
  std::expected<std::vector<Slot>, Error> slots;
  if (done) {
    slots = slots_of(*number, policy);
    if (!slots) done = std::unexpected(slots.error());
  }
  if (folder_) done = finish(std::move(done));
  if (!done) return done;
  numbers_.insert_or_assign(policy.id, *number);
  slots_.insert_or_assign(policy.id, std::move(*slots));
  return {};
}

std::expected<std::vector<PolicyId>, Error> SqliteStore::policies() {
  auto select = database_.prepare("SELECT id FROM policy ORDER BY id");
  if (!select) return std::unexpected(select.error());
  std::vector<PolicyId> ids;
  while (true) {
    const auto row = select->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return ids;
    ids.emplace_back(select->text(0));
  }
}

std::expected<std::vector<std::optional<Sheet>>, Error> SqliteStore::commit(
    std::span<const Change> changes) {
  ENIG_CHECK(folder_.has_value());
  if (auto failed = failure()) return std::unexpected(*failed);
  if (auto begun = database_.run("BEGIN IMMEDIATE"); !begun) {
    return std::unexpected(note(begun.error()));
  }
  ChangeCounts added;
  auto befores = apply(changes, added);
  std::expected<void, Error> done;
  if (!befores) done = std::unexpected(befores.error());
  if (done = finish(std::move(done)); !done) return std::unexpected(note(done.error()));
  for (const auto& [policy, count] : added) {
    if (const auto known = changes_.find(policy); known != changes_.end()) known->second += count;
  }
  tend_log();
  return befores;
}

std::expected<bool, Error> SqliteStore::holds(const PolicyId& policy,
                                              const opinion::BallotId& ballot) {
  ENIG_CHECK(folder_.has_value());
  if (auto failed = failure()) return std::unexpected(*failed);
  const BallotKey key = keys_->key_of(policy, ballot);
  Statement& select = statements_[find];
  select.bind(1, std::span(key));
  const auto row = select.step();
  select.reset();
  return row;
}

std::expected<SqliteStore::Befores, Error> SqliteStore::apply(std::span<const Change> changes,
                                                              ChangeCounts& added) {
  Befores befores;
  befores.reserve(changes.size());
  for (const Change& change : changes) {
    auto before = apply(change, added);
    if (!before) return std::unexpected(before.error());
    befores.push_back(std::move(*before));
  }
  return befores;
}

// `added`: ballots that are now among the changed ones, and were not before.
std::expected<std::optional<Sheet>, Error> SqliteStore::apply(const Change& change,
                                                              ChangeCounts& added) {
  const auto number = number_of(change.policy);
  if (!number) return std::unexpected(number.error());
  const auto slots = slots_.find(change.policy);
  const bool stays = change.after && !opinion::is_empty(*change.after);
  ENIG_CHECK(*number != 0 && (slots != slots_.end() || !stays));
  const BallotKey key = keys_->key_of(change.policy, change.ballot);
  const std::vector<std::uint8_t> after =
      stays ? pack(*change.after, slots->second) : std::vector<std::uint8_t>{};

  Statement& select = statements_[find];
  select.bind(1, std::span(key));
  const auto row = select.step();
  if (!row) return std::unexpected(row.error());
  std::expected<std::optional<Sheet>, Error> before;
  if (*row && slots != slots_.end()) {
    auto sheet = unpack(select.bytes(0), slots->second);
    if (!sheet) {
      before = std::unexpected(sheet.error());
    } else {
      before = std::move(*sheet);
    }
  }
  const bool same = *row == stays && (!stays || std::ranges::equal(select.bytes(0), after));
  select.reset();
  if (!before || same) return before;

  const BallotMark mark = keys_->mark_of(change.policy, change.ballot);
  Statement& note = statements_[note_changed];
  note.bind(1, *number);
  note.bind(2, std::span(mark));
  if (auto done = note.run(); !done) return std::unexpected(done.error());
  added[change.policy] += sqlite3_changes(database_.get());
  Statement& write = statements_[stays ? put : remove];
  write.bind(1, std::span(key));
  if (stays) {
    write.bind(2, *number);
    write.bind(3, std::span(after));
  }
  if (auto done = write.run(); !done) return std::unexpected(done.error());
  return before;
}

// After a commit: a long log is copied in the background, one at its limit here and now.
void SqliteStore::tend_log() {
  if (log_pages_ >= options_.log_pages_max) {
    // Waits for a reader no longer than the busy timeout; the next commit tries again. The ballots
    // are in the log: that it cannot be copied is the next commit's failure.
    if (const auto copied = database_.checkpoint(sqlite::Checkpoint::full); !copied) {
      note(copied.error());
    }
  } else if (log_pages_ >= options_.checkpoint_pages) {
    checkpointer_->request();
  }
}

std::expected<void, Error> SqliteStore::tidy() {
  ENIG_CHECK(folder_.has_value());
  if (auto failed = failure()) return std::unexpected(*failed);
  if (is_log_empty_) return {};
  // Beside the background's copying this one would find the file taken.
  checkpointer_->wait();
  if (auto failed = failure()) return std::unexpected(*failed);
  const auto cut = database_.checkpoint(sqlite::Checkpoint::truncate);
  if (!cut) return std::unexpected(note(cut.error()));
  is_log_empty_ = *cut;
  return {};
}

std::expected<std::int64_t, Error> SqliteStore::changes_since_release(const PolicyId& policy) {
  if (const auto known = changes_.find(policy); known != changes_.end()) return known->second;
  const auto number = number_of(policy);
  if (!number) return std::unexpected(number.error());
  const auto count =
      database_.number(fmt::format("SELECT count(*) FROM changed WHERE policy = {}", *number));
  if (count) changes_.emplace(policy, *count);
  return count;
}

std::expected<void, Error> SqliteStore::replay(const PolicyId& policy,
                                               const std::function<void(const Sheet&)>& each) {
  const auto slots = slots_.find(policy);
  ENIG_CHECK(slots != slots_.end());
  auto select = database_.prepare("SELECT answers FROM ballot WHERE policy = ?");
  if (!select) return std::unexpected(select.error());
  select->bind(1, numbers_.at(policy));
  while (true) {
    const auto row = select->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return {};
    const auto sheet = unpack(select->bytes(0), slots->second);
    if (!sheet) return std::unexpected(sheet.error());
    each(*sheet);
  }
}

std::expected<void, Error> SqliteStore::save_release(const Release& release) {
  ENIG_CHECK(folder_.has_value());
  if (auto failed = failure()) return std::unexpected(*failed);
  const auto number = number_of(release.policy);
  if (!number) return std::unexpected(number.error());
  auto insert = database_.prepare("INSERT INTO release (policy, number, totals) VALUES (?, ?, ?)");
  if (!insert) return std::unexpected(insert.error());
  auto begin_anew = database_.prepare("DELETE FROM changed WHERE policy = ?");
  if (!begin_anew) return std::unexpected(begin_anew.error());
  const std::string totals = wire::to_json(release);
  insert->bind(1, *number);
  insert->bind(2, release.number);
  insert->bind(3, totals);
  begin_anew->bind(1, *number);
  if (auto begun = database_.run("BEGIN IMMEDIATE"); !begun) {
    return std::unexpected(note(begun.error()));
  }
  std::expected<void, Error> done = insert->run();
  if (done) done = begin_anew->run();
  if (done = finish(std::move(done)); !done) return std::unexpected(note(done.error()));
  changes_.insert_or_assign(release.policy, 0);
  tend_log();
  return {};
}

}  // namespace enig::store

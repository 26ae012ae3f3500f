#include "tests/faults/load.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <memory>
#include <random>
#include <stdexcept>
#include <utility>

#include "base/ids.h"
#include "store/ballot_key.h"
#include "store/packed_sheet.h"
#include "tests/server/http_client.h"

namespace enig::support {
namespace {

constexpr unsigned people = 8;
constexpr unsigned ballots_each = 60;
const PolicyId parks("parks");

std::string_view word_of(State state) {
  if (state == 'a') return "agree";
  return state == 'd' ? "disagree" : "unsure";
}

}  // namespace

opinion::BallotId ballot_of(unsigned number) {
  return *opinion::ballot_id_from(fmt::format("{:032x}", number));
}

State state_of_answers(const std::vector<std::uint8_t>& answers) {
  const std::vector<store::Slot> slots = {0};
  const auto sheet = store::unpack(answers, slots);
  REQUIRE(sheet.has_value());
  REQUIRE(sheet->marks.front().stance.has_value());
  switch (*sheet->marks.front().stance) {
    case opinion::Stance::agree:
      return 'a';
    case opinion::Stance::disagree:
      return 'd';
    default:
      return 'u';
  }
}

Kept kept_in_sqlite(const std::filesystem::path& folder) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((folder / "ballots.sqlite").c_str(), &database) == SQLITE_OK);
  sqlite3_stmt* rows = nullptr;
  REQUIRE(sqlite3_prepare_v2(database, "SELECT lower(hex(key)), answers FROM ballot", -1, &rows,
                             nullptr) == SQLITE_OK);
  Kept kept;
  while (sqlite3_step(rows) == SQLITE_ROW) {
    const auto* const bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(rows, 1));
    const std::vector<std::uint8_t> answers(bytes, bytes + sqlite3_column_bytes(rows, 1));
    kept.emplace(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0)),
                 state_of_answers(answers));
  }
  sqlite3_finalize(rows);
  sqlite3_close(database);
  return kept;
}

void Ledger::ask(unsigned ballot, State to) {
  const std::lock_guard lock(mutex_);
  auto& possible = possible_[ballot];
  if (possible.empty()) possible.insert('-');
  possible.insert(to);
}

void Ledger::acknowledge(unsigned ballot, State to) {
  const std::lock_guard lock(mutex_);
  possible_[ballot] = {to};
}

opinion::Counts Ledger::check(const Kept& kept, const std::filesystem::path& key_file) {
  const std::lock_guard lock(mutex_);
  const auto keys = store::BallotKeyMaker::create(key_file, store::WhenMissing::refuse);
  REQUIRE(keys.has_value());
  opinion::Counts counts;
  std::size_t found = 0;
  for (auto& [ballot, possible] : possible_) {
    const auto key = keys->key_of(parks, ballot_of(ballot));
    const auto row = kept.find(opinion::to_text(opinion::BallotId{key}));
    const State is = row == kept.end() ? '-' : row->second;
    if (!possible.contains(is)) {
      FAIL("ballot " << ballot << " is " << is << ", but was acknowledged as "
                     << std::string(possible.begin(), possible.end()));
    }
    possible = {is};
    if (row != kept.end()) ++found;
    counts.agree += is == 'a' ? 1 : 0;
    counts.disagree += is == 'd' ? 1 : 0;
    counts.unsure += is == 'u' ? 1 : 0;
  }
  CHECK(found == kept.size());
  return counts;
}

std::set<unsigned> Ledger::certain() const {
  const std::lock_guard lock(mutex_);
  std::set<unsigned> certain;
  for (const auto& [ballot, possible] : possible_) {
    if (possible.size() == 1 && !possible.contains('-')) certain.insert(ballot);
  }
  return certain;
}

std::size_t Ledger::size() const {
  const std::lock_guard lock(mutex_);
  return possible_.size();
}

Load::Load(Ledger& ledger, std::vector<std::uint16_t> ports, std::string revision, Habit habit,
           std::uint32_t seed)
    : ledger_(ledger), ports_(std::move(ports)), revision_(std::move(revision)), habit_(habit) {
  for (unsigned person = 0; person < people; ++person) {
    people_.emplace_back([this, person, seed] { answer(person, seed * people + person); });
  }
}

Load::~Load() { stop(); }

void Load::stop() {
  stopping_ = true;
  for (std::thread& each : people_) {
    if (each.joinable()) each.join();
  }
}

void Load::wait(const std::atomic<int>& count, int more) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  const int until = count + more;
  while (count < until) {
    if (std::chrono::steady_clock::now() > deadline) FAIL("nothing happens any more");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void Load::wait_for(int acknowledged) { wait(acknowledged_, acknowledged); }
void Load::wait_for_refusals(int refused) { wait(refused_, refused); }

// One person's ballots are nobody else's, and one request waits for the last.
void Load::answer(unsigned person, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::map<std::uint16_t, std::unique_ptr<HttpClient>> clients;
  unsigned next = static_cast<unsigned>(ledger_.size());
  while (!stopping_) {
    const std::uint16_t port = ports_[random() % ports_.size()];
    const bool only_new = habit_ == Habit::only_new;
    const unsigned own = only_new ? 1'000 + next++ : static_cast<unsigned>(random() % ballots_each);
    const unsigned ballot = own * people + person;
    const State to = "adu-"[random() % (only_new ? 3 : 4)];
    ledger_.ask(ballot, to);
    try {
      std::unique_ptr<HttpClient>& client = clients[port];
      if (!client) client = std::make_unique<HttpClient>(port);
      const std::string target = fmt::format("/api/v1/ballots/{:032x}", ballot);
      const std::string body = fmt::format(
          R"({{"policy":"parks","revision":"{}","consent":true,"answers":{{"benches":"{}"}}}})",
          revision_, word_of(to));
      const int status =
          (to == '-' ? client->ask("DELETE", target) : client->ask("PUT", target, body)).status;
      if (status == 204) {
        ledger_.acknowledge(ballot, to);
        ++acknowledged_;
      } else if (status == 503) {
        ++refused_;
        // As a browser would, but sooner.
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      } else {
        throw std::runtime_error("the server said neither yes nor later");
      }
    } catch (const std::exception&) {
      clients.erase(port);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
}

}  // namespace enig::support

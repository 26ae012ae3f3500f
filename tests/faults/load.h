// People who answer, change their minds and withdraw, over HTTP, and remember what they were told.
//
//     Ledger ledger;
//     Load load(ledger, {port}, revision);      // many threads, until stop()
//     load.wait_for(100);                       // acknowledgements
//     serve.signal(SIGKILL);
//     load.stop();
//     ledger.check(kept_in_sqlite(folder));     // the test fails if one was forgotten
//
// The policy is that of tests/support/policy_files.h: "parks" with the one point "benches".
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "opinion/ballot.h"
#include "opinion/tally.h"

namespace enig::support {

// What a ballot says: a, d, u, or - where there is none.
using State = char;

// By 32 hexadecimal digits of its key.
using Kept = std::map<std::string, State>;
[[nodiscard]] State state_of_answers(const std::vector<std::uint8_t>& answers);
[[nodiscard]] Kept kept_in_sqlite(const std::filesystem::path& folder);

class Ledger {
 public:
  // A request begins that makes the ballot `to`, and was acknowledged.
  void ask(unsigned ballot, State to);
  void acknowledge(unsigned ballot, State to);

  // Every ballot is what was acknowledged last, or what was asked for since; and there is no other.
  // Goes on from what is kept. `key_file`: the server's.
  opinion::Counts check(const Kept& kept, const std::filesystem::path& key_file);

  // Ballots that are acknowledged to be there, and not being changed.
  [[nodiscard]] std::set<unsigned> certain() const;
  [[nodiscard]] std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::map<unsigned, std::set<State>> possible_;
};

class Load {
 public:
  enum class Habit { change, only_new };

  // Each request goes to one of the servers, drawn by lot.
  Load(Ledger& ledger, std::vector<std::uint16_t> ports, std::string revision,
       Habit habit = Habit::change, std::uint32_t seed = 1);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Waits until so many more have been acknowledged, or refused with 503; fails after a minute.
  void wait_for(int acknowledged);
  void wait_for_refusals(int refused);
  void stop();

 private:
  void answer(unsigned person, std::uint32_t seed);
  void wait(const std::atomic<int>& count, int more);

  Ledger& ledger_;
  std::vector<std::uint16_t> ports_;
  std::string revision_;
  Habit habit_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> acknowledged_{0};
  std::atomic<int> refused_{0};
  std::vector<std::thread> people_;
};

[[nodiscard]] opinion::BallotId ballot_of(unsigned number);

}  // namespace enig::support

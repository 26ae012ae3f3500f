// Who may put a new ballot: at once, after some work, or later.
//
//     Gate gate(options);
//     gate.admit({{network, Way::program}, {policy, ballot}, proof}, [](const Admission& admission)
//     {
//       if (admission.verdict == Verdict::admitted) …
//     });
//
// A ballot that has been admitted today is changed for nothing. Nothing is kept of a challenge: its
// salt is a keyed hash of what it is for, so that it cannot be made up; and because it is for one
// ballot, a proof that is used twice gains nothing.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/limits.h"
#include "server/budget.h"
#include "store/secret_file.h"
#include "work/challenge.h"

namespace enig::server {

// When work is asked for.
enum class WorkRule {
  never,      // who is beyond the budget comes again later
  automatic,  // beyond the network's budget, and from everybody while too many ballots wait
  always,     // for each new ballot
};

enum class Verdict {
  admitted,
  work_wanted,  // Admission::challenge says which
  later,        // beyond the budget, in a minute
  busy,         // too many proofs wait to be checked: in a moment
};

struct Admission {
  Verdict verdict = Verdict::admitted;
  std::string challenge = {};
};

// What is put: by whom, which ballot, and the proof that came with it, or nothing.
struct Newcomer {
  Sender sender;
  BallotName name;
  std::string_view proof;
};

// May be used from any thread.
class Gate {
 public:
  struct Options {
    WorkRule rule = WorkRule::automatic;
    int bits = limits::work_bits;
    // Signs challenges; the same in all servers that share a database.
    store::Secret secret{};
    std::function<std::int64_t()> now_unix_seconds;
    // Whether so many ballots wait that new ones are to be slowed down.
    std::function<bool()> is_busy = [] { return false; };
  };
  explicit Gate(Options options);
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  ~Gate();

  // Called once: at once, or on the thread that checks proofs.
  using Then = std::function<void(const Admission&)>;
  void admit(const Newcomer& newcomer, Then then);

  // A form cannot be asked for work: it has its own budget, and comes later beyond that.
  [[nodiscard]] bool admits_form(std::string_view network, const BallotName& name);

  // Answers what waits to be checked, and ends.
  void stop();

 private:
  struct Check {
    std::string network;
    PolicyId policy;
    opinion::BallotId ballot;
    work::Proof proof;
    Then then;
  };

  [[nodiscard]] Admission look(const Newcomer& newcomer);
  [[nodiscard]] Admission ask_for_work(const BallotName& name) const;
  [[nodiscard]] work::Challenge challenge_for(const BallotName& name, std::int64_t minute) const;
  [[nodiscard]] bool is_mine(const work::Challenge& challenge, const BallotName& name) const;
  void check(const Newcomer& newcomer, const work::Proof& proof, Then then);
  void run();
  void conclude(const Check& check);

  Options options_;
  Budget budget_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Check> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace enig::server

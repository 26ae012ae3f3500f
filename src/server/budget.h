// How many new ballots each network may put: many at once, for a school is one address, and then
// some each minute. To change a ballot costs nothing.
//
//     Budget budget(now_unix_seconds);
//     const bool may = budget.admits({request.network, Way::program}, {policy, ballot});
//
// No network and no ballot is held anywhere, only counters and bits at places that a keyed hash
// gives. Its key is made at start and at each midnight (UTC), and the old one thrown away with all
// that was counted under it; it never leaves the memory.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "opinion/ballot.h"

namespace enig::server {

// How a ballot comes: each way has a budget of its own, so that neither can use up the other's.
enum class Way { program, form };

struct Sender {
  std::string_view network;  // Proxies::network_of; empty where it is not known: without a budget
  Way way = Way::program;
};

struct BallotName {
  const PolicyId& policy;
  const opinion::BallotId& ballot;
};

// May be used from any thread.
class Budget {
 public:
  explicit Budget(std::function<std::int64_t()> now_unix_seconds);

  // Whether the ballot may be put: it has been admitted before today, or there is something left of
  // the network's budget, which is then less by one.
  [[nodiscard]] bool admits(const Sender& sender, const BallotName& name);

  // Whether it has been admitted today. One in some hundred others is taken for one that has.
  [[nodiscard]] bool knows(const BallotName& name);

  // It has been paid for otherwise.
  void note(const BallotName& name);

  // Takes so much more from the budget, as far as limits::budget_debt_max below nothing. False
  // where it is down there already.
  bool charge(const Sender& sender, int count);

 private:
  using Places = std::array<std::uint32_t, 4>;  // that a hash gives, each evenly

  void begin_minute();
  void renew();
  [[nodiscard]] Places places_of(std::string_view purpose, std::string_view text) const;
  [[nodiscard]] Places places_of(const BallotName& name) const;
  bool spend(const Sender& sender, int count, int limit);
  [[nodiscard]] bool has_bits(const Places& places) const;
  void set_bits(const Places& places);

  std::function<std::int64_t()> now_unix_seconds_;
  std::mutex mutex_;
  std::array<std::uint8_t, 32> key_{};
  std::int64_t day_ = 0;
  std::int64_t minute_ = 0;
  // What a network has spent is the less of two counters, one in each half; others may share one of
  // them, hardly ever both (a count-min sketch). Each minute all sink.
  std::vector<std::uint16_t> spent_;
  // A Bloom filter of the ballots.
  std::vector<std::uint64_t> known_;
  std::size_t known_count_ = 0;
};

}  // namespace enig::server

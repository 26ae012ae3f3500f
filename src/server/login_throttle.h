// How often anybody may try to log in: to one name, whether or not there is such an account, and
// from one network.
//
//     LoginThrottle throttle(now_unix_seconds);
//     if (!throttle.admits({request.network, name})) refuse();
//
// Neither names nor networks are held, only counters at places that a keyed hash gives; the key is
// made at start and never leaves the memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>
#include <vector>

namespace enig::server {

// May be used from any thread.
class LoginThrottle {
 public:
  explicit LoginThrottle(std::function<std::int64_t()> now_unix_seconds);

  struct Try {
    std::string_view network;  // Proxies::network_of; empty where it is not known: not counted
    std::string_view name;     // as it is compared
  };
  // Counts it, unless there were too many already.
  [[nodiscard]] bool admits(const Try& one);

 private:
  struct Places {
    std::size_t one;
    std::size_t other;
  };
  void begin_minute();
  [[nodiscard]] Places places_of(std::string_view purpose, std::string_view text) const;
  [[nodiscard]] int spent(const Places& places) const;
  void spend(const Places& places);

  std::function<std::int64_t()> now_unix_seconds_;
  std::mutex mutex_;
  std::array<std::uint8_t, 32> key_{};
  std::int64_t minute_;
  // As server/budget.h's: what is spent is the less of two counters, one in each half.
  std::vector<std::uint8_t> counters_;
};

}  // namespace enig::server

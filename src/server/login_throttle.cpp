#include "server/login_throttle.h"

#include <sodium.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/limits.h"

namespace enig::server {
namespace {

constexpr std::int64_t seconds_per_minute = 60;
constexpr std::size_t half = limits::staff_login_counters / 2;
constexpr int counter_max = std::numeric_limits<std::uint8_t>::max();
static_assert(limits::staff_logins_at_once < counter_max);

}  // namespace

LoginThrottle::LoginThrottle(std::function<std::int64_t()> now_unix_seconds)
    : now_unix_seconds_(std::move(now_unix_seconds)),
      minute_(now_unix_seconds_() / seconds_per_minute),
      counters_(limits::staff_login_counters) {
  randombytes_buf(key_.data(), key_.size());
}

bool LoginThrottle::admits(const Try& one) {
  const std::lock_guard lock(mutex_);
  begin_minute();
  const Places name = places_of("name", one.name);
  const Places network = places_of("network", one.network);
  const bool has_network = !one.network.empty();
  if (spent(name) >= limits::staff_logins_at_once) return false;
  if (has_network && spent(network) >= limits::staff_logins_at_once) return false;
  spend(name);
  if (has_network) spend(network);
  return true;
}

// A clock that goes backwards gives nothing back.
void LoginThrottle::begin_minute() {
  const std::int64_t passed = now_unix_seconds_() / seconds_per_minute - minute_;
  if (passed <= 0) return;
  minute_ += passed;
  const auto sunk = static_cast<int>(
      std::min<std::int64_t>(passed * limits::staff_logins_per_minute, counter_max));
  for (std::uint8_t& counter : counters_) {
    counter = static_cast<std::uint8_t>(std::max(counter - sunk, 0));
  }
}

// BLAKE2b (RFC 7693). No purpose holds a blank.
LoginThrottle::Places LoginThrottle::places_of(std::string_view purpose,
                                               std::string_view text) const {
  std::array<std::uint32_t, 4> hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, key_.data(), key_.size(), sizeof hash);
  for (const std::string_view part : {purpose, std::string_view(" "), text}) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(hash.data()), sizeof hash);
  return {hash[0] % half, half + hash[1] % half};
}

int LoginThrottle::spent(const Places& places) const {
  return std::min(counters_[places.one], counters_[places.other]);
}

void LoginThrottle::spend(const Places& places) {
  const int risen = spent(places) + 1;
  for (const std::size_t place : {places.one, places.other}) {
    counters_[place] = static_cast<std::uint8_t>(std::max<int>(counters_[place], risen));
  }
}

}  // namespace enig::server

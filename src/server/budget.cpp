#include "server/budget.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "base/limits.h"

namespace enig::server {
namespace {

constexpr std::int64_t seconds_per_minute = 60;
constexpr std::int64_t seconds_per_day = 24 * 60 * 60;
constexpr std::size_t bits_per_word = 64;
constexpr std::size_t half = limits::budget_counters / 2;
static_assert(limits::budget_debt_max + limits::new_ballots_at_once <=
              std::numeric_limits<std::uint16_t>::max());

}  // namespace

Budget::Budget(std::function<std::int64_t()> now_unix_seconds)
    : now_unix_seconds_(std::move(now_unix_seconds)),
      minute_(now_unix_seconds_() / seconds_per_minute),
      spent_(limits::budget_counters),
      known_(limits::known_ballots_bits / bits_per_word) {
  renew();
}

bool Budget::admits(const Sender& sender, const BallotName& name) {
  const std::lock_guard lock(mutex_);
  begin_minute();
  const Places places = places_of(name);
  if (has_bits(places)) return true;
  if (!spend(sender, 1, limits::new_ballots_at_once)) return false;
  set_bits(places);
  return true;
}

bool Budget::knows(const BallotName& name) {
  const std::lock_guard lock(mutex_);
  begin_minute();
  return has_bits(places_of(name));
}

void Budget::note(const BallotName& name) {
  const std::lock_guard lock(mutex_);
  begin_minute();
  set_bits(places_of(name));
}

bool Budget::charge(const Sender& sender, int count) {
  const std::lock_guard lock(mutex_);
  begin_minute();
  return spend(sender, count, limits::new_ballots_at_once + limits::budget_debt_max);
}

// A clock that goes backwards gives nothing back, but a day that is another is another.
void Budget::begin_minute() {
  const std::int64_t now = now_unix_seconds_();
  if (now / seconds_per_day != day_) return renew();
  const std::int64_t passed = now / seconds_per_minute - minute_;
  if (passed <= 0) return;
  minute_ += passed;
  const auto sunk = static_cast<std::uint16_t>(std::min<std::int64_t>(
      passed * limits::new_ballots_per_minute, std::numeric_limits<std::uint16_t>::max()));
  for (std::uint16_t& spent : spent_) {
    spent = static_cast<std::uint16_t>(spent - std::min(spent, sunk));
  }
}

void Budget::renew() {
  const std::int64_t now = now_unix_seconds_();
  day_ = now / seconds_per_day;
  minute_ = now / seconds_per_minute;
  randombytes_buf(key_.data(), key_.size());
  std::ranges::fill(spent_, std::uint16_t{0});
  std::ranges::fill(known_, std::uint64_t{0});
  known_count_ = 0;
}

// BLAKE2b (RFC 7693). No purpose holds a blank, and none of them follows the other.
Budget::Places Budget::places_of(std::string_view purpose, std::string_view text) const {
  Places places{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, key_.data(), key_.size(), sizeof places);
  for (const std::string_view part : {purpose, std::string_view(" "), text}) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(places.data()), sizeof places);
  return places;
}

Budget::Places Budget::places_of(const BallotName& name) const {
  std::string text(reinterpret_cast<const char*>(name.ballot.bytes.data()),
                   name.ballot.bytes.size());
  text += name.policy.str();
  return places_of("ballot", text);
}

// Only the lesser of the two counters says how much; the other has risen for somebody else too.
bool Budget::spend(const Sender& sender, int count, int limit) {
  if (sender.network.empty()) return true;
  const Places places = places_of(sender.way == Way::form ? "form" : "program", sender.network);
  std::uint16_t& one = spent_[places[0] % half];
  std::uint16_t& other = spent_[half + places[1] % half];
  const int spent = std::min(one, other);
  if (spent >= limit) return false;
  const auto risen = static_cast<std::uint16_t>(std::min(spent + count, limit));
  one = std::max(one, risen);
  other = std::max(other, risen);
  return true;
}

bool Budget::has_bits(const Places& places) const {
  return std::ranges::all_of(places, [this](std::uint32_t place) {
    const std::size_t bit = place % limits::known_ballots_bits;
    return (known_[bit / bits_per_word] >> (bit % bits_per_word) & 1) != 0;
  });
}

// So full that it would know ballots that never came, it begins anew.
void Budget::set_bits(const Places& places) {
  if (has_bits(places)) return;
  if (known_count_ >= limits::known_ballots_max) {
    std::ranges::fill(known_, std::uint64_t{0});
    known_count_ = 0;
  }
  ++known_count_;
  for (const std::uint32_t place : places) {
    const std::size_t bit = place % limits::known_ballots_bits;
    known_[bit / bits_per_word] |= std::uint64_t{1} << (bit % bits_per_word);
  }
}

}  // namespace enig::server

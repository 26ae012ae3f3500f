// Numbers drawn by lot, the same for the same seed on every machine: a simulation is one thing that
// can be made again.
//
//     Random random(seed, {person, topic});
//     if (random.happens(0.25)) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace enig::simulation {

// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
class Random {
 public:
  // `what` sets apart what is drawn for different things under one seed.
  Random(std::uint64_t seed, std::initializer_list<std::uint64_t> what) : state_(seed) {
    for (const std::uint64_t each : what) state_ = next() ^ (each * 0xD1342543DE82EF95U);
  }

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  // From 0 up to 1, which it never is.
  double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool happens(double chance) { return share() < chance; }
  double between(double low, double high) { return low + (high - low) * share(); }
  // 0 to count - 1.
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(share() * static_cast<double>(count));
  }
  // About normally distributed around 0, with a deviation of 1 and never beyond 6: the sum of
  // twelve shares.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += share();
    return sum;
  }

 private:
  std::uint64_t state_;
};

}  // namespace enig::simulation

// People who are not there, and what they answer: three groups with leanings of their own on each
// topic and section, points on which all agree and points that divide, some unsure, some to whom a
// point is important, most of whom answer a part of a few topics, over some weeks.
//
//     const People people(platform.policies, {.people = 200'000, .seed = 7});
//     for (std::size_t i = 0; i < people.count(); ++i)
//       for (const Given& given : people.answers_of(i)) …    // on day people.day_of(i)
//
// One person is made at a time, out of the seed and their number alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "opinion/ballot.h"
#include "policy/policy.h"
#include "simulation/random.h"

namespace enig::simulation {

struct Crowd {
  std::size_t people = 0;
  std::uint64_t seed = 0;
};

// One person's ballot on one topic.
struct Given {
  std::size_t topic = 0;  // place in the policies
  opinion::BallotId ballot;
  opinion::Sheet sheet;
};

class People {
 public:
  static constexpr std::size_t group_count = 3;
  static constexpr std::size_t day_count = 21;

  People(std::span<const policy::Policy> policies, const Crowd& crowd);

  [[nodiscard]] std::size_t count() const { return crowd_.people; }
  // People come in the order of their numbers: 0 to day_count - 1.
  [[nodiscard]] std::size_t day_of(std::size_t person) const;
  [[nodiscard]] std::vector<Given> answers_of(std::size_t person) const;

 private:
  struct Point {
    // How much more likely than not each group agrees, as logits.
    std::array<double, group_count> leaning{};
    double unsure_share = 0;
    double important_share = 0;
  };
  struct Topic {
    std::vector<Point> points;  // document order
    double weight = 0;          // how many come to it
  };
  struct Person {
    std::size_t group = 0;
    double mood = 0;  // agrees more, or less, than their group
  };
  [[nodiscard]] Topic topic_of(const policy::Policy& policy, std::size_t place) const;
  [[nodiscard]] opinion::Sheet sheet_of(const Topic& topic, const Person& person,
                                        Random& random) const;
  [[nodiscard]] std::vector<std::size_t> topics_for(Random& random) const;

  Crowd crowd_;
  std::vector<Topic> topics_;
  double weight_sum_ = 0;
  std::array<std::size_t, day_count> day_ends_{};  // the first person of the next day
};

}  // namespace enig::simulation

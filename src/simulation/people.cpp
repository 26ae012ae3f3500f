#include "simulation/people.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace enig::simulation {
namespace {

using opinion::Stance;

enum Purpose : std::uint64_t { of_topic = 100, of_person = 101, of_ballot = 102 };

constexpr double group_ends[People::group_count] = {0.46, 0.80, 1.0};
// How much a point moves people, as logits.
constexpr double platform_leaning = 0.5;  // what a party writes is liked rather than not
constexpr double point_spread = 0.6;
constexpr double mood_spread = 0.3;
constexpr double united_share = 0.3;  // of points that groups do not differ on
// On a section one group stands against the two others, this far apart.
constexpr double apart_min = 3.0;
constexpr double apart_max = 5.0;
// How far people go.
constexpr double another_topic = 0.62;
constexpr double point_skipped = 0.10;
constexpr double stops_at_point = 0.015;
constexpr double answers_topic = 0.55;
// A launch, a quiet time, a debate on the fifteenth day, and a last evening.
constexpr double day_weights[People::day_count] = {9, 7, 5, 4, 3, 2, 2, 2, 2, 1, 1,
                                                   1, 1, 2, 8, 6, 3, 2, 2, 3, 5};

double chance(double logit) { return 1 / (1 + std::exp(-logit)); }

}  // namespace

People::People(std::span<const policy::Policy> policies, const Crowd& crowd) : crowd_(crowd) {
  for (std::size_t place = 0; place < policies.size(); ++place) {
    topics_.push_back(topic_of(policies[place], place));
    weight_sum_ += topics_.back().weight;
  }
  double all = 0;
  for (const double weight : day_weights) all += weight;
  double sum = 0;
  for (std::size_t day = 0; day < day_count; ++day) {
    sum += day_weights[day];
    day_ends_[day] = static_cast<std::size_t>(static_cast<double>(crowd.people) * sum / all);
  }
  day_ends_.back() = crowd.people;
}

People::Topic People::topic_of(const policy::Policy& policy, std::size_t place) const {
  Random random(crowd_.seed, {of_topic, place});
  Topic topic;
  topic.weight = 1 / std::sqrt(static_cast<double>(place + 1));
  for (const policy::Section& section : policy.sections) {
    const double apart = random.between(apart_min, apart_max) * (random.happens(0.5) ? 1 : -1);
    const std::size_t alone = random.below(group_count);
    std::array<double, group_count> leaning{};
    for (std::size_t group = 0; group < group_count; ++group) {
      leaning[group] = group == alone ? apart / 2 : -apart / 2;
    }
    const auto add = [&] {
      const double liked = platform_leaning + point_spread * random.normal();
      const double divides = random.happens(united_share) ? 0 : random.between(0.6, 1.4);
      Point point;
      for (std::size_t group = 0; group < group_count; ++group) {
        point.leaning[group] = liked + divides * leaning[group];
      }
      point.unsure_share = random.between(0.04, 0.22);
      point.important_share = random.between(0.02, 0.12);
      topic.points.push_back(point);
    };
    for (const policy::Point& point : section.points) {
      add();
      for (std::size_t below = 0; below < point.points.size(); ++below) add();
    }
  }
  return topic;
}

std::size_t People::day_of(std::size_t person) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(day_ends_, person) - day_ends_.begin());
}

// One at least, each other one less likely; the first topics of the site more often.
std::vector<std::size_t> People::topics_for(Random& random) const {
  std::vector<std::size_t> chosen;
  do {
    double at = random.share() * weight_sum_;
    std::size_t topic = 0;
    while (topic + 1 < topics_.size() && at >= topics_[topic].weight) at -= topics_[topic++].weight;
    if (std::ranges::find(chosen, topic) == chosen.end()) chosen.push_back(topic);
  } while (chosen.size() < topics_.size() && random.happens(another_topic));
  return chosen;
}

opinion::Sheet People::sheet_of(const Topic& topic, const Person& person, Random& random) const {
  opinion::Sheet sheet;
  sheet.marks.resize(topic.points.size());
  double agreed = 1;
  double decided = 2;
  for (std::size_t i = 0; i < topic.points.size(); ++i) {
    if (random.happens(stops_at_point)) break;
    if (random.happens(point_skipped)) continue;
    const Point& point = topic.points[i];
    const bool is_unsure = random.happens(point.unsure_share);
    const bool agrees = random.happens(chance(point.leaning[person.group] + person.mood));
    sheet.marks[i].stance =
        is_unsure ? Stance::unsure : (agrees ? Stance::agree : Stance::disagree);
    sheet.marks[i].important = random.happens(point.important_share);
    if (is_unsure) continue;
    ++decided;
    if (agrees) ++agreed;
  }
  if (random.happens(answers_topic)) {
    sheet.topic = random.happens(agreed / decided) ? Stance::agree : Stance::disagree;
  }
  return sheet;
}

std::vector<Given> People::answers_of(std::size_t number) const {
  Random random(crowd_.seed, {of_person, number});
  Person person;
  const double at = random.share();
  while (person.group + 1 < group_count && at >= group_ends[person.group]) ++person.group;
  person.mood = mood_spread * random.normal();
  std::vector<Given> answers;
  for (const std::size_t topic : topics_for(random)) {
    Given given{topic, {}, sheet_of(topics_[topic], person, random)};
    if (opinion::is_empty(given.sheet)) continue;
    Random id(crowd_.seed, {of_ballot, number, topic});
    for (std::uint8_t& byte : given.ballot.bytes) byte = static_cast<std::uint8_t>(id.next());
    answers.push_back(std::move(given));
  }
  return answers;
}

}  // namespace enig::simulation

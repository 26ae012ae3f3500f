#include "cli/simulate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "cli/catalogue.h"
#include "cli/flags.h"
#include "files/catalogue.h"
#include "opinion/tally.h"
#include "policy/parse.h"
#include "simulation/people.h"
#include "simulation/platform.h"
#include "store/file.h"
#include "store/secret_file.h"
#include "store/sqlite_store.h"

namespace enig::cli {
namespace {

namespace fs = std::filesystem;
using Done = std::expected<void, Error>;

constexpr Flag number(std::string_view name) {
  return {name, "N", Need::required, Flag::Kind::number};
}
constexpr Flag known[] = {number("--topics"),
                          number("--points"),
                          number("--people"),
                          number("--seed"),
                          {"--out", "FOLDER", Need::required}};
constexpr std::int64_t first_day = 1'788'220'800;  // 2026-09-01T00:00:00Z
constexpr std::int64_t seconds_per_day = 24 * 60 * 60;
constexpr std::int64_t evening_s = 20 * 60 * 60;

std::unexpected<Error> refused(std::string what, std::string remedy = {}) {
  return std::unexpected(Error{Fault::refused, std::move(what), std::move(remedy)});
}

struct Wanted {
  simulation::Size size;
  simulation::Crowd crowd;
  fs::path out;
};

std::expected<std::uint64_t, Error> number_of(const Flags& flags, const char* name,
                                              std::uint64_t min, std::uint64_t max) {
  const std::string text = flags.value(name);
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = failed == std::errc() && end == text.data() + text.size();
  if (is_number && value >= min && value <= max) return value;
  return refused(fmt::format("{} wants {} to {}.", name, min, max));
}

std::expected<Wanted, Error> wanted_of(const Flags& flags) {
  const auto topics = number_of(flags, "--topics", 1, limits::topics_max);
  if (!topics) return std::unexpected(topics.error());
  // Topics differ in size, and none may be too large.
  const auto points = number_of(flags, "--points", *topics, *topics * limits::points_max / 4);
  if (!points) return std::unexpected(points.error());
  const auto people = number_of(flags, "--people", 1, limits::simulated_people_max);
  if (!people) return std::unexpected(people.error());
  const auto seed = number_of(flags, "--seed", 0, UINT64_MAX);
  if (!seed) return std::unexpected(seed.error());
  return Wanted{.size = {.topics = *topics, .points = *points, .seed = *seed},
                .crowd = {.people = *people, .seed = *seed},
                .out = flags.value("--out")};
}

Done write_file(const fs::path& path, std::string_view text) {
  const store::File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  std::size_t written = 0;
  while (file && written < text.size()) {
    const ssize_t bytes = ::write(file.descriptor(), text.data() + written, text.size() - written);
    if (bytes < 0) break;
    written += static_cast<std::size_t>(bytes);
  }
  if (file && written == text.size()) return {};
  return refused(
      fmt::format("The file {} cannot be written: {}.", path.string(), std::strerror(errno)),
      "Give a folder that is not there yet.");
}

Done make_folder(const fs::path& path) {
  std::error_code failed;
  if (fs::create_directory(path, failed) && !failed) return {};
  return refused(fmt::format("The folder {} cannot be made: {}.", path.string(),
                             failed ? failed.message() : "it is there already"),
                 "Give a folder that is not there yet.");
}

// The files, and what a server would read from them.
std::expected<files::Catalogue, Error> write_platform(const Wanted& wanted) {
  const fs::path folder = wanted.out / "policies";
  for (const fs::path& each : {wanted.out, folder}) {
    if (auto made = make_folder(each); !made) return std::unexpected(made.error());
  }
  const simulation::Platform platform = simulation::platform_of(wanted.size);
  for (std::size_t i = 0; i < platform.policies.size(); ++i) {
    const std::string json = policy::to_json(platform.policies[i]) + "\n";
    if (auto done = write_file(folder / platform.site.topics[i].path, json); !done) {
      return std::unexpected(done.error());
    }
  }
  if (auto done = write_file(folder / "site.json", policy::to_json(platform.site) + "\n"); !done) {
    return std::unexpected(done.error());
  }
  auto catalogue = files::load_catalogue(folder);
  if (catalogue) return std::move(*catalogue);
  return std::unexpected(Error{Fault::unavailable,
                               "What was simulated is no platform that Enig takes.",
                               fmt::format("enig check {} says why.", folder.string())});
}

// The ballots' key too comes from the seed, so that the same flags make the same rows. These are
// nobody's answers.
store::Secret key_of(std::uint64_t seed) {
  simulation::Random random(seed, {2});
  store::Secret key{};
  for (std::uint8_t& byte : key) byte = static_cast<std::uint8_t>(random.next());
  return key;
}

// A store that fills, day by day.
class Poll {
 public:
  Poll(std::unique_ptr<store::SqliteStore> store, const files::Catalogue& catalogue)
      : store_(std::move(store)), policies_(catalogue.policies) {
    for (const files::LoadedPolicy& each : policies_) {
      tallies_.emplace_back(policy::point_ids(each.policy).size());
    }
    numbers_.resize(policies_.size());
    ballots_.resize(policies_.size());
  }

  Done open() {
    for (const files::LoadedPolicy& each : policies_) {
      if (auto opened = store_->open_policy(each.policy); !opened) return opened;
    }
    return {};
  }

  Done put(simulation::Given given) {
    tallies_[given.topic].replace(std::nullopt, given.sheet);
    waiting_.push_back({policies_[given.topic].policy.id, given.ballot, std::move(given.sheet)});
    return waiting_.size() < limits::simulated_per_commit ? Done() : commit();
  }

  // In the evening all that has come that day is released.
  Done end_day(std::size_t day) {
    if (auto done = commit(); !done) return done;
    for (std::size_t i = 0; i < policies_.size(); ++i) {
      const opinion::Sums& sums = tallies_[i].sums();
      if (sums.ballots == ballots_[i]) continue;
      ballots_[i] = sums.ballots;
      const policy::Policy& policy = policies_[i].policy;
      const std::int64_t at =
          first_day + static_cast<std::int64_t>(day) * seconds_per_day + evening_s;
      auto saved = store_->save_release({.policy = policy.id,
                                         .revision = policy.revision,
                                         .number = ++numbers_[i],
                                         .released_at = opinion::to_minute(at),
                                         .points = policy::point_ids(policy),
                                         .sums = sums});
      if (!saved) return saved;
    }
    return store_->tidy();
  }

  [[nodiscard]] std::int64_t ballots() const {
    std::int64_t all = 0;
    for (const std::int64_t each : ballots_) all += each;
    return all;
  }

 private:
  Done commit() {
    if (waiting_.empty()) return {};
    const auto kept = store_->commit(waiting_);
    waiting_.clear();
    if (!kept) return std::unexpected(kept.error());
    return {};
  }

  std::unique_ptr<store::SqliteStore> store_;
  const std::vector<files::LoadedPolicy>& policies_;
  std::vector<opinion::Tally> tallies_;
  std::vector<std::int64_t> numbers_;  // of the last releases
  std::vector<std::int64_t> ballots_;  // in the last releases
  std::vector<store::Change> waiting_;
};

std::expected<std::int64_t, Error> simulate(const Wanted& wanted) {
  const auto catalogue = write_platform(wanted);
  if (!catalogue) return std::unexpected(catalogue.error());
  const fs::path data = wanted.out / "data";
  if (auto made = make_folder(data); !made) return std::unexpected(made.error());
  fs::permissions(data, fs::perms::owner_all);
  if (auto key = store::write_secret(data / "ballot.key", key_of(wanted.crowd.seed)); !key) {
    return std::unexpected(key.error());
  }
  auto store = store::SqliteStore::create(data, {.mode = policy::Mode::trial});
  if (!store) return std::unexpected(store.error());
  Poll poll(std::move(*store), *catalogue);
  if (auto opened = poll.open(); !opened) return std::unexpected(opened.error());
  std::vector<policy::Policy> policies;
  for (const files::LoadedPolicy& each : catalogue->policies) policies.push_back(each.policy);
  const simulation::People people(policies, wanted.crowd);
  std::size_t person = 0;
  for (std::size_t day = 0; day < simulation::People::day_count; ++day) {
    for (; person < people.count() && people.day_of(person) == day; ++person) {
      for (simulation::Given& given : people.answers_of(person)) {
        if (auto put = poll.put(std::move(given)); !put) return std::unexpected(put.error());
      }
    }
    if (auto ended = poll.end_day(day); !ended) return std::unexpected(ended.error());
  }
  return poll.ballots();
}

}  // namespace

int simulate_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  const auto flags = Flags::parse("simulate", known, args);
  if (!flags) {
    print_error(err, flags.error());
    return 2;
  }
  const auto wanted = wanted_of(*flags);
  if (!wanted) {
    print_error(err, wanted.error());
    return 2;
  }
  const auto ballots = simulate(*wanted);
  if (!ballots) {
    print_error(err, ballots.error());
    return 1;
  }
  const std::string folder = wanted->out.string();
  fmt::print(out,
             "{} people have given {} ballots on {} topics with {} points. They are nobody's, and "
             "a trial's.\nenig serve --policies {}/policies --data {}/data --trial\n",
             wanted->crowd.people, *ballots, wanted->size.topics, wanted->size.points, folder,
             folder);
  return 0;
}

}  // namespace enig::cli

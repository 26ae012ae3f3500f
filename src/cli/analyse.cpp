#include "cli/analyse.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analyse.h"
#include "base/limits.h"
#include "cli/analysis_json.h"
#include "cli/catalogue.h"
#include "cli/counted.h"
#include "cli/store.h"
#include "cli/votes_file.h"

namespace enig::cli {
namespace {

using analysis::Rules;
using analysis::Vote;
using analysis::VoteMatrix;

constexpr Flag of_files[] = {{"--votes", "FILE", Need::required},
                             {"--moderation", "FILE"},
                             {"--groups", "FILE"},
                             {"--rules", "enig|polis"},
                             {"--out", "FILE"}};
constexpr Flag of_ballots[] = {{"--policies", "DIR", Need::required},
                               {"--policy", "ID", Need::required},
                               data_flag,
                               database_flag,
                               {"--out", "FILE"}};

int say(std::FILE* err, const Errors& errors) {
  for (const Error& error : errors) print_error(err, error);
  return 1;
}

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Beside the file and then in its place: whoever reads it meanwhile has the whole old one.
std::expected<void, Error> write(const analysis::Analysis& found, const Named& names,
                                 const std::string& path) {
  const std::string beside = path + ".part";
  std::unique_ptr<std::FILE, Closer> file(std::fopen(beside.c_str(), "wb"));
  const bool is_written = file && write_json(found, names, file.get());
  int problem = errno;
  const bool is_closed = !file || std::fclose(file.release()) == 0;
  if (is_written && is_closed) {
    std::error_code failed;
    std::filesystem::rename(beside, path, failed);
    if (!failed) return {};
    problem = failed.value();
  }
  std::error_code ignored;
  std::filesystem::remove(beside, ignored);
  return std::unexpected(
      Error{Fault::unavailable,
            fmt::format("The file {} cannot be written: {}.", path, std::strerror(problem)),
            "Give another name, or make room."});
}

std::string summary(const analysis::Analysis& found, const Named& names) {
  const std::string groups = found.grouping.is_clear
                                 ? counted(found.grouping.groups.size(), "group", "groups")
                                 : "no clear groups";
  return fmt::format("{}, {}, {}: {} (silhouette {:.2f})\n",
                     counted(names.people, "person", "people"),
                     counted(names.statements.size(), "statement", "statements"),
                     counted(names.votes, "vote", "votes"), groups, found.grouping.silhouette);
}

int finish(const analysis::Analysis& found, const Named& names, const Flags& flags, std::FILE* out,
           std::FILE* err) {
  if (!flags.has("--out")) {
    if (write_json(found, names, out)) return 0;
    return say(err, {{Fault::unavailable,
                      fmt::format("The result cannot be written: {}.", std::strerror(errno)), ""}});
  }
  if (const auto written = write(found, names, flags.value("--out")); !written) {
    return say(err, {written.error()});
  }
  fmt::print(out, "{}", summary(found, names));
  return 0;
}

std::uint64_t votes_in(const VoteMatrix& matrix) {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < matrix.statements(); ++i) {
    all += static_cast<std::uint64_t>(matrix.sums(i).answers());
  }
  return all;
}

// `what` is how many of what.
void note_unknown(std::FILE* err, std::size_t count, std::string_view what,
                  const std::string& file) {
  if (count == 0) return;
  fmt::print(err, "enig: {} of {} {} no vote, and {} for nothing.\n", what, file,
             count == 1 ? "has" : "have", count == 1 ? "counts" : "count");
}

int analyse_files(const Flags& flags, std::FILE* out, std::FILE* err) {
  const std::string rules = flags.value("--rules", "enig");
  if (rules != "enig" && rules != "polis") {
    print_error(err, {Fault::refused, fmt::format("There are no rules \"{}\".", rules),
                      "Choose enig or polis."});
    return 2;
  }
  auto votes = read_votes(flags.value("--votes"));
  if (!votes) return say(err, votes.error());

  const std::size_t statements = votes->statements.size();
  analysis::Question question{.rules = rules == "polis" ? Rules::polis : Rules::ours,
                              .hidden = std::vector<bool>(statements),
                              .meta = std::vector<bool>(statements),
                              .groups = std::nullopt,
                              .group_rules = {},
                              .order = votes->first_vote};
  Named names{.rules = question.rules,
              .statements = votes->statements,
              .people = votes->people.size(),
              .votes = votes_in(votes->matrix),
              .events = votes->events,
              .people_ids = votes->people,
              .groups = {}};
  if (flags.has("--moderation")) {
    const std::string file = flags.value("--moderation");
    auto moderation = read_moderation(file, *votes);
    if (!moderation) return say(err, moderation.error());
    note_unknown(err, moderation->unknown, counted(moderation->unknown, "statement", "statements"),
                 file);
    question.meta = moderation->meta;
    for (std::size_t i = 0; i < statements; ++i) {
      question.hidden[i] = moderation->out[i] || moderation->meta[i];
    }
  }
  if (flags.has("--groups")) {
    const std::string file = flags.value("--groups");
    auto groups = read_groups(file, *votes);
    if (!groups) return say(err, groups.error());
    note_unknown(err, groups->unknown, counted(groups->unknown, "person", "people"), file);
    if (groups->differ > 0) {
      fmt::print(err, "enig: {} of {} {} not as in {}.\n", counted(groups->differ, "vote", "votes"),
                 file, groups->differ == 1 ? "is" : "are", flags.value("--votes"));
    }
    question.groups = std::move(groups->of);
    names.groups = std::move(groups->names);
  }
  return finish(analysis::analyse(votes->matrix, question), names, flags, out, err);
}

std::vector<std::optional<Vote>> votes_of(const opinion::Sheet& sheet) {
  std::vector<std::optional<Vote>> votes;
  for (const opinion::Mark& mark : sheet.marks) {
    if (!mark.stance) {
      votes.emplace_back();
    } else if (*mark.stance == opinion::Stance::unsure) {
      votes.emplace_back(Vote::pass);
    } else {
      votes.emplace_back(*mark.stance == opinion::Stance::agree ? Vote::agree : Vote::disagree);
    }
  }
  return votes;
}

Error no_policy(const std::string& id, const files::Catalogue& catalogue) {
  std::string names;
  for (const files::LoadedPolicy& loaded : catalogue.policies) {
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", loaded.policy.id.str());
  }
  return {Fault::unknown, fmt::format("There is no policy \"{}\" here.", id),
          fmt::format("The folder of --policies has {}.", names)};
}

// An analysis is a release of a kind: it waits for as many as the first one does.
std::expected<void, Error> check_enough(const Ballots& ballots, const std::string& id,
                                        std::size_t people) {
  const auto first = ballots.mode == policy::Mode::trial
                         ? static_cast<std::uint64_t>(opinion::trial_rule.first_ballots_min)
                         : std::max<std::uint64_t>(ballots.catalogue.site.release.first_ballots,
                                                   limits::analysed_ballots_min);
  if (people >= first) return {};
  return std::unexpected(Error{
      Fault::refused,
      fmt::format("Of \"{}\" there {} {}, and an analysis wants at least {}: of fewer it could "
                  "tell what a single person has answered.",
                  id, people == 1 ? "is" : "are", counted(people, "ballot", "ballots"), first),
      fmt::format("Wait for more: so many come before anything is released (first_ballots in "
                  "site.json), but never fewer than {} outside of a trial.",
                  limits::analysed_ballots_min)});
}

int analyse_ballots(Ballots& ballots, std::FILE* out, std::FILE* err) {
  const std::string id = ballots.flags.value("--policy");
  const auto loaded =
      std::ranges::find(ballots.catalogue.policies, id,
                        [](const files::LoadedPolicy& one) { return one.policy.id.str(); });
  if (loaded == ballots.catalogue.policies.end()) {
    return say(err, {no_policy(id, ballots.catalogue)});
  }
  // Ballots come in no order: those that are alike go together, and so the result is the same.
  std::vector<std::vector<std::optional<Vote>>> sheets;
  const auto read = [&]() -> std::expected<void, Error> {
    if (auto opened = ballots.store->open_policy(loaded->policy); !opened) return opened;
    return ballots.store->replay(
        loaded->policy.id, [&](const opinion::Sheet& sheet) { sheets.push_back(votes_of(sheet)); });
  }();
  if (!read) return say(err, {read.error()});
  if (const auto enough = check_enough(ballots, id, sheets.size()); !enough) {
    return say(err, {enough.error()});
  }
  std::ranges::sort(sheets);
  Named names;
  for (const PointId& point : policy::point_ids(loaded->policy)) {
    names.statements.push_back(point.str());
  }
  VoteMatrix matrix(sheets.size(), names.statements.size());
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    for (std::size_t j = 0; j < sheets[i].size(); ++j) {
      if (sheets[i][j]) matrix.set(i, j, *sheets[i][j]);
    }
  }
  names.people = sheets.size();
  names.votes = names.events = votes_in(matrix);
  const analysis::Question question{.rules = Rules::ours,
                                    .hidden = std::vector<bool>(names.statements.size()),
                                    .meta = std::vector<bool>(names.statements.size()),
                                    .groups = std::nullopt,
                                    .group_rules = {},
                                    .order = {}};
  return finish(analysis::analyse(matrix, question), names, ballots.flags, out, err);
}

}  // namespace

int analyse_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  const bool is_of_ballots =
      std::ranges::any_of(args, [](std::string_view arg) { return arg.starts_with("--polic"); });
  if (is_of_ballots) {
    auto ballots = ballots_or_say("analyse", of_ballots, args, err);
    return ballots ? analyse_ballots(*ballots, out, err) : ballots.error();
  }
  const auto flags = Flags::parse("analyse", of_files, args);
  if (flags) return analyse_files(*flags, out, err);
  print_error(err, flags.error());
  return 2;
}

}  // namespace enig::cli

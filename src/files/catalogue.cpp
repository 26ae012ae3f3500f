#include "files/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/limits.h"
#include "files/read_file.h"
#include "policy/parse.h"

namespace enig::files {
namespace {

namespace fs = std::filesystem;
using policy::Problem;
using policy::Severity;

constexpr std::string_view site_name = "site.json";

// A file's checked contents, or nothing: then what is wrong with it is in the report.
template <class Value, class Parse>
std::optional<Value> read_checked(const fs::path& file, Report& report, Parse parse) {
  std::expected<std::string, Error> json = read_file(file, limits::policy_file_bytes_max);
  if (!json) {
    report.unreadable.push_back(std::move(json.error()));
    return std::nullopt;
  }
  ++report.files;
  policy::Parsed<Value> value = parse(file.string(), *json);
  if (!value) {
    std::ranges::move(value.error(), std::back_inserter(report.problems));
    return std::nullopt;
  }
  return std::move(*value);
}

std::optional<policy::Policy> read_policy(const fs::path& file, Report& report) {
  auto parse = [](const std::string& name, std::string_view json) {
    policy::Parsed<policy::Policy> parsed = policy::parse(name, json, policy::Origin::file);
    if (parsed) parsed->revision = revision_of(json);
    return parsed;
  };
  std::optional<policy::Policy> policy = read_checked<policy::Policy>(file, report, parse);
  if (policy) report.points += policy::point_ids(*policy).size();
  return policy;
}

std::optional<policy::Site> read_site(const fs::path& file, Report& report) {
  auto parse = [](const std::string& name, std::string_view json) {
    return policy::parse_site(name, json);
  };
  return read_checked<policy::Site>(file, report, parse);
}

Problem problem_of(const fs::path& site_file, const policy::TopicPath& topic, std::string what,
                   std::string remedy) {
  return {site_file.string(), topic.line,      topic.column,
          Severity::error,    std::move(what), std::move(remedy)};
}

// True if the topic's file is there; if not, that is a problem of site.json.
bool topic_exists(const fs::path& site_file, const policy::TopicPath& topic, Report& report) {
  std::error_code error;
  if (fs::exists(site_file.parent_path() / topic.path, error)) return true;
  report.problems.push_back(problem_of(site_file, topic,
                                       fmt::format("There is no file {} here.", topic.path),
                                       "Look at the spelling, or remove the topic."));
  return false;
}

// The policies of the site's topics, as far as they can be read.
std::vector<LoadedPolicy> read_topics(const fs::path& site_file, const policy::Site& site,
                                      Report& report) {
  std::vector<LoadedPolicy> loaded;
  std::map<PolicyId, std::string> path_of;
  // What is wrong in site.json stands before what is wrong in the files that it names.
  std::vector<Problem> own;
  for (const policy::TopicPath& topic : site.topics) {
    Report of_topic;
    if (topic_exists(site_file, topic, of_topic)) {
      auto policy = read_policy(site_file.parent_path() / topic.path, report);
      if (!policy) continue;
      const auto [first, is_new] = path_of.try_emplace(policy->id, topic.path);
      if (is_new) {
        loaded.push_back({std::move(*policy), topic.path});
      } else {
        own.push_back(
            problem_of(site_file, topic,
                       fmt::format("The policy in this file has the id \"{}\", as has {}.",
                                   policy->id.str(), first->second),
                       "Give one of them another id."));
      }
    }
    std::ranges::move(of_topic.problems, std::back_inserter(own));
  }
  report.problems.insert(report.problems.begin(), std::make_move_iterator(own.begin()),
                         std::make_move_iterator(own.end()));
  return loaded;
}

bool is_policy_name(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".json") && name != "schema.json" && !name.ends_with(".schema.json");
}

// Every policy file and site.json below a folder, by path.
std::set<fs::path> json_files_below(const fs::path& folder, Report& report) {
  std::set<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    const bool hidden = entry->path().filename().string().starts_with('.');
    std::error_code of_entry;
    if (hidden) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file(of_entry) && is_policy_name(entry->path())) {
      files.insert(entry->path().lexically_normal());
    }
    entry.increment(error);
  }
  if (error) {
    report.unreadable.push_back(
        {Fault::unavailable,
         fmt::format("{} cannot be read: {}.", folder.string(), error.message()),
         "Look at the name and at who may read it."});
  }
  return files;
}

void check_folder(const fs::path& folder, Report& report) {
  std::set<fs::path> files = json_files_below(folder, report);
  const fs::path site_file = (folder / site_name).lexically_normal();
  const bool has_site = files.erase(site_file) > 0;
  if (has_site) {
    Report of_site;
    const std::optional<policy::Site> site = read_site(site_file, of_site);
    if (site) static_cast<void>(read_topics(site_file, *site, of_site));
    std::ranges::move(of_site.unreadable, std::back_inserter(report.unreadable));
    std::ranges::move(of_site.problems, std::back_inserter(report.problems));
    report.files += of_site.files;
    report.points += of_site.points;
    if (site) {
      for (const policy::TopicPath& topic : site->topics) {
        files.erase((folder / topic.path).lexically_normal());
      }
    }
    for (const fs::path& file : files) {
      check_path(file, report);
      if (!site) continue;
      report.problems.push_back({file.string(), 1, 1, Severity::warning,
                                 fmt::format("{} does not list this file.", site_file.string()),
                                 "Add it to \"topics\" when it is to be published."});
    }
    return;
  }
  for (const fs::path& file : files) check_path(file, report);
  if (files.empty()) {
    report.unreadable.push_back({Fault::unavailable,
                                 fmt::format("{} has no policy files.", folder.string()),
                                 "Name the folder that holds site.json."});
  }
}

}  // namespace

std::expected<Catalogue, LoadFailure> load_catalogue(const fs::path& folder) {
  Report report;
  const fs::path site_file = (folder / site_name).lexically_normal();
  std::optional<policy::Site> site = read_site(site_file, report);
  std::vector<LoadedPolicy> policies;
  if (site) policies = read_topics(site_file, *site, report);
  if (!report.unreadable.empty() || !report.problems.empty()) {
    return std::unexpected(LoadFailure{std::move(report.unreadable), std::move(report.problems)});
  }
  return Catalogue{std::move(*site), std::move(policies)};
}

bool has_errors(const Report& report) {
  return std::ranges::find(report.problems, Severity::error, &Problem::severity) !=
         report.problems.end();
}

void check_path(const fs::path& path, Report& report) {
  std::error_code error;
  if (fs::is_directory(path, error)) return check_folder(path, report);
  if (path.filename() != site_name) {
    static_cast<void>(read_policy(path, report));
    return;
  }
  const std::optional<policy::Site> site = read_site(path, report);
  if (!site) return;
  for (const policy::TopicPath& topic : site->topics) topic_exists(path, topic, report);
}

}  // namespace enig::files

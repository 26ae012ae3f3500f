#include "cli/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "files/catalogue.h"
#include "page/contrast.h"
#include "page/theme.h"
#include "policy/problem.h"
#include "policy/site.h"

namespace enig::cli {
namespace {

constexpr std::string_view usage =
    "Use: enig check FILE|DIR… [--json]\n"
    "Names every problem of policy files, and of the colours on the pages. A folder means its "
    "site.json and every policy below it.\n"
    "Exit code: 0 all is right, 1 there are errors, 2 something cannot be read.\n";

enum class Output { text, json };

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::size_t count(const files::Report& report, policy::Severity severity) {
  return static_cast<std::size_t>(
      std::ranges::count(report.problems, severity, &policy::Problem::severity));
}

// The publisher's own accents are checked where site.json is read, with their line.
void check_colours(files::Report& report) {
  const policy::Theme theme;
  for (const std::vector<policy::Problem>& problems :
       {page::contrast_problems(page::light_palette(page::colour_from(theme.accent)), "light"),
        page::contrast_problems(page::dark_palette(page::colour_from(theme.accent_dark)),
                                "dark")}) {
    report.problems.insert(report.problems.end(), problems.begin(), problems.end());
  }
}

// Of both schemes.
std::size_t pair_count() { return 2 * page::colour_pairs().size(); }

void print_text(const files::Report& report, std::FILE* out) {
  fmt::print(out, "{}", policy::to_text(report.problems));
  fmt::print(out, "Checked {} with {}, and {}: {}, {}.\n", counted(report.files, "file"),
             counted(report.points, "point"), counted(pair_count(), "colour pair"),
             counted(count(report, policy::Severity::error), "error"),
             counted(count(report, policy::Severity::warning), "warning"));
}

void print_json(const files::Report& report, std::FILE* out) {
  using Json = nlohmann::ordered_json;
  Json problems = Json::array();
  for (const policy::Problem& problem : report.problems) {
    const bool is_error = problem.severity == policy::Severity::error;
    problems.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"column", problem.column},
                        {"severity", is_error ? "error" : "warning"},
                        {"what", problem.what},
                        {"remedy", problem.remedy}});
  }
  Json unreadable = Json::array();
  for (const Error& error : report.unreadable) {
    unreadable.push_back({{"what", error.what}, {"remedy", error.remedy}});
  }
  const Json json = {{"files", report.files},
                     {"points", report.points},
                     {"colour_pairs", pair_count()},
                     {"errors", count(report, policy::Severity::error)},
                     {"warnings", count(report, policy::Severity::warning)},
                     {"problems", std::move(problems)},
                     {"unreadable", std::move(unreadable)}};
  // A file's name need not be UTF-8, JSON must be.
  fmt::print(out, "{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

int check_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  Output output = Output::text;
  std::vector<std::filesystem::path> paths;
  for (const std::string_view arg : args) {
    if (arg == "--json") {
      output = Output::json;
    } else if (arg == "--help" || arg == "-h") {
      fmt::print(out, "{}", usage);
      return 0;
    } else if (arg.starts_with("-") && arg.size() > 1) {
      fmt::print(err, "enig check: there is no option {}.\n{}", arg, usage);
      return 2;
    } else {
      paths.emplace_back(arg);
    }
  }
  if (paths.empty()) {
    fmt::print(err, "{}", usage);
    return 2;
  }

  files::Report report;
  for (const std::filesystem::path& path : paths) files::check_path(path, report);
  check_colours(report);
  if (output == Output::json) {
    print_json(report, out);
  } else {
    print_text(report, out);
  }
  for (const Error& error : report.unreadable) fmt::print(err, "enig check: {}\n", to_text(error));
  if (!report.unreadable.empty()) return 2;
  return files::has_errors(report) ? 1 : 0;
}

}  // namespace enig::cli

#include "cli/render.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <expected>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/catalogue.h"
#include "cli/flags.h"
#include "policy/parse.h"
#include "server/pages.h"
#include "server/published.h"
#include "server/site_files.h"
#include "wire/policies.h"

namespace enig::cli {
namespace {

namespace fs = std::filesystem;

constexpr Flag known[] = {
    {"--policies", "DIR", Need::required}, {"--out", "DIR", Need::required}, {"--server", "none"}};

using Files = std::map<std::string, std::string>;  // contents by path below the folder

// What was written the last time, a path a line, so that pages of topics that are gone go too.
constexpr std::string_view list_name = ".enig-rendered";

Files files_of(const server::Published& published, const fs::path& folder) {
  Files files;
  const server::Pages pages(published, server::newest_program(folder));
  for (const auto& [address, page] : published.pages()) {
    files.emplace(page.path + "index.html", pages.print_first(page, nullptr));
  }
  files.emplace(pages.theme_name(), pages.theme_css());
  std::vector<wire::PolicyEntry> entries;
  for (std::size_t i = 0; i < published.publications().size(); ++i) {
    const policy::Policy& policy = published.publications()[i].policy;
    entries.push_back(wire::policy_entry(policy, published.url_of(i)));
    files.emplace(fmt::format("api/v1/policies/{}.json", policy.id.str()), policy::to_json(policy));
  }
  files.emplace("api/v1/policies.json", wire::to_json(entries));
  return files;
}

bool holds(const fs::path& file, std::string_view text) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return false;
  const std::string now(std::istreambuf_iterator<char>(in), {});
  return !in.bad() && now == text;
}

// Written aside and renamed, so that nobody reads half a file.
bool replace(const fs::path& file, std::string_view text) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  const fs::path aside = file.string() + fmt::format(".{}.new", ::getpid());
  {
    std::ofstream out(aside, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) fs::rename(aside, file, failed);
  if (!failed) return true;
  std::error_code none;
  fs::remove(aside, none);
  return false;
}

// A line is a path of a file that lies below the folder, or it is not ours.
bool is_inside(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  return std::ranges::find(path, fs::path("..")) == path.end();
}

// Takes away what the last rendering has made and this one has not, with its compressed copies, and
// the folders that are empty then. Themes stay: pages that somebody has kept ask for them.
std::size_t remove_gone(const fs::path& folder, const Files& files) {
  std::ifstream list(folder / list_name);
  std::size_t removed = 0;
  std::error_code none;
  for (std::string line; std::getline(list, line);) {
    if (files.contains(line) || server::is_theme_name(line) || !is_inside(line)) continue;
    const fs::path file = folder / line;
    if (!fs::is_regular_file(fs::symlink_status(file, none))) continue;
    if (fs::remove(file, none)) ++removed;
    for (const std::string_view ending : {".br", ".gz"}) {
      fs::remove(fs::path(file.string() + std::string(ending)), none);
    }
    // Only an empty folder can be removed.
    for (fs::path above = fs::path(line).parent_path(); !above.empty();
         above = above.parent_path()) {
      if (!fs::is_empty(folder / above, none) || !fs::remove(folder / above, none)) break;
    }
  }
  return removed;
}

bool keep_list(const fs::path& folder, const Files& files) {
  std::string list;
  for (const auto& [path, text] : files) list += path + "\n";
  return holds(folder / list_name, list) || replace(folder / list_name, list);
}

// How many files were new or changed.
std::expected<std::size_t, Error> write_all(const fs::path& folder, const Files& files) {
  std::size_t changed = 0;
  for (const auto& [path, text] : files) {
    const fs::path file = folder / path;
    if (holds(file, text)) continue;
    if (!replace(file, text)) {
      return std::unexpected(Error{Fault::unavailable,
                                   fmt::format("{} cannot be written.", file.string()),
                                   "Look at the disk and the folder's permissions."});
    }
    ++changed;
  }
  return changed;
}

}  // namespace

int render_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  const auto flags = Flags::parse("render", known, args);
  if (!flags) {
    print_error(err, flags.error());
    return 2;
  }
  if (flags->value("--server", "none") != "none") {
    print_error(err, {Fault::refused, "--server can only be none: the pages send nothing.", ""});
    return 2;
  }
  auto catalogue = load_or_say(flags->value("--policies"), err);
  if (!catalogue) return 1;
  const auto published = server::Published::create(std::move(*catalogue), policy::Mode::read_only);
  if (!published) {
    print_error(err, published.error());
    return 1;
  }
  const fs::path folder = flags->value("--out");
  const Files files = files_of(*published, folder);
  const auto changed = write_all(folder, files);
  if (!changed) {
    print_error(err, changed.error());
    return 1;
  }
  const std::size_t removed = remove_gone(folder, files);
  if (!keep_list(folder, files)) {
    print_error(err, {Fault::unavailable, "The list of what was rendered cannot be written.",
                      "Look at the disk and the folder's permissions."});
    return 1;
  }
  fmt::print(out, "{}: {} files, {} of them new or changed", folder.string(), files.size(),
             *changed);
  if (removed > 0) fmt::print(out, ", {} taken away", removed);
  fmt::print(out, "\n");
  return 0;
}

}  // namespace enig::cli

#include "cli/render.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/catalogue.h"
#include "cli/flags.h"
#include "html/stylesheet.h"
#include "policy/parse.h"
#include "server/pages.h"
#include "server/published.h"
#include "wire/policies.h"

namespace enig::cli {
namespace {

namespace fs = std::filesystem;

constexpr Flag known[] = {
    {"--policies", "DIR", Need::required}, {"--out", "DIR", Need::required}, {"--server", "none"}};

using Files = std::map<std::string, std::string>;  // contents by path below the folder

Files files_of(const server::Published& published) {
  Files files;
  const server::Pages pages(published);
  for (const auto& [address, page] : published.pages()) {
    files.emplace(page.path + "index.html", pages.print_first(page, std::nullopt));
  }
  files.emplace("theme.css", html::stylesheet(published.site().theme));
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
  const Files files = files_of(*published);
  std::size_t changed = 0;
  for (const auto& [path, text] : files) {
    const fs::path file = folder / path;
    if (holds(file, text)) continue;
    if (!replace(file, text)) {
      print_error(err, {Fault::unavailable, fmt::format("{} cannot be written.", file.string()),
                        "Look at the disk and the folder's permissions."});
      return 1;
    }
    ++changed;
  }
  fmt::print(out, "{}: {} files, {} of them new or changed\n", folder.string(), files.size(),
             changed);
  return 0;
}

}  // namespace enig::cli

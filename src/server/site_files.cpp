#include "server/site_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "base/hex.h"
#include "server/negotiate.h"

namespace enig::server {
namespace {

namespace fs = std::filesystem;

struct TypeOf {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array<TypeOf, 12> types = {{
    {".wasm", "application/wasm"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".jpg", "image/jpeg"},
    {".ico", "image/vnd.microsoft.icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
}};

std::optional<std::string_view> type_of(const fs::path& file) {
  const std::string ending = file.extension().string();
  for (const TypeOf& known : types) {
    if (known.ending == ending) return known.type;
  }
  return std::nullopt;
}

std::expected<std::string, Error> read_whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (in.bad() || !in.is_open()) {
    return std::unexpected(Error{Fault::unavailable,
                                 fmt::format("The file {} cannot be read.", file.string()),
                                 "Look at its permissions."});
  }
  return bytes;
}

// A compressed file may be older than the one it was made from only by mistake; then it is not
// used.
std::expected<Variant, Error> read_variant(const fs::path& original, std::string_view ending) {
  const fs::path file = original.string() + std::string(ending);
  std::error_code none;
  if (!fs::is_regular_file(file, none)) return Variant{};
  if (fs::last_write_time(file, none) < fs::last_write_time(original, none)) return Variant{};
  auto bytes = read_whole(file);
  if (!bytes) return std::unexpected(bytes.error());
  std::string etag = etag_of(*bytes);
  return Variant{share(std::move(*bytes)), std::move(etag)};
}

bool lies_in(const fs::path& file, const fs::path& folder) {
  std::error_code failed;
  const fs::path inside = fs::relative(fs::canonical(file, failed), folder, failed);
  return !failed && !inside.empty() && *inside.begin() != "..";
}

constexpr std::string_view program_folder = "program/";
constexpr std::size_t name_digits = 16;

bool is_digest(std::string_view text) {
  return text.size() == name_digits &&
         std::ranges::all_of(text, [](char c) { return hex_digit(c).has_value(); });
}

// Below a folder that is named after what it holds.
bool lasts(std::string_view path) {
  if (!path.starts_with(program_folder)) return false;
  path.remove_prefix(program_folder.size());
  return is_digest(path.substr(0, path.find('/')));
}

constexpr std::string_view theme_start = "theme.";
constexpr std::string_view theme_ending = ".css";

}  // namespace

std::string newest_program(const fs::path& site_folder) {
  std::ifstream in(site_folder / program_folder / "current");
  std::string name;
  std::getline(in, name);
  std::error_code none;
  const std::string folder = std::string(program_folder) + name + "/";
  return is_digest(name) && fs::is_directory(site_folder / folder, none) ? folder : "";
}

std::string theme_name(std::string_view css) {
  // An ETag is a digest between quotation marks.
  return std::string(theme_start) + etag_of(css).substr(1, name_digits) + std::string(theme_ending);
}

bool is_theme_name(std::string_view name) {
  if (!name.starts_with(theme_start) || !name.ends_with(theme_ending)) return false;
  name.remove_prefix(theme_start.size());
  name.remove_suffix(theme_ending.size());
  return is_digest(name);
}

std::expected<SiteFiles, Error> SiteFiles::load(const fs::path& given) {
  std::error_code failed;
  const fs::path folder = fs::canonical(given, failed);
  SiteFiles files;
  fs::recursive_directory_iterator entry;
  if (!failed) entry = fs::recursive_directory_iterator(folder, failed);
  while (!failed && entry != fs::recursive_directory_iterator()) {
    const fs::path file = entry->path();
    const auto type = type_of(file);
    std::error_code none;
    if (type && entry->is_regular_file(none) && lies_in(file, folder)) {
      auto bytes = read_whole(file);
      auto brotli = read_variant(file, ".br");
      auto gzip = read_variant(file, ".gz");
      if (!bytes) return std::unexpected(bytes.error());
      if (!brotli) return std::unexpected(brotli.error());
      if (!gzip) return std::unexpected(gzip.error());
      Resource resource = uncompressed(*type, std::move(*bytes));
      resource.brotli = std::move(*brotli);
      resource.gzip = std::move(*gzip);
      const std::string path = file.lexically_relative(folder).generic_string();
      if (lasts(path)) resource.freshness = Freshness::forever;
      files.add("/" + path, std::move(resource));
    }
    entry.increment(failed);
  }
  if (failed) {
    return std::unexpected(Error{
        Fault::unavailable,
        fmt::format("The site folder {} cannot be read: {}.", given.string(), failed.message()),
        "Build it with tools/build, or name another with --site."});
  }
  files.program_ = newest_program(folder);
  return files;
}

void SiteFiles::add(std::string address, Resource resource) {
  files_.insert_or_assign(std::move(address), std::move(resource));
}

const Resource* SiteFiles::find(std::string_view address) const {
  const auto found = files_.find(address);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace enig::server

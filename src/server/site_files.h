// The program and its pictures, read once at start and sent from memory.
//
//     std::expected<SiteFiles, Error> files = SiteFiles::load("build/site");
//     const Resource* file = files->find("/program/0123456789abcdef/enig.wasm");
//     Response response = reply_with(*file, request);
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "server/resource.h"

namespace enig::server {

// The program's files lie in a folder that is named after what they hold, so that a copy of them
// never grows old, and pages that were opened before a newer program came find theirs.
// `program/current` in the site's folder says which is the newest. Gives
// "program/0123456789abcdef/", or "" where there is none.
[[nodiscard]] std::string newest_program(const std::filesystem::path& site_folder);

// The name of a style sheet, after what it holds: "theme.0123456789abcdef.css".
[[nodiscard]] std::string theme_name(std::string_view css);
// Whether a name is one that theme_name() can give: also one that an older page asks for.
[[nodiscard]] bool is_theme_name(std::string_view name);

class SiteFiles {
 public:
  SiteFiles() = default;

  // Every file below `folder` with an ending that the app uses (.wasm, .js, .css, .svg, …), with
  // its .br and .gz beside it. HTML and JSON are left out: the server makes its own. Links are not
  // followed out of the folder. Error: unavailable.
  [[nodiscard]] static std::expected<SiteFiles, Error> load(const std::filesystem::path& folder);

  // The folder of the program that pages start, "program/0123456789abcdef/"; empty: there is none.
  [[nodiscard]] const std::string& program() const { return program_; }
  void set_program(std::string program) { program_ = std::move(program); }

  // Takes the place of a file of that name.
  void add(std::string address, Resource resource);

  [[nodiscard]] const Resource* find(std::string_view address) const;

 private:
  std::map<std::string, Resource, std::less<>> files_;  // by address
  std::string program_;
};

}  // namespace enig::server

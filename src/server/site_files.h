// The program and its pictures, read once at start and sent from memory.
//
//     std::expected<SiteFiles, Error> files = SiteFiles::load("build/site");
//     const Resource* file = files->find("/enig.wasm");
//     Response response = reply_with(*file, request);
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "server/resource.h"

namespace enig::server {

class SiteFiles {
 public:
  SiteFiles() = default;

  // Every file below `folder` with an ending that the app uses (.wasm, .js, .css, .svg, …), with
  // its .br and .gz beside it. HTML and JSON are left out: the server makes its own. Links are not
  // followed out of the folder. Error: unavailable.
  [[nodiscard]] static std::expected<SiteFiles, Error> load(const std::filesystem::path& folder);

  // Takes the place of a file of that name.
  void add(std::string address, Resource resource);

  [[nodiscard]] const Resource* find(std::string_view address) const;

 private:
  std::map<std::string, Resource, std::less<>> files_;  // by address: "/enig.wasm"
};

}  // namespace enig::server

// The program and its pictures, read once at start and sent from memory.
//
//     std::expected<SiteFiles, Error> files = SiteFiles::load("build/site");
//     const SiteFile* file = files->find("/enig.wasm");
//     Response response = reply_with(*file, request);
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "server/message.h"

namespace enig::server {

// One representation of a file; no body where there is none.
struct Variant {
  Body body;
  std::string etag;
};

struct SiteFile {
  std::string type;  // the media type
  Variant plain;
  Variant brotli;
  Variant gzip;
};

class SiteFiles {
 public:
  SiteFiles() = default;

  // Every file below `folder` with an ending that the app uses (.wasm, .js, .css, .svg, …), with
  // its .br and .gz beside it. HTML and JSON are left out: the server makes its own. Links are not
  // followed out of the folder. Error: unavailable.
  [[nodiscard]] static std::expected<SiteFiles, Error> load(const std::filesystem::path& folder);

  // Takes the place of a file of that name.
  void add(std::string address, std::string type, std::string bytes);

  [[nodiscard]] const SiteFile* find(std::string_view address) const;

 private:
  std::map<std::string, SiteFile, std::less<>> files_;  // by address: "/enig.wasm"
};

// 200 with the smallest representation that is accepted, or 304.
[[nodiscard]] Response reply_with(const SiteFile& file, const Request& request);

// 200 with `body`, or 304 where the one who asks has it already. Nothing is sent again unasked, but
// everything is asked about each time: no-cache.
[[nodiscard]] Response reply_fresh(const Request& request, std::string_view type, Body body,
                                   std::string_view etag);

}  // namespace enig::server

// Which addresses a policy may link to, and which paths its file may have.
//
//     href_fault("javascript:alert(1)");   // HrefFault::scheme
//     href_fault("/sak/bybane");           // nothing: it is fine
//     path_fault("50%.json");              // PathFault::characters
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace enig::policy {

enum class HrefFault {
  empty,
  characters,  // white space, control characters, or one of \ < > "
  scheme,      // another scheme than http, https and mailto, written in small letters
  host,        // http(s) without "//" and a host
  address,     // mailto without name@host
  other_host,  // "//host": leaves the site without saying how
  length,      // over limits::href_characters_max
};

// What keeps `href` from being an http(s) or mailto address or one relative to the site, or
// nothing. Valid UTF-8 beyond ASCII is left to the browser, which encodes it.
[[nodiscard]] std::optional<HrefFault> href_fault(std::string_view href);

// True for a bare web origin, as a browser sends it: "https://www.example.org", with ":port" at
// most; small letters, digits, '.' and '-' in the host.
[[nodiscard]] bool is_origin(std::string_view text);

enum class PathFault {
  characters,  // other than A-Z, a-z, 0-9 and . _ ~ - /, which alone mean themselves in an address
  place,       // no name of a ".json" file below a folder
  length,      // over limits::path_bytes_max
};

// What keeps `path` from being that of a topic's file below the site's folder, whose page lies at
// the path without ".json"; or nothing. No segment of either is empty, "." or "..".
[[nodiscard]] std::optional<PathFault> path_fault(std::string_view path);

}  // namespace enig::policy

// Which addresses a policy may link to.
//
//     href_fault("javascript:alert(1)");   // HrefFault::scheme
//     href_fault("/sak/bybane");           // nothing: it is fine
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
  length,      // over href_characters_max
};

inline constexpr std::size_t href_characters_max = 2'048;

// What keeps `href` from being an http(s) or mailto address or one relative to the site, or
// nothing. Valid UTF-8 beyond ASCII is left to the browser, which encodes it.
[[nodiscard]] std::optional<HrefFault> href_fault(std::string_view href);

// True for a bare web origin, as a browser sends it: "https://www.example.org", with ":port" at
// most; small letters, digits, '.' and '-' in the host.
[[nodiscard]] bool is_origin(std::string_view text);

// True for a path below a folder: segments of any characters but / \ : and control characters,
// separated by '/'; no segment is empty, "." or "..".
[[nodiscard]] bool is_path_below(std::string_view path);

}  // namespace enig::policy

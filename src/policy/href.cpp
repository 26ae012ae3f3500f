#include "policy/href.h"

#include <algorithm>
#include <cstddef>

#include "base/limits.h"
#include "base/utf8.h"

namespace enig::policy {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7F || c == '\\' || c == '<' || c == '>' || c == '"';
}

// The scheme without its colon (RFC 3986, section 3.1), or nothing for a relative reference.
std::optional<std::string_view> scheme_of(std::string_view href) {
  const std::size_t end = href.find_first_of(":/?#");
  if (end == std::string_view::npos || href[end] != ':') return std::nullopt;
  return href.substr(0, end);
}

std::optional<HrefFault> web_fault(std::string_view after_scheme) {
  if (!after_scheme.starts_with("//")) return HrefFault::host;
  const std::string_view rest = after_scheme.substr(2);
  const bool host = !rest.empty() && (is_letter(rest[0]) || is_digit(rest[0]) ||
                                      is_beyond_ascii(rest[0]) || rest[0] == '[');
  return host ? std::nullopt : std::optional(HrefFault::host);
}

std::optional<HrefFault> mail_fault(std::string_view address) {
  address = address.substr(0, address.find('?'));
  const std::size_t at = address.find('@');
  const bool right = at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
                     address.find('@', at + 1) == std::string_view::npos;
  return right ? std::nullopt : std::optional(HrefFault::address);
}

}  // namespace

std::optional<HrefFault> href_fault(std::string_view href) {
  if (href.empty()) return HrefFault::empty;
  if (utf8::length(href) > limits::href_characters_max) return HrefFault::length;
  if (std::ranges::any_of(href, is_forbidden)) return HrefFault::characters;
  if (href.starts_with("//")) return HrefFault::other_host;
  const std::optional<std::string_view> scheme = scheme_of(href);
  if (!scheme) return std::nullopt;
  const std::string_view rest = href.substr(scheme->size() + 1);
  if (*scheme == "http" || *scheme == "https") return web_fault(rest);
  if (*scheme == "mailto") return mail_fault(rest);
  return HrefFault::scheme;
}

bool is_origin(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    text.remove_prefix(scheme.size());
    const std::size_t colon = text.find(':');
    const std::string_view host = text.substr(0, colon);
    const auto allowed = [](char c) {
      return (c >= 'a' && c <= 'z') || is_digit(c) || c == '.' || c == '-';
    };
    if (host.empty() || !std::ranges::all_of(host, allowed)) return false;
    if (colon == std::string_view::npos) return true;
    const std::string_view port = text.substr(colon + 1);
    return !port.empty() && port.size() <= 5 && std::ranges::all_of(port, is_digit);
  }
  return false;
}

std::optional<PathFault> path_fault(std::string_view path) {
  constexpr std::string_view ending = ".json";
  // RFC 3986, section 2.3, and the slash.
  const auto means_itself = [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view("-._~/").contains(c);
  };
  if (path.size() > limits::path_bytes_max) return PathFault::length;
  if (!std::ranges::all_of(path, means_itself)) return PathFault::characters;
  if (!path.ends_with(ending)) return PathFault::place;
  path.remove_suffix(ending.size());
  for (;;) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    if (segment.empty() || segment == "." || segment == "..") return PathFault::place;
    if (slash == std::string_view::npos) return std::nullopt;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace enig::policy

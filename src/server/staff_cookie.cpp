#include "server/staff_cookie.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace enig::server {
namespace {

constexpr std::string_view guarded_name = "__Host-enig-staff";
constexpr std::string_view local_name = "enig-staff";

bool is_local_host(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1) == "[::1]";
  const std::string_view name = host.substr(0, host.find(':'));
  return name == "localhost" || name == "127.0.0.1";
}

// A proxy on this machine that does not hand the Host on says for whom it asks.
bool is_local_network(std::string_view network) {
  return network.empty() || network == "127.0.0.1" || network == "::/56";
}

std::string cookie(const Request& request, std::string_view value, std::string_view more) {
  const bool is_local = is_local_host(request.host) && is_local_network(request.network);
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}",
                     is_local ? local_name : guarded_name, value, is_local ? "" : "; Secure", more);
}

// The value of the first cookie of that name (RFC 6265, section 4.2.1).
std::optional<std::string_view> value_in(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view pair = cookies.substr(0, end);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return pair.substr(name.size() + 1);
    }
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
  }
  return std::nullopt;
}

}  // namespace

std::optional<staff::Token> session_in(const Request& request) {
  auto value = value_in(request.cookie, guarded_name);
  if (!value && is_local_host(request.host)) value = value_in(request.cookie, local_name);
  return value ? staff::token_from(*value) : std::nullopt;
}

Header session_cookie(const Request& request, const staff::Token& token) {
  return {"Set-Cookie", cookie(request, staff::to_text(token), "")};
}

Header ended_session_cookie(const Request& request) {
  return {"Set-Cookie", cookie(request, "", "; Max-Age=0")};
}

}  // namespace enig::server

#include "server/origin.h"

#include <algorithm>
#include <string_view>

namespace enig::server {
namespace {

constexpr std::string_view secret_origin = "null";

// Browsers write hosts in small letters, also in Host.
bool is_own(std::string_view origin, std::string_view host) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!host.empty() && origin.starts_with(scheme) && origin.substr(scheme.size()) == host) {
      return true;
    }
  }
  return false;
}

}  // namespace

Source source_of(const Request& request, const std::vector<std::string>& allowed) {
  const std::string& origin = request.origin;
  if (request.sec_fetch_site == "same-origin") return Source::own;
  if (!origin.empty() && std::ranges::find(allowed, origin) != allowed.end()) {
    return Source::allowed;
  }
  // "none": the person's own doing, as from a bookmark.
  if (!request.sec_fetch_site.empty() && request.sec_fetch_site != "none") return Source::foreign;
  // An older browser. Its forms' origin is kept secret by our own Referrer-Policy.
  if (origin.empty() || origin == secret_origin) return Source::unsaid;
  return is_own(origin, request.host) ? Source::own : Source::foreign;
}

bool is_preflight(const Request& request) {
  return request.method == "OPTIONS" && !request.origin.empty() && !request.wanted_method.empty();
}

}  // namespace enig::server

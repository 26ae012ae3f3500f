#include "server/guests.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace enig::server {
namespace {

// The whole address in one spelling, "::ffff:192.0.2.7" as the IPv4 address that it is.
std::string spelled(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));  // without "%eth0"
  in6_addr v6{};
  if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  char out[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    return ::inet_ntop(AF_INET, &v6.s6_addr[12], out, sizeof out) != nullptr ? out : text;
  }
  return ::inet_ntop(AF_INET6, &v6, out, sizeof out) != nullptr ? out : text;
}

}  // namespace

std::string counted_as(std::string_view address) {
  constexpr std::size_t prefix_bytes = 7;
  const std::string text = spelled(address);
  in6_addr v6{};
  if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  // The machine itself is no household of machines.
  if (IN6_IS_ADDR_LOOPBACK(&v6)) return text;
  char out[INET6_ADDRSTRLEN] = {};
  std::memset(&v6.s6_addr[prefix_bytes], 0, sizeof v6.s6_addr - prefix_bytes);
  return ::inet_ntop(AF_INET6, &v6, out, sizeof out) != nullptr ? std::string(out) + "/56" : text;
}

bool is_address(const std::string& text) {
  in6_addr any{};
  return ::inet_pton(AF_INET, text.c_str(), &any) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &any) == 1;
}

Guests::Guests(Options options) : options_(std::move(options)) {}

std::shared_ptr<const void> Guests::enter(std::string_view address) {
  // A proxy is one machine: its neighbours have a household's places.
  const bool is_proxy = std::ranges::any_of(
      options_.proxies,
      [own = spelled(address)](const std::string& proxy) { return spelled(proxy) == own; });
  std::string from = is_proxy ? "" : counted_as(address);
  const std::lock_guard lock(present_->mutex);
  if (present_->count >= options_.count_max) return nullptr;
  std::size_t& own = present_->by_address[from];
  if (!is_proxy && own >= options_.per_address_max) {
    if (own == 0) present_->by_address.erase(from);
    return nullptr;
  }
  ++own;
  ++present_->count;
  return {present_.get(), [present = present_, from](const void*) {
            const std::lock_guard gone(present->mutex);
            --present->count;
            const auto found = present->by_address.find(from);
            if (--found->second == 0) present->by_address.erase(found);
          }};
}

}  // namespace enig::server

#include "server/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace enig::server {
namespace {

// The whole address in one spelling, "::ffff:192.0.2.7" as the IPv4 address that it is.
std::string spelled(std::string_view address) {
  std::string text(address.substr(0, address.find('%')));  // without "%eth0"
  in6_addr v6{};
  if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  char out[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    return ::inet_ntop(AF_INET, &v6.s6_addr[12], out, sizeof out) != nullptr ? out : text;
  }
  return ::inet_ntop(AF_INET6, &v6, out, sizeof out) != nullptr ? out : text;
}

// One entry of X-Forwarded-For without blanks, brackets and port: some proxies write
// "192.0.2.7:4711" or "[2001:db8::7]:4711".
std::string_view plain_address(std::string_view entry) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = entry.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  entry = entry.substr(first, entry.find_last_not_of(blanks) - first + 1);
  if (entry.starts_with('[')) return entry.substr(1, entry.find(']') - 1);
  const std::size_t colon = entry.find(':');
  const bool is_v4_with_port =
      colon != std::string_view::npos && entry.find(':', colon + 1) == std::string_view::npos;
  return is_v4_with_port ? entry.substr(0, colon) : entry;
}

}  // namespace

bool is_address(const std::string& text) {
  in6_addr any{};
  return ::inet_pton(AF_INET, text.c_str(), &any) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &any) == 1;
}

std::string counted_as(std::string_view address) {
  constexpr std::size_t prefix_bytes = 7;
  std::string text = spelled(address);
  in6_addr v6{};
  if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  // The machine itself is no household of machines.
  if (IN6_IS_ADDR_LOOPBACK(&v6)) return text;
  char out[INET6_ADDRSTRLEN] = {};
  std::memset(&v6.s6_addr[prefix_bytes], 0, sizeof v6.s6_addr - prefix_bytes);
  return ::inet_ntop(AF_INET6, &v6, out, sizeof out) != nullptr ? std::string(out) + "/56" : text;
}

Proxies::Proxies(const std::vector<std::string>& addresses) {
  for (const std::string& address : addresses) addresses_.push_back(spelled(address));
}

bool Proxies::has(std::string_view address) const {
  return std::ranges::find(addresses_, spelled(address)) != addresses_.end();
}

std::string Proxies::network_of(std::string_view peer, std::string_view forwarded_for) const {
  if (!has(peer)) return counted_as(peer);
  while (!forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
    const std::string address = spelled(plain_address(forwarded_for.substr(begin)));
    // What stands before something that cannot be read was not said by a proxy of ours.
    if (!is_address(address)) return {};
    if (!has(address)) return counted_as(address);
    forwarded_for = forwarded_for.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return {};
}

}  // namespace enig::server

// Which network a request comes from: what is counted together, so that one machine or household
// has one share of what is scarce.
//
//     Proxies proxies({"127.0.0.1", "10.0.0.2"});
//     proxies.network_of("10.0.0.2", "203.0.113.9, 198.51.100.4");   // "198.51.100.4"
//     proxies.network_of("2001:db8:1:2::7", "");                     // "2001:db8:1::/56"
//
// An IPv4 address is one network; of IPv6, where a household has 2^64 addresses or more, the first
// 56 bits are. Networks are never written anywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace enig::server {

// Whether it is the number of an IPv4 or IPv6 address.
[[nodiscard]] bool is_address(const std::string& text);

// What is counted together: "192.0.2.7" itself, the first 56 bits of an IPv6 address, and
// "::ffff:192.0.2.7" as the IPv4 address that it is. Of what is no address, the text.
[[nodiscard]] std::string counted_as(std::string_view address);

// The machines whose connections are many people's. May be used from any thread.
class Proxies {
 public:
  // Whole addresses: a proxy is one machine, and its neighbours are none.
  explicit Proxies(const std::vector<std::string>& addresses);

  [[nodiscard]] bool has(std::string_view address) const;

  // Of a request over a connection from `peer` that says X-Forwarded-For: `forwarded_for` (several
  // of them joined by commas). Each proxy adds, at the end, who asked it: so the last address that
  // is none of the proxies' is the one to go by, and what stands before it may be made up. Empty
  // where a proxy does not say.
  [[nodiscard]] std::string network_of(std::string_view peer, std::string_view forwarded_for) const;

 private:
  std::vector<std::string> addresses_;
};

}  // namespace enig::server

// How many connections there are, in all and from one address.
//
//     Guests guests({.count_max = 1'000, .per_address_max = 100, .proxies = {"10.0.0.2"}});
//     std::shared_ptr<const void> place = guests.enter("192.0.2.7");   // null: no room
//
// An IPv4 address is one address; of IPv6, where a household has 2^64 or more, the first 56 bits
// are.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace enig::server {

// May be called from any thread. Addresses are in memory only as long as their connections last.
class Guests {
 public:
  struct Options {
    std::size_t count_max = 0;
    std::size_t per_address_max = 0;
    std::vector<std::string> proxies = {};  // whole addresses; their connections are many people's
  };
  explicit Guests(Options options);

  // A place that is given back when its last copy goes, also after the Guests have gone.
  [[nodiscard]] std::shared_ptr<const void> enter(std::string_view address);

 private:
  struct Present {
    std::mutex mutex;
    std::size_t count = 0;
    std::map<std::string, std::size_t> by_address;
  };

  Options options_;
  std::shared_ptr<Present> present_ = std::make_shared<Present>();
};

// Whether it is the number of an IPv4 or IPv6 address.
[[nodiscard]] bool is_address(const std::string& text);

// What is counted together: "192.0.2.7" itself, the first 56 bits of an IPv6 address, and
// "::ffff:192.0.2.7" as the IPv4 address that it is. Of what is no address, the text.
[[nodiscard]] std::string counted_as(std::string_view address);

}  // namespace enig::server

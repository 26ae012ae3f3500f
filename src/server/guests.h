// How many connections there are, in all and from one address.
//
//     Guests guests({.count_max = 1'000, .per_address_max = 100, .proxies = {"10.0.0.2"}});
//     std::shared_ptr<const void> place = guests.enter("192.0.2.7");   // null: no room
//
// What one address is, network.h says.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/network.h"

namespace enig::server {

// May be called from any thread. Addresses are in memory only as long as their connections last.
class Guests {
 public:
  struct Options {
    std::size_t count_max = 0;
    std::size_t per_address_max = 0;
    std::vector<std::string> proxies = {};  // whole addresses; their connections are many people's
  };
  explicit Guests(const Options& options);

  // A place that is given back when its last copy goes, also after the Guests have gone.
  [[nodiscard]] std::shared_ptr<const void> enter(std::string_view address);

 private:
  struct Present {
    std::mutex mutex;
    std::size_t count = 0;
    std::map<std::string, std::size_t> by_address;
  };

  Options options_;
  Proxies proxies_;
  std::shared_ptr<Present> present_ = std::make_shared<Present>();
};

}  // namespace enig::server

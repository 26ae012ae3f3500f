#include "server/guests.h"

#include <utility>

namespace enig::server {

Guests::Guests(const Options& options) : options_(options), proxies_(options.proxies) {}

std::shared_ptr<const void> Guests::enter(std::string_view address) {
  const bool is_proxy = proxies_.has(address);
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

#include "server/feed.h"

#include <utility>

namespace enig::server {

Feed::News Feed::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

void Feed::publish(News news) {
  const std::lock_guard lock(mutex_);
  newest_ = std::move(news);
  for (const auto& [key, wake] : wakes_) wake();
}

Feed::Listening Feed::listen(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t key = ++last_key_;
  wakes_.emplace(key, std::move(wake));
  return {this, [self = shared_from_this(), key](const void*) {
            const std::lock_guard gone(self->mutex_);
            self->wakes_.erase(key);
          }};
}

std::shared_ptr<const void> Places::take() const {
  if (taken_->fetch_add(1) >= count_max_) {
    taken_->fetch_sub(1);
    return nullptr;
  }
  return {taken_.get(), [taken = taken_](const void*) { taken->fetch_sub(1); }};
}

}  // namespace enig::server

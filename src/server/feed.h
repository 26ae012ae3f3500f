// The newest of a thing, for readers who follow it: a page that stays open is told of each release.
//
//     auto feed = std::make_shared<Feed>();
//     const auto listening = feed->listen([] { … });   // called after each publish
//     feed->publish({.number = 7, .text = share("id: 7\n…")});
//     Feed::News news = feed->newest();
//
// Readers fetch the newest themselves: who is slow passes over what is old, and nothing piles up.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "server/message.h"

namespace enig::server {

// Every function may be called from any thread.
class Feed : public std::enable_shared_from_this<Feed> {
 public:
  struct News {
    std::int64_t number = 0;
    Body text = nullptr;  // as it is sent, shared by all readers; none: there is nothing yet
  };
  // As long as somebody holds it, its reader is woken.
  using Listening = std::shared_ptr<const void>;

  [[nodiscard]] News newest() const;
  void publish(News news);

  // `wake` is called on the publisher's thread, and must not call the feed. After the last copy of
  // what is returned has gone it is not called any more.
  [[nodiscard]] Listening listen(std::function<void()> wake);

 private:
  mutable std::mutex mutex_;
  News newest_;
  std::uint64_t last_key_ = 0;
  std::map<std::uint64_t, std::function<void()>> wakes_;
};

// How many readers there may be at once.
class Places {
 public:
  explicit Places(std::size_t count_max) : count_max_(count_max) {}

  [[nodiscard]] std::size_t taken() const { return *taken_; }

  // A place that is given back when its last copy goes, or null where all are taken.
  [[nodiscard]] std::shared_ptr<const void> take() const;

 private:
  std::size_t count_max_;
  std::shared_ptr<std::atomic<std::size_t>> taken_ = std::make_shared<std::atomic<std::size_t>>(0);
};

// A reader's reply goes on after its head for as long as both ends want.
struct Following {
  std::shared_ptr<Feed> feed;
  std::int64_t seen = 0;  // the number that the reader has already
  std::shared_ptr<const void> place;
};

}  // namespace enig::server

// What was made durable: fsync(2) of this test program writes down what it was called for.
//
//     const WatchedSyncs watched;
//     CHECK(watched.paths().contains("/tmp/x"));
#pragma once

#include <set>
#include <string>

namespace enig::support {

// One at a time.
class WatchedSyncs {
 public:
  WatchedSyncs();
  ~WatchedSyncs();
  WatchedSyncs(const WatchedSyncs&) = delete;
  WatchedSyncs& operator=(const WatchedSyncs&) = delete;

  // Files and folders, by their whole path.
  [[nodiscard]] std::set<std::string> paths() const;
};

}  // namespace enig::support

// What the log is told once a minute, for everybody together: how requests were answered, and what
// was released. So no line tells when one person did something.
//
//     Minutes minutes(metrics, counter.all_shown());
//     minutes.end(counter.all_shown(), tell);   // at each full minute, and at the end
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "base/ids.h"
#include "server/counter.h"
#include "server/log.h"
#include "server/metrics.h"

namespace enig::server {

// From any thread.
class Minutes {
 public:
  // Keeps the metrics. What `shown` holds already is no news.
  Minutes(std::shared_ptr<const Metrics> metrics, const AllShown& shown);

  // Tells what has come since the last time: answers by what was asked for and status (debug; info
  // where it is a refusal, a warning where the server is at fault), and releases (info).
  void end(const AllShown& shown, const Tell& tell);

 private:
  std::shared_ptr<const Metrics> metrics_;
  std::mutex mutex_;
  std::map<std::pair<Aim, int>, std::uint64_t> answered_;  // that were told of
  std::map<PolicyId, std::int64_t> released_;
};

}  // namespace enig::server

// A thread that does one thing after the other, of which only so many may wait.
//
//     Worker worker(16);
//     if (!worker.add([] { … })) refuse();
//     worker.stop();       // does what waits, and ends
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace enig::staff {

// May be used from any thread.
class Worker {
 public:
  explicit Worker(std::size_t waiting_max);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  // False where too much waits, or it has been stopped.
  [[nodiscard]] bool add(std::function<void()> work);
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::size_t waiting_max_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace enig::staff

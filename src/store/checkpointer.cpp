#include "store/checkpointer.h"

#include <utility>

namespace enig::store {

Checkpointer::Checkpointer(sqlite::Database connection)
    : connection_(std::move(connection)), thread_([this] { run(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Checkpointer::request() {
  {
    const std::lock_guard lock(mutex_);
    requested_ = true;
  }
  wake_.notify_one();
}

void Checkpointer::wait() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return !requested_ && !copying_; });
}

std::optional<Error> Checkpointer::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void Checkpointer::abandon() {
  std::unique_lock lock(mutex_);
  requested_ = false;
  idle_.wait(lock, [this] { return !copying_; });
  connection_.abandon();
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return requested_ || stopping_; });
    if (stopping_) return;
    requested_ = false;
    copying_ = true;
    lock.unlock();
    // What a reader or the writer still needs is left for the next time.
    const auto copied = connection_.checkpoint(sqlite::Checkpoint::passive);
    lock.lock();
    copying_ = false;
    if (!copied) {
      connection_.abandon();
      if (!failure_) failure_ = copied.error();
    }
    idle_.notify_all();
  }
}

}  // namespace enig::store

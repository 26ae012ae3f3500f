#include "store/checkpointer.h"

#include <sqlite3.h>

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

std::optional<Error> Checkpointer::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return requested_ || stopping_; });
    if (stopping_) return;
    requested_ = false;
    lock.unlock();
    // PASSIVE waits for nobody: what a reader or the writer still needs is left for the next time.
    const int code = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr,
                                               SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    const int kind = code & 0xFF;
    // A full disk may be emptied: the log keeps what could not be copied.
    const bool failed =
        kind != SQLITE_OK && kind != SQLITE_BUSY && kind != SQLITE_LOCKED && kind != SQLITE_FULL;
    lock.lock();
    if (failed && !failure_) failure_ = connection_.error();
  }
}

}  // namespace enig::store

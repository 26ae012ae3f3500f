// Copies the write-ahead log into the database file, beside the writer, so that no commit waits for
// it. Internal to the room.
//
//     Checkpointer checkpointer(std::move(second_connection));
//     checkpointer.request();   // after a commit that made the log long
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "base/error.h"
#include "store/sqlite.h"

namespace enig::store {

class Checkpointer {
 public:
  explicit Checkpointer(sqlite::Database connection);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  ~Checkpointer();

  // Returns at once; the copying is done soon.
  void request();

  // Returns when what was requested is done.
  void wait();

  // Why copying failed, if it did. The log still holds everything, but the disk is not to be
  // trusted.
  [[nodiscard]] std::optional<Error> failure();

  // The disk has failed elsewhere: nothing more is copied.
  void abandon();

 private:
  void run();

  sqlite::Database connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  bool requested_ = false;
  bool copying_ = false;
  bool stopping_ = false;
  std::optional<Error> failure_;
  std::thread thread_;
};

}  // namespace enig::store

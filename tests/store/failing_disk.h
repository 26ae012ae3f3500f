// A disk under SQLite that counts what is made durable, and fails when told to.
//
//     FailingDisk disk;
//     SqliteStore::create(folder, {.vfs = FailingDisk::name});
//     disk.fail_syncs();
#pragma once

namespace enig::support {

// One at a time.
class FailingDisk {
 public:
  static constexpr const char* name = "enig-failing-disk";

  FailingDisk();
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  // Every fsync from now on fails with an I/O error.
  void fail_syncs();
  [[nodiscard]] int sync_count() const;
};

}  // namespace enig::support

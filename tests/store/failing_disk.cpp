#include "tests/store/failing_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <map>
#include <mutex>

#include "base/check.h"

namespace enig::support {
namespace {

// SQLite hands our functions only its own structures, so what they need lies here, for the one disk
// that there is at a time.
struct Disk {
  std::atomic<int> syncs{0};
  std::atomic<bool> failing{false};
  // The machine's own functions differ by kind of file (the log takes no locks), but for xSync.
  std::mutex mutex;
  std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods;  // ours by the machine's own
  int (*real_sync)(sqlite3_file*, int) = nullptr;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs vfs{};
};

Disk& disk() {
  static Disk only;
  return only;
}

int sync_or_fail(sqlite3_file* file, int flags) {
  ++disk().syncs;
  if (disk().failing) return SQLITE_IOERR_FSYNC;
  return disk().real_sync(file, flags);
}

// The machine's own file, with one function put in another's place.
int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  Disk& own = disk();
  const int code = own.real->xOpen(own.real, name, file, flags, out_flags);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  const std::lock_guard lock(own.mutex);
  const auto [methods, is_new] = own.methods.try_emplace(file->pMethods, *file->pMethods);
  if (is_new) {
    ENIG_CHECK(own.real_sync == nullptr || own.real_sync == methods->second.xSync);
    own.real_sync = methods->second.xSync;
    methods->second.xSync = sync_or_fail;
  }
  file->pMethods = &methods->second;
  return code;
}

}  // namespace

FailingDisk::FailingDisk() {
  Disk& own = disk();
  own.syncs = 0;
  own.failing = false;
  own.real = sqlite3_vfs_find(nullptr);
  own.vfs = *own.real;
  own.vfs.zName = name;
  own.vfs.xOpen = open_file;
  ENIG_CHECK(sqlite3_vfs_register(&own.vfs, 0) == SQLITE_OK);
}

FailingDisk::~FailingDisk() { sqlite3_vfs_unregister(&disk().vfs); }

void FailingDisk::fail_syncs() { disk().failing = true; }

int FailingDisk::sync_count() const { return disk().syncs; }

}  // namespace enig::support

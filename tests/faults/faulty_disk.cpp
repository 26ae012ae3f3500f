#include "tests/faults/faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "base/check.h"

namespace enig::support {
namespace {

struct Unkept {
  sqlite3_int64 at = 0;
  std::string bytes;
  bool is_cut = false;  // the file ends at `at`
};

// A file as the disk has it, and what was done to it since the last fsync.
struct File {
  std::string durable;
  std::vector<Unkept> unkept;
};

// A layer above ours may have put its own functions over ours, so the file does not lead to these.
struct Open {
  std::string path;
  const sqlite3_io_methods* real = nullptr;
};

struct Disk {
  std::mutex mutex;
  int calls = 0;
  int fail_call = 0;
  FaultyDisk::Fault fault = FaultyDisk::Fault::error;
  bool is_full = false;
  bool has_failed_to_write = false;
  int syncs_after_failure = 0;
  std::map<std::string, File> files;
  std::map<sqlite3_file*, Open> open;
  std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods;  // ours by the machine's own
  sqlite3_vfs* real_vfs = nullptr;
  sqlite3_vfs vfs{};
};

Disk& disk() {
  static Disk only;
  return only;
}

// Whether this call fails. With the lock held.
bool fails() {
  Disk& own = disk();
  if (++own.calls != own.fail_call) return false;
  if (own.fault == FaultyDisk::Fault::full) own.is_full = true;
  return own.fault == FaultyDisk::Fault::error;
}

bool fails_to_write() {
  const bool failed = fails();
  disk().has_failed_to_write |= failed;
  return failed;
}

void apply(std::string& bytes, const Unkept& unkept) {
  const auto at = static_cast<std::size_t>(unkept.at);
  if (unkept.is_cut) {
    bytes.resize(at);
    return;
  }
  if (bytes.size() < at + unkept.bytes.size()) bytes.resize(at + unkept.bytes.size());
  std::ranges::copy(unkept.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  Disk& own = disk();
  const std::lock_guard lock(own.mutex);
  if (fails_to_write()) return SQLITE_IOERR_WRITE;
  if (own.is_full) return SQLITE_FULL;
  const auto length = static_cast<std::size_t>(size);
  own.files[own.open[file].path].unkept.push_back(
      {at, std::string(static_cast<const char*>(data), length), false});
  return own.open[file].real->xWrite(file, data, size, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  Disk& own = disk();
  const std::lock_guard lock(own.mutex);
  if (fails_to_write()) return SQLITE_IOERR_TRUNCATE;
  own.files[own.open[file].path].unkept.push_back({size, "", true});
  return own.open[file].real->xTruncate(file, size);
}

int sync(sqlite3_file* file, int flags) {
  Disk& own = disk();
  const std::lock_guard lock(own.mutex);
  if (own.has_failed_to_write) ++own.syncs_after_failure;
  if (fails_to_write()) return SQLITE_IOERR_FSYNC;
  File& kept = own.files[own.open[file].path];
  for (const Unkept& unkept : kept.unkept) apply(kept.durable, unkept);
  kept.unkept.clear();
  return own.open[file].real->xSync(file, flags);
}

int close(sqlite3_file* file) {
  const std::lock_guard lock(disk().mutex);
  const sqlite3_io_methods* const real = disk().open[file].real;
  disk().open.erase(file);
  return real->xClose(file);
}

// The machine's own file, with our functions in the others' places.
int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  Disk& own = disk();
  const std::lock_guard lock(own.mutex);
  if (fails()) return SQLITE_CANTOPEN;
  const int code = own.real_vfs->xOpen(own.real_vfs, name, file, flags, out_flags);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  const auto [methods, is_new] = own.methods.try_emplace(file->pMethods, *file->pMethods);
  if (is_new) {
    methods->second.xWrite = write;
    methods->second.xTruncate = truncate;
    methods->second.xSync = sync;
    methods->second.xClose = close;
  }
  own.open[file] = {name, file->pMethods};
  file->pMethods = &methods->second;
  if (!own.files.contains(name)) {
    std::ifstream before(name, std::ios::binary);
    own.files[name].durable.assign(std::istreambuf_iterator<char>(before), {});
  }
  return code;
}

int remove_file(sqlite3_vfs*, const char* name, int sync_folder) {
  Disk& own = disk();
  const std::lock_guard lock(own.mutex);
  own.files.erase(name);
  return own.real_vfs->xDelete(own.real_vfs, name, sync_folder);
}

}  // namespace

FaultyDisk::FaultyDisk() {
  Disk& own = disk();
  own.calls = 0;
  own.fail_call = 0;
  own.is_full = false;
  own.has_failed_to_write = false;
  own.syncs_after_failure = 0;
  own.files.clear();
  own.real_vfs = sqlite3_vfs_find(nullptr);
  own.vfs = *own.real_vfs;
  own.vfs.zName = name;
  own.vfs.xOpen = open_file;
  own.vfs.xDelete = remove_file;
  ENIG_CHECK(sqlite3_vfs_register(&own.vfs, 0) == SQLITE_OK);
}

FaultyDisk::~FaultyDisk() { sqlite3_vfs_unregister(&disk().vfs); }

void FaultyDisk::fail_at(int call, Fault fault) {
  const std::lock_guard lock(disk().mutex);
  disk().fail_call = call;
  disk().fault = fault;
}

void FaultyDisk::make_room() {
  const std::lock_guard lock(disk().mutex);
  disk().is_full = false;
}

int FaultyDisk::calls() const {
  const std::lock_guard lock(disk().mutex);
  return disk().calls;
}

int FaultyDisk::syncs_after_failure() const {
  const std::lock_guard lock(disk().mutex);
  return disk().syncs_after_failure;
}

void FaultyDisk::cut_power(Unsynced unsynced, std::uint32_t seed) const {
  const std::lock_guard lock(disk().mutex);
  ENIG_CHECK(disk().open.empty());
  std::mt19937 random(seed);
  for (const auto& [path, kept] : disk().files) {
    std::string bytes = kept.durable;
    std::vector<Unkept> reached;
    if (unsynced == Unsynced::drawn_by_lot) {
      std::ranges::copy_if(kept.unkept, std::back_inserter(reached),
                           [&](const Unkept&) { return random() % 2 == 0; });
    }
    for (const Unkept& unkept : reached) apply(bytes, unkept);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << bytes;
  }
}

}  // namespace enig::support

#include "tests/store/watched_syncs.h"

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>

namespace enig::support {
namespace {

struct Watch {
  std::mutex mutex;
  bool is_on = false;
  std::set<std::string> paths;
};

Watch& watch() {
  static Watch only;
  return only;
}

}  // namespace

WatchedSyncs::WatchedSyncs() {
  const std::lock_guard lock(watch().mutex);
  watch().paths.clear();
  watch().is_on = true;
}

WatchedSyncs::~WatchedSyncs() {
  const std::lock_guard lock(watch().mutex);
  watch().is_on = false;
}

std::set<std::string> WatchedSyncs::paths() const {
  const std::lock_guard lock(watch().mutex);
  return watch().paths;
}

}  // namespace enig::support

// Takes the place of the C library's for this whole program, and does the same.
extern "C" int fsync(int descriptor) {
  using enig::support::watch;
  const std::lock_guard lock(watch().mutex);
  if (watch().is_on) {
    std::error_code none;
    const auto link = fmt::format("/proc/self/fd/{}", descriptor);
    watch().paths.insert(std::filesystem::read_symlink(link, none).string());
  }
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

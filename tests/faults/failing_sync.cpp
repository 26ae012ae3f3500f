// Loaded before the C library: a disk whose fsync fails from the moment on at which the file that
// ENIG_FAILING_SYNC names is there. Each call that fails adds a byte to that file.
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace {

int sync_or_fail(long call, int descriptor) {
  const char* const name = std::getenv("ENIG_FAILING_SYNC");
  const int file = name == nullptr ? -1 : ::open(name, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return static_cast<int>(::syscall(call, descriptor));
  const bool is_counted = ::write(file, "x", 1) == 1;
  ::close(file);
  errno = is_counted ? EIO : ENOSPC;
  return -1;
}

}  // namespace

extern "C" int fsync(int descriptor) { return sync_or_fail(SYS_fsync, descriptor); }
extern "C" int fdatasync(int descriptor) { return sync_or_fail(SYS_fdatasync, descriptor); }

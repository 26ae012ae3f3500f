#include "store/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/check.h"
#include "store/file.h"

namespace enig::store {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> key_error(const fs::path& file, std::string_view what,
                                 std::string_view remedy) {
  return std::unexpected(Error{Fault::unavailable,
                               fmt::format("The file {} {}.", file.string(), what),
                               std::string(remedy)});
}

}  // namespace

// Written aside and renamed.
std::expected<void, Error> write_secret(const fs::path& file, const Secret& secret) {
  const fs::path aside = file.string() + ".new";
  ::unlink(aside.c_str());
  const File out(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const auto size = static_cast<ssize_t>(secret.size());
  if (!out || ::write(out.descriptor(), secret.data(), secret.size()) != size ||
      ::fsync(out.descriptor()) != 0 || ::rename(aside.c_str(), file.c_str()) != 0 ||
      !sync_folder(file.parent_path())) {
    return key_error(file, fmt::format("cannot be made: {}", std::strerror(errno)),
                     "Look at the disk and the folder's permissions.");
  }
  return {};
}

std::expected<Secret, Error> secret_in(const fs::path& file, const Missing& missing) {
  ENIG_CHECK(sodium_init() >= 0);
  Secret secret{};
  const File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in && errno == ENOENT) {
    if (missing.then == WhenMissing::refuse) {
      return key_error(file, fmt::format("is missing, though {}", missing.what_is_kept),
                       missing.remedy);
    }
    randombytes_buf(secret.data(), secret.size());
    if (auto written = write_secret(file, secret); !written) {
      return std::unexpected(written.error());
    }
    return secret;
  }
  if (!in) {
    return key_error(file, fmt::format("cannot be read: {}", std::strerror(errno)),
                     "Look at its permissions.");
  }
  struct stat about{};
  const auto size = static_cast<ssize_t>(secret.size());
  if (::fstat(in.descriptor(), &about) != 0 || about.st_size != size ||
      ::read(in.descriptor(), secret.data(), secret.size()) != size) {
    return key_error(file, fmt::format("is not a secret of {} bytes", secret.size()),
                     "Restore it from a backup.");
  }
  return secret;
}

Secret derived(const Secret& secret, std::string_view purpose) {
  Secret other{};
  crypto_generichash(other.data(), other.size(),
                     reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                     secret.data(), secret.size());
  return other;
}

}  // namespace enig::store

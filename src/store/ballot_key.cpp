#include "store/ballot_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <string>

#include "base/check.h"
#include "store/file.h"

namespace enig::store {
namespace {

namespace fs = std::filesystem;

Error key_error(const fs::path& file, std::string_view what, std::string_view remedy) {
  return {Fault::unavailable, fmt::format("The file {} {}.", file.string(), what),
          std::string(remedy)};
}

// Written aside and renamed, so that a crash never leaves half a secret.
std::expected<void, Error> write_secret(const fs::path& file,
                                        std::span<const std::uint8_t> secret) {
  const fs::path aside = file.string() + ".new";
  ::unlink(aside.c_str());
  const File out(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const auto size = static_cast<ssize_t>(secret.size());
  if (!out || ::write(out.descriptor(), secret.data(), secret.size()) != size ||
      ::fsync(out.descriptor()) != 0 || ::rename(aside.c_str(), file.c_str()) != 0 ||
      !sync_folder(file.parent_path())) {
    return std::unexpected(key_error(file, fmt::format("cannot be made: {}", std::strerror(errno)),
                                     "Look at the disk and the folder's permissions."));
  }
  return {};
}

}  // namespace

std::expected<BallotKeyMaker, Error> BallotKeyMaker::create(const fs::path& file,
                                                            WhenMissing when_missing) {
  ENIG_CHECK(sodium_init() >= 0);
  Secret secret{};
  const File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in && errno == ENOENT) {
    if (when_missing == WhenMissing::refuse) {
      return std::unexpected(
          key_error(file, "is missing, though there are ballots",
                    "Restore it from a backup: without it no ballot can be changed or withdrawn."));
    }
    randombytes_buf(secret.data(), secret.size());
    if (auto written = write_secret(file, secret); !written) {
      return std::unexpected(written.error());
    }
    return BallotKeyMaker(secret);
  }
  if (!in) {
    return std::unexpected(key_error(file, fmt::format("cannot be read: {}", std::strerror(errno)),
                                     "Look at its permissions."));
  }
  struct stat about{};
  const auto size = static_cast<ssize_t>(secret.size());
  if (::fstat(in.descriptor(), &about) != 0 || about.st_size != size ||
      ::read(in.descriptor(), secret.data(), secret.size()) != size) {
    return std::unexpected(key_error(file,
                                     fmt::format("is not a secret of {} bytes", secret.size()),
                                     "Restore it from a backup."));
  }
  return BallotKeyMaker(secret);
}

BallotKey BallotKeyMaker::key_of(const PolicyId& policy, const opinion::BallotId& ballot) const {
  return hash_of(policy, ballot, "");
}

BallotKey BallotKeyMaker::mark_of(const PolicyId& policy, const opinion::BallotId& ballot) const {
  // No policy id ends so.
  return hash_of(policy, ballot, "\nchanged");
}

BallotKey BallotKeyMaker::hash_of(const PolicyId& policy, const opinion::BallotId& ballot,
                                  std::string_view purpose) const {
  BallotKey key{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, secret_.data(), secret_.size(), key.size());
  crypto_generichash_update(&state, ballot.bytes.data(), ballot.bytes.size());
  const std::string text = policy.str() + std::string(purpose);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
  crypto_generichash_final(&state, key.data(), key.size());
  return key;
}

}  // namespace enig::store

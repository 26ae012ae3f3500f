#include "files/read_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

#include "base/check.h"

namespace enig::files {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> unreadable(const fs::path& path, std::string_view why) {
  return std::unexpected(Error{Fault::unavailable,
                               fmt::format("{} cannot be read: {}.", path.string(), why),
                               "Look at the name and at who may read it."});
}

}  // namespace

std::expected<std::string, Error> read_file(const fs::path& path, std::size_t bytes_max) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return unreadable(path, "there is no such file");
  if (fs::is_directory(status)) return unreadable(path, "it is a folder");
  if (!fs::is_regular_file(status)) return unreadable(path, "it is not a file");

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (!file) return unreadable(path, std::generic_category().message(errno));
  std::string bytes;
  std::array<char, 65'536> chunk{};
  while (bytes.size() <= bytes_max) {
    const std::size_t wanted = std::min(chunk.size(), bytes_max + 1 - bytes.size());
    const std::size_t count = std::fread(chunk.data(), 1, wanted, file.get());
    bytes.append(chunk.data(), count);
    if (count < wanted) break;
  }
  if (std::ferror(file.get()) != 0) {
    return unreadable(path, std::generic_category().message(errno));
  }
  return bytes;
}

Revision revision_of(std::string_view bytes) {
  ENIG_CHECK(sodium_init() >= 0);
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::string digits;
  for (std::size_t i = 0; i < 8; ++i) digits += fmt::format("{:02x}", digest[i]);
  return Revision(std::move(digits));
}

}  // namespace enig::files

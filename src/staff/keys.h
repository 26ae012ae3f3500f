// What makes the staff's rows useless to who has only them: the secret in staff.key.
//
//     std::expected<Keys, Error> keys = Keys::create(folder / "staff.key", …);
//     register.find_session(keys->mark(Purpose::session, token));
//     const Bytes kept = keys->seal(secret);      // and keys->opened(kept)
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "base/error.h"
#include "staff/account.h"
#include "store/secret_file.h"

namespace enig::staff {

enum class Purpose { session, link, recovery };

class Keys {
 public:
  // Reads the secret, or makes it where there are no accounts yet.
  [[nodiscard]] static std::expected<Keys, Error> create(const std::filesystem::path& file,
                                                         store::WhenMissing when_missing);
  explicit Keys(const store::Secret& secret) : secret_(secret) {}

  // BLAKE2b (RFC 7693), 16 bytes, with the secret as its key.
  [[nodiscard]] Mark mark(Purpose purpose, std::span<const std::uint8_t> token) const;
  [[nodiscard]] Mark mark(Purpose purpose, std::string_view code) const;

  // XSalsa20-Poly1305 under a nonce of its own; opened() gives nothing where it was changed.
  [[nodiscard]] Bytes seal(std::span<const std::uint8_t> bytes) const;
  [[nodiscard]] std::optional<Bytes> opened(std::span<const std::uint8_t> sealed) const;

 private:
  store::Secret secret_;
};

[[nodiscard]] Token new_token();
[[nodiscard]] Bytes random_bytes(std::size_t count);

}  // namespace enig::staff

#include "staff/keys.h"

#include <sodium.h>

#include <algorithm>

namespace enig::staff {
namespace {

std::string_view name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::session:
      return "session";
    case Purpose::link:
      return "link";
    case Purpose::recovery:
      return "recovery";
  }
  return "";
}

}  // namespace

std::expected<Keys, Error> Keys::create(const std::filesystem::path& file,
                                        store::WhenMissing when_missing) {
  const auto secret = store::secret_in(
      file, {when_missing, "there are staff accounts",
             "Restore it from a backup: without it no session, link or one-time code works."});
  if (!secret) return std::unexpected(secret.error());
  return Keys(*secret);
}

Mark Keys::mark(Purpose purpose, std::span<const std::uint8_t> token) const {
  const store::Secret key = store::derived(secret_, name_of(purpose));
  Mark mark{};
  crypto_generichash(mark.data(), mark.size(), token.data(), token.size(), key.data(), key.size());
  return mark;
}

Mark Keys::mark(Purpose purpose, std::string_view code) const {
  return mark(purpose, std::span(reinterpret_cast<const std::uint8_t*>(code.data()), code.size()));
}

Bytes Keys::seal(std::span<const std::uint8_t> bytes) const {
  const store::Secret key = store::derived(secret_, "sealed");
  static_assert(sizeof key == crypto_secretbox_KEYBYTES);
  Bytes sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + bytes.size());
  randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(sealed.data() + crypto_secretbox_NONCEBYTES, bytes.data(), bytes.size(),
                        sealed.data(), key.data());
  return sealed;
}

std::optional<Bytes> Keys::opened(std::span<const std::uint8_t> sealed) const {
  constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (sealed.size() < around) return std::nullopt;
  const store::Secret key = store::derived(secret_, "sealed");
  Bytes bytes(sealed.size() - around);
  const auto box = sealed.subspan(crypto_secretbox_NONCEBYTES);
  if (crypto_secretbox_open_easy(bytes.data(), box.data(), box.size(), sealed.data(), key.data()) !=
      0) {
    return std::nullopt;
  }
  return bytes;
}

Token new_token() {
  Token token{};
  randombytes_buf(token.data(), token.size());
  return token;
}

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace enig::staff

#include "newsletter/keys.h"

#include <sodium.h>

namespace enig::newsletter {

std::expected<Keys, Error> Keys::create(const std::filesystem::path& file,
                                        store::WhenMissing when_missing) {
  const auto secret = store::secret_in(
      file, {when_missing, "there are people on the newsletter's list",
             "Restore it from a backup: without it no link in a letter works any more."});
  if (!secret) return std::unexpected(secret.error());
  return Keys(*secret);
}

Token Keys::token(Purpose purpose, const Seed& seed) const {
  return hash(purpose == Purpose::confirm ? "confirm" : "leave", seed);
}

Mark Keys::mark(const Token& token) const { return hash("mark", token); }

Token Keys::message(const Seed& seed, Day lettered) const {
  return hash("message " + to_text(lettered), seed);
}

Token Keys::hash(std::string_view purpose, const Seed& bytes) const {
  Token token{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, secret_.data(), secret_.size(), token.size());
  crypto_generichash_update(&state, bytes.data(), bytes.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(purpose.data()),
                            purpose.size());
  crypto_generichash_final(&state, token.data(), token.size());
  return token;
}

Seed new_seed() {
  Seed seed{};
  randombytes_buf(seed.data(), seed.size());
  return seed;
}

}  // namespace enig::newsletter

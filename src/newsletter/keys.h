// The links of a subscriber, made from its row and a secret that lies in another file: the rows
// alone open no link, and a link that is lost can be made again.
//
//     std::expected<Keys, Error> keys = Keys::create(folder / "newsletter.key", …);
//     const Token token = keys->token(Purpose::leave, subscriber.seed);   // goes into the letter
//     list.find(Purpose::leave, keys->mark(token));                       // finds the row
#pragma once

#include <expected>
#include <filesystem>
#include <string_view>

#include "base/error.h"
#include "newsletter/subscriber.h"
#include "store/secret_file.h"

namespace enig::newsletter {

class Keys {
 public:
  // Reads the secret, or makes it where nobody is on the list yet.
  [[nodiscard]] static std::expected<Keys, Error> create(const std::filesystem::path& file,
                                                         store::WhenMissing when_missing);

  // BLAKE2b (RFC 7693), 16 bytes, with the secret as its key.
  [[nodiscard]] Token token(Purpose purpose, const Seed& seed) const;
  [[nodiscard]] Mark mark(const Token& token) const;
  // Of a letter, the same each time that it is sent.
  [[nodiscard]] Token message(const Seed& seed, Day lettered) const;

 private:
  explicit Keys(const store::Secret& secret) : secret_(secret) {}
  [[nodiscard]] Token hash(std::string_view purpose, const Seed& bytes) const;

  store::Secret secret_;
};

// 128 random bits.
[[nodiscard]] Seed new_seed();

}  // namespace enig::newsletter

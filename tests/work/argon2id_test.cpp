// What a device computes is what the server's libsodium does.
#include "work/argon2id.h"

#include <sodium.h>

#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

#include "base/limits.h"
#include "work/blake2b.h"

using namespace enig;
using work::Argon2id;
using work::Blake2b;
using work::Salt;
using work::Tag;

namespace {

Tag sodium_tag(std::string_view password, const Salt& salt, std::uint32_t memory_kib) {
  Tag tag{};
  REQUIRE(crypto_pwhash(tag.data(), tag.size(), password.data(), password.size(), salt.data(), 1,
                        std::size_t{memory_kib} * 1'024, crypto_pwhash_ALG_ARGON2ID13) == 0);
  return tag;
}

}  // namespace

TEST_CASE("BLAKE2b of any length, taken in any parts, is libsodium's") {
  std::minstd_rand lot(1);
  for (std::size_t length = 0; length < 600; length += 1 + length / 40) {
    std::string text(length, '\0');
    for (char& c : text) c = static_cast<char>(lot());
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    // libsodium makes no fewer than 16.
    for (const std::size_t out : {16U, 20U, 64U}) {
      CAPTURE(length, out);
      Blake2b hash(out);
      for (std::size_t at = 0; at < length;) {
        const std::size_t count = std::min<std::size_t>(length - at, 1 + lot() % 200);
        hash.take({bytes + at, count});
        at += count;
      }
      std::string own(out, '\0');
      hash.finish({reinterpret_cast<std::uint8_t*>(own.data()), out});
      std::string theirs(out, '\0');
      crypto_generichash(reinterpret_cast<unsigned char*>(theirs.data()), out, bytes, length,
                         nullptr, 0);
      REQUIRE(own == theirs);
    }
  }
}

TEST_CASE("a tag is libsodium's, whatever the password, the salt and the memory are") {
  std::minstd_rand lot(2);
  for (const std::uint32_t memory_kib : {8U, 12U, 64U, 516U, 1'024U}) {
    Argon2id argon(memory_kib);
    for (std::size_t length = 0; length < 200; length += 37) {
      CAPTURE(memory_kib, length);
      std::string password(length, '\0');
      for (char& c : password) c = static_cast<char>(lot());
      Salt salt{};
      for (std::uint8_t& byte : salt) byte = static_cast<std::uint8_t>(lot());
      CHECK(argon.tag_of(password, salt) == sodium_tag(password, salt, memory_kib));
    }
  }
}

TEST_CASE(
    "so it is with the memory that is really asked for, and nothing is left of the last one") {
  Argon2id argon(limits::work_memory_kib);
  for (std::uint8_t i = 0; i < 3; ++i) {
    const Salt salt{i, 2, 3};
    const std::string password = std::to_string(i);
    CHECK(argon.tag_of(password, salt) == sodium_tag(password, salt, limits::work_memory_kib));
  }
}

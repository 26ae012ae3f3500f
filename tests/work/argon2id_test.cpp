// What a device computes is what the server's libsodium does.
#include "work/argon2id.h"

#include <argon2.h>
#include <sodium.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

#include "base/limits.h"

using namespace enig;
using work::argon2id;
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

TEST_CASE("the implementation computes what RFC 9106 says, section 5.3") {
  std::array<std::uint8_t, 32> password{};
  std::array<std::uint8_t, 16> salt{};
  std::array<std::uint8_t, 8> secret{};
  std::array<std::uint8_t, 12> associated{};
  password.fill(1);
  salt.fill(2);
  secret.fill(3);
  associated.fill(4);
  std::array<std::uint8_t, 32> tag{};
  argon2_context context{};
  context.out = tag.data();
  context.outlen = tag.size();
  context.pwd = password.data();
  context.pwdlen = password.size();
  context.salt = salt.data();
  context.saltlen = salt.size();
  context.secret = secret.data();
  context.secretlen = secret.size();
  context.ad = associated.data();
  context.adlen = associated.size();
  context.t_cost = 3;
  context.m_cost = 32;
  context.lanes = context.threads = 4;
  context.version = ARGON2_VERSION_13;
  REQUIRE(argon2_ctx(&context, Argon2_id) == ARGON2_OK);
  constexpr std::array<std::uint8_t, 32> expected = {
      0x0D, 0x64, 0x0D, 0xF5, 0x8D, 0x78, 0x76, 0x6C, 0x08, 0xC0, 0x37,
      0xA3, 0x4A, 0x8B, 0x53, 0xC9, 0xD0, 0x1E, 0xF0, 0x45, 0x2D, 0x75,
      0xB6, 0x5E, 0xB5, 0x25, 0x20, 0xE9, 0x6B, 0x01, 0xE6, 0x59};
  CHECK(tag == expected);
}

TEST_CASE("a tag is libsodium's, whatever the password, the salt and the memory are") {
  std::minstd_rand lot(2);
  for (const std::uint32_t memory_kib : {8U, 12U, 64U, 516U, 1'024U}) {
    for (std::size_t length = 0; length < 200; length += 37) {
      CAPTURE(memory_kib, length);
      std::string password(length, '\0');
      for (char& c : password) c = static_cast<char>(lot());
      Salt salt{};
      for (std::uint8_t& byte : salt) byte = static_cast<std::uint8_t>(lot());
      CHECK(argon2id(password, salt, memory_kib) == sodium_tag(password, salt, memory_kib));
    }
  }
}

TEST_CASE("so it is with the memory that is really asked for") {
  for (std::uint8_t i = 0; i < 3; ++i) {
    const Salt salt{i, 2, 3};
    const std::string password = std::to_string(i);
    CHECK(argon2id(password, salt, limits::work_memory_kib) ==
          sodium_tag(password, salt, limits::work_memory_kib));
  }
}

#include "staff/password.h"

#include <sodium.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "base/fold.h"
#include "staff/common_passwords.h"

using namespace enig;
using namespace enig::staff;

namespace {

const std::vector<std::string> names = {"kari.nordmann", "Prøvepartiet", "Øya mener"};
constexpr HashCost cheap = {1, 8 * 1024};

}  // namespace

TEST_CASE("a long password of any kind of letters is good") {
  for (const char* const good :
       {"tre grønne elger", "korrekt hest batteri", "aaaabbbbccccdddd1",
        "Kari.Nordmann liker ikke brunost", "пароль из слов", "sommer på 3 hytter ved sjøen"}) {
    INFO(good);
    CHECK(problem_of(good, names) == std::nullopt);
  }
}

TEST_CASE("a password of 11 characters is too short, of 201 too long") {
  CHECK(problem_of("ørekyt-1234", names) == PasswordProblem::too_short);
  CHECK(problem_of("ørekyt-12345", names) == std::nullopt);
  std::string long_one;
  for (int i = 0; i < 100; ++i) long_one += i % 7 < 3 ? "aø" : "1k";
  CHECK(problem_of(long_one, names) == std::nullopt);
  CHECK(problem_of(long_one + "x", names) == PasswordProblem::too_long);
  CHECK(problem_of("tolv\xFFtolvtolv", names) == PasswordProblem::unreadable);
}

TEST_CASE("what everybody would guess is refused, also with figures and signs around it") {
  for (const char* const bad :
       {"passordpassord", "Passord123456", "PASSWORD1234!", "123456789012", "qwertyuiop123",
        "Qwertyuiopå1", "aaaaaaaaaaaa", "sommersommer", "Sommer2026!!!", "velkommen2026",
        "stortingsvalg", "arbeiderpartiet1", "1q2w3e4r5t6y", "abc123abc123"}) {
    INFO(bad);
    CHECK(problem_of(bad, names) == PasswordProblem::common);
  }
}

TEST_CASE("the account's name and the party's are refused") {
  for (const char* const bad : {"kari.nordmann", "KariNordmann2026", "prøvepartiet",
                                "Prøvepartiet!1", "øyamenerøyamener"}) {
    INFO(bad);
    CHECK(problem_of(bad, names) == PasswordProblem::own_name);
  }
}

TEST_CASE("the list of the commonest is as passwords are compared") {
  CHECK(common_passwords().size() > 300);
  for (const std::string_view word : common_passwords()) {
    INFO(word);
    CHECK(folded(word) == word);
  }
}

TEST_CASE("a hash fits its password alone, and is another each time") {
  const std::string hash = hash_of("tre grønne elger", cheap).value();
  CHECK(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  CHECK(hash != hash_of("tre grønne elger", cheap).value());
  CHECK(matches(hash, "tre grønne elger"));
  CHECK_FALSE(matches(hash, "tre grønne elge"));
  CHECK_FALSE(matches(hash, ""));
  CHECK_FALSE(matches("", ""));
  CHECK_FALSE(matches(std::string(500, 'x'), "x"));
}

TEST_CASE("what a hash costs is what libsodium calls moderate") {
  const std::string hash = hash_of("tre grønne elger", HashCost()).value();
  CHECK(hash.starts_with("$argon2id$v=19$m=262144,t=3,p=1$"));
  CHECK(matches(hash, "tre grønne elger"));
}

TEST_CASE("nobody's hash is one of the same cost, that libsodium computes to the end") {
  const std::string hash = hash_of("tre grønne elger", cheap).value();
  const std::string nobodys = nobodys_hash(cheap);
  CHECK(nobodys.size() == hash.size());
  CHECK(nobodys.substr(0, nobodys.find("p=1$")) == hash.substr(0, hash.find("p=1$")));
  CHECK(nobodys != nobodys_hash(cheap));
  CHECK_FALSE(matches(nobodys, "tre grønne elger"));
  // Where it could not be read, it would be refused at once, and the time would tell.
  CHECK(crypto_pwhash_str_needs_rehash(nobodys.c_str(), cheap.passes, cheap.memory_bytes) == 0);
}

TEST_CASE("where there is no memory for a hash, that is said") {
  CHECK(hash_of("tre grønne elger", {1, std::size_t{1} << 45}).error().fault == Fault::busy);
}

#include "work/argon2id.h"

#include <argon2.h>

#include "base/check.h"

namespace enig::work {

Tag argon2id(std::string_view password, const Salt& salt, std::uint32_t memory_kib) {
  constexpr std::uint32_t passes = 1;
  constexpr std::uint32_t lanes = 1;
  Tag tag{};
  ENIG_CHECK(argon2id_hash_raw(passes, memory_kib, lanes, password.data(), password.size(),
                               salt.data(), salt.size(), tag.data(), tag.size()) == ARGON2_OK);
  return tag;
}

}  // namespace enig::work

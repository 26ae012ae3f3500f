// The program that a device computes in, apart from everything else: web/prover.js loads it into a
// worker of its own, and calls these.
//
//     new Uint8Array(memory.buffer, enig_salt(), 16).set(salt);
//     enig_try(0, 6);   // 1 where the number 0 is a proof
#include <emscripten/emscripten.h>

#include <charconv>
#include <string_view>

#include "base/check.h"
#include "base/limits.h"
#include "work/argon2id.h"
#include "work/challenge.h"

// Nothing of the system is linked, so there is nowhere to write a sentence to.
void enig::check_failed(const char* /*condition*/, const char* /*file*/, int /*line*/) {
  __builtin_trap();
}

namespace {

using namespace enig;

work::Salt& salt() {
  static work::Salt instance{};
  return instance;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE std::uint8_t* enig_salt() { return salt().data(); }

EMSCRIPTEN_KEEPALIVE int enig_try(std::uint32_t number, int bits) {
  char digits[10];
  const auto [end, failed] = std::to_chars(digits, digits + sizeof digits, number);
  const std::string_view password(digits, static_cast<std::size_t>(end - digits));
  if (failed != std::errc()) return 0;
  return work::has_zeros(work::argon2id(password, salt(), limits::work_memory_kib), bits) ? 1 : 0;
}
}

#include "staff/one_time_code.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>

#include "base/limits.h"
#include "staff/qr.h"

using namespace enig;
using namespace enig::staff;

namespace {

Bytes bytes_of(std::string_view text) { return Bytes(text.begin(), text.end()); }
const Bytes rfc_secret = bytes_of("12345678901234567890");

}  // namespace

TEST_CASE("codes are those of RFC 6238, appendix B, to six digits") {
  struct Known {
    std::int64_t unix_seconds;
    const char* code;
  };
  for (const Known& known : {Known{59, "287082"},
                             {1111111109, "081804"},
                             {1111111111, "050471"},
                             {1234567890, "005924"},
                             {2000000000, "279037"},
                             {20000000000, "353130"}}) {
    CHECK(code_at(rfc_secret, step_of(known.unix_seconds)) == known.code);
  }
}

TEST_CASE("codes are those of RFC 4226, appendix D") {
  const char* const known[] = {"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step) {
    CHECK(code_at(rfc_secret, step) == known[step]);
  }
}

TEST_CASE("a code fits half a minute too early and too late, no more") {
  constexpr std::int64_t now = 1'000'000'000;
  const std::int64_t step = step_of(now);
  for (std::int64_t off = -3; off <= 3; ++off) {
    const bool fits = off >= -1 && off <= 1;
    CHECK(step_that_fits(rfc_secret, code_at(rfc_secret, step + off), now).has_value() == fits);
  }
  const std::string code = code_at(rfc_secret, step);
  CHECK(step_that_fits(rfc_secret, code.substr(0, 3) + " " + code.substr(3), now) == step);
  for (const char* const wrong : {"", "12345", "1234567", "abcdef", "12345-"}) {
    CHECK_FALSE(step_that_fits(rfc_secret, wrong, now).has_value());
  }
}

TEST_CASE("Base32 is that of RFC 4648, section 10, without padding") {
  CHECK(to_base32({}).empty());
  CHECK(to_base32(bytes_of("f")) == "MY");
  CHECK(to_base32(bytes_of("fo")) == "MZXQ");
  CHECK(to_base32(bytes_of("foo")) == "MZXW6");
  CHECK(to_base32(bytes_of("foob")) == "MZXW6YQ");
  CHECK(to_base32(bytes_of("fooba")) == "MZXW6YTB");
  CHECK(to_base32(bytes_of("foobar")) == "MZXW6YTBOI");
  CHECK(from_base32("mzxw 6ytb oi") == bytes_of("foobar"));
  CHECK_FALSE(from_base32("MZXW1").has_value());
}

TEST_CASE("the app is told the secret, who gave it and whose it is") {
  CHECK(key_uri(rfc_secret, "Øya mener", "kari") ==
        "otpauth://totp/%C3%98ya%20mener:kari?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=%C3%98ya%20mener");
}

TEST_CASE("recovery codes are many, different, and read however they are typed") {
  const std::vector<std::string> codes = new_recovery_codes();
  CHECK(codes.size() == limits::staff_recovery_codes);
  CHECK(std::set(codes.begin(), codes.end()).size() == codes.size());
  for (const std::string& code : codes) {
    CHECK(code.size() == 19);
    CHECK(recovery_code_from(code).size() == 16);
    CHECK(recovery_code_from(" " + code + " ") == recovery_code_from(code));
  }
  CHECK(recovery_code_from("abcd-efgh-ijkl-mnop") == "ABCDEFGHIJKLMNOP");
  CHECK(recovery_code_from("abcd-efgh-ijkl-mno").empty());
  CHECK(recovery_code_from("abcd-efgh-ijkl-mno1").empty());
}

TEST_CASE("a QR code is a picture with a name, black on white with its quiet zone") {
  const std::string svg = qr_svg("otpauth://totp/a:b?secret=GEZDGNBV", "Til <appen> & \"deg\"");
  CHECK(
      svg.starts_with("<svg class=\"qr\" role=\"img\" "
                      "aria-label=\"Til &lt;appen> &amp; &quot;deg&quot;\" viewBox=\"0 0 "));
  // The finder pattern begins after four light modules.
  CHECK(svg.contains("fill=\"#000\" d=\"M4 4h1v1h-1zM5 4h1v1h-1z"));
  CHECK(svg == qr_svg("otpauth://totp/a:b?secret=GEZDGNBV", "Til <appen> & \"deg\""));
  CHECK(svg != qr_svg("otpauth://totp/a:b?secret=GEZDGNBW", "Til <appen> & \"deg\""));
}

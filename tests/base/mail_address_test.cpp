#include "base/mail_address.h"

#include <catch2/catch_test_macros.hpp>

using enig::mail_address_from;

TEST_CASE("an address that letters can reach is taken as it is, without the spaces around it") {
  for (const char* address :
       {"kari@example.org", "kari.nordmann+enig@post.example.no", "o'brien@example.co.uk",
        "kari@blåbær.no", "x@a-b.example", "1@2.no", "KARI@Example.NO", "_@xn--blbr-roah.no"}) {
    CAPTURE(address);
    CHECK(mail_address_from(address) == address);
  }
  CHECK(mail_address_from("  kari@example.org\r\n") == "kari@example.org");
}

TEST_CASE("what is no address, or a letter's header in disguise, is refused") {
  for (const char* address : {"",
                              " ",
                              "@",
                              "kari",
                              "kari@",
                              "@example.org",
                              "kari@example",
                              "kari@@example.org",
                              "a@b@example.org",
                              "kari @example.org",
                              "kari@example.org, ola@example.org",
                              "kari@example.org\r\nBcc: ola@example.org",
                              "kari\n@example.org",
                              "kari\t@example.org",
                              "kari@exa\x01mple.org",
                              "kari@example.org\x7fx",
                              "Kari <kari@example.org>",
                              "\"kari nordmann\"@example.org",
                              "kari(x)@example.org",
                              ".kari@example.org",
                              "kari.@example.org",
                              "ka..ri@example.org",
                              "kåre@example.org",
                              "kari@.org",
                              "kari@example..org",
                              "kari@example.org.",
                              "kari@-example.org",
                              "kari@example-.org",
                              "kari@exam_ple.org",
                              "kari@[127.0.0.1]",
                              "kari@127.0.0.1",
                              "kari@example.123",
                              "kari@exa×mple.org",
                              "kari@例え.org",
                              "kari@exa\u200Bmple.org",
                              "kari@exa\u202Emple.org",
                              "kari@exa\xffmple.org",
                              "kari@example\u3002org",
                              "kari@e/x.org",
                              "kari@x:25.org"}) {
    CAPTURE(address);
    CHECK_FALSE(mail_address_from(address).has_value());
  }
  CHECK_FALSE(mail_address_from(std::string_view("kari\0@example.org", 17)).has_value());
}

TEST_CASE("the lengths of the standard are kept") {
  const std::string label(63, 'a');
  CHECK(mail_address_from("x@" + label + ".no").has_value());
  CHECK_FALSE(mail_address_from("x@" + label + "a.no").has_value());
  CHECK(mail_address_from(std::string(64, 'x') + "@example.org").has_value());
  CHECK_FALSE(mail_address_from(std::string(65, 'x') + "@example.org").has_value());
  const std::string name = label + "." + label + "." + label + ".";                // 192 bytes
  CHECK(mail_address_from("x@" + name + std::string(60, 'b')).has_value());        // 254
  CHECK_FALSE(mail_address_from("x@" + name + std::string(61, 'b')).has_value());  // 255
}

#include "newsletter/address.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

using namespace enig;
using newsletter::mailbox_from;
using newsletter::Sender;
using newsletter::sender_from;

TEST_CASE("an address is kept as every mail server takes it") {
  CHECK(mailbox_from(" Kari.Nordmann@Example.ORG ") == "Kari.Nordmann@example.org");
  CHECK(mailbox_from("kari+nyhet@blåbær.no") == "kari+nyhet@xn--blbr-roah.no");
  CHECK(mailbox_from("kari@BLÅBÆR.no") == mailbox_from("kari@xn--blbr-roah.no"));
}

TEST_CASE("what no letter can be sent to is refused") {
  const std::string bad = GENERATE(
      as<std::string>(), "", " ", "kari", "@example.org", "kari@", "kari@example", "kari@@a.no",
      "kari@a.no@b.no", "kari nordmann@a.no", "kari@a .no", "kari@a.no, ola@b.no",
      "kari@a.no;ola@b.no", "<kari@a.no>", "Kari <kari@a.no>", "kari@a.no\r\nBcc: ola@b.no",
      "kari\r\n@a.no", "kari@a.no\nSubject: x", "kari@a.no%0d%0aBcc:ola@b.no", "\"kari\"@a.no",
      "kari@[127.0.0.1]", "kari@127.0.0.1", "kari@-a.no", "kari@a-.no", "kari@.no", "kari@a..no",
      ".kari@a.no", "kari.@a.no", "ka..ri@a.no", "kåre@a.no", "kari@\xff.no",
      std::string("kari@a.no\0", 10), std::string("ka\0ri@a.no", 10), "kari@a.no\x7f",
      std::string(65, 'a') + "@a.no", "kari@" + std::string(64, 'a') + ".no",
      std::string(60, 'a') + "@" + std::string(60, 'b') + "." + std::string(60, 'c') + "." +
          std::string(60, 'd') + "." + std::string(20, 'e') + ".no");
  CAPTURE(bad);
  CHECK_FALSE(mailbox_from(bad).has_value());
}

TEST_CASE("the sender is a name and an address") {
  CHECK(sender_from("Bærum Arbeiderparti <post@example.org>") ==
        Sender{"Bærum Arbeiderparti", "post@example.org"});
  CHECK(sender_from("\"Party, the\" <post@example.org>") ==
        Sender{"Party, the", "post@example.org"});
  CHECK(sender_from("post@example.org") == Sender{"", "post@example.org"});
  const std::string bad =
      GENERATE(as<std::string>(), "", "Party", "Party <post>", "Party <a@b.no", "Party <a@b.no> x",
               "Party\r\nBcc: x <a@b.no>", "P\xff <a@b.no>", "Party <a@b.no\r\nBcc: c@d.no>",
               std::string(129, 'P') + "<a@b.no>");
  CAPTURE(bad);
  CHECK_FALSE(sender_from(bad).has_value());
}

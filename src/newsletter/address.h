// A mail address as it is kept and written to.
//
//     mailbox_from(" Kari@Blåbær.no ");   // "Kari@xn--blbr-soa2f.no"
//     mailbox_from("kari@");              // nothing
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enig::newsletter {

// The form that base/mail_address.h allows, with the name after the "@" in small letters and in
// ASCII (RFC 5890), so that every mail server and every mailing program takes it. Holds no space,
// no line break, no control character and nothing beyond ASCII.
[[nodiscard]] std::optional<std::string> mailbox_from(std::string_view typed);

// Who writes: "Bærum Arbeiderparti <post@example.org>", or the address alone.
struct Sender {
  std::string name;  // may be empty
  std::string address;
  friend bool operator==(const Sender&, const Sender&) = default;
};
[[nodiscard]] std::optional<Sender> sender_from(std::string_view text);

}  // namespace enig::newsletter

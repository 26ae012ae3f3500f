// The form of an address that a letter can be sent to.
//
//     mail_address_from(" kari@blåbær.no ");        // "kari@blåbær.no"
//     mail_address_from("kari@a.no\r\nBcc: b@c");   // nothing
//
// Whether anybody reads there, only a letter can tell. The form is the practical part of RFC 5321
// section 4.1.2: one "@"; before it a dot-atom of ASCII, 64 bytes at most; after it a name of two
// or more labels, no number and no address in brackets; 254 bytes in all. A name may hold Latin
// letters beyond ASCII, as Norwegian names do (the sender writes them as RFC 5890 says). Before the
// "@" they are refused, as are quotes and comments: too few servers take them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enig {

// What was typed, without the spaces around it; or nothing, where it is no such address. What is
// given back holds no space, no line break and no control character.
[[nodiscard]] std::optional<std::string> mail_address_from(std::string_view typed);

}  // namespace enig

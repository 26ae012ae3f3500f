// One letter as it goes over the wire: RFC 5322, plain text, every byte of it ASCII.
//
//     const std::string bytes = to_message(letter);   // head, empty line, body; lines end "\r\n"
//
// The letter is one text/plain part, written here rather than by libcurl's MIME functions, which
// would wrap it in a multipart, make random boundaries and leave the words of the head unencoded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "newsletter/address.h"

namespace enig::newsletter {

struct Letter {
  Sender from;
  std::string to;        // as mailbox_from makes it
  std::string subject;   // UTF-8
  std::string body;      // UTF-8; lines end "\n"
  std::string language;  // BCP 47
  std::string leave_url;
  std::string message_id;  // before its "@"
  std::int64_t sent_at_unix_seconds = 0;
};

// No words in a letter can add a line to its head: what is not plain ASCII is encoded (RFC 2047),
// line breaks too. Preconditions: addresses as mailbox_from makes them, an address and a message id
// without spaces and control characters.
[[nodiscard]] std::string to_message(const Letter& letter);

// Words of a head, RFC 2047 ("Q"), folded; plain where they are plain ASCII.
[[nodiscard]] std::string encoded_words(std::string_view text);

// RFC 2045, section 6.7: lines of 76 characters at most.
[[nodiscard]] std::string quoted_printable(std::string_view text);

// "Mon, 23 Nov 2026 15:29:22 +0000"
[[nodiscard]] std::string mail_date(std::int64_t unix_seconds);

}  // namespace enig::newsletter

// What the letters say, in the reader's language.
//
//     const Letter letter = letter_to(kari, stationery);
//     post.send({.from = …, .to = kari.address, .message = to_message(letter)});
#pragma once

#include <cstdint>
#include <string>

#include "newsletter/address.h"
#include "newsletter/keys.h"
#include "newsletter/message.h"
#include "newsletter/subscriber.h"
#include "policy/site.h"

namespace enig::newsletter {

// What every letter of a site has in common.
struct Stationery {
  policy::Site site;
  Sender from;
  std::string public_url;  // of the site's root, ending in "/"
};

// https, a host, and a path if need be, as letters and their links need it; http on this machine
// alone. What is given back ends in "/".
[[nodiscard]] std::optional<std::string> public_url_from(std::string_view text);

// "https://enig.example.org/en/newsletter/confirm/<token>"
[[nodiscard]] std::string link_of(const Stationery& stationery, Purpose purpose,
                                  std::string_view language, const Token& token);

// Precondition: a letter is due.
[[nodiscard]] Letter letter_to(const Subscriber& subscriber, const Stationery& stationery,
                               const Keys& keys, std::int64_t now_unix_seconds);

}  // namespace enig::newsletter

// A sign-up for the newsletter as JSON: {"address":"kari@example.org","language":"nb"}.
//
//     std::expected<SignUp, Error> asked = parse_sign_up(body);
//     std::string body = to_json(SignUp{"kari@example.org", "nb"});
//
// It names nothing of a ballot: no id, no policy, no answer.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/error.h"

namespace enig::wire {

struct SignUp {
  std::string address;   // as it was typed
  std::string language;  // of Enig's words on the page
  friend bool operator==(const SignUp&, const SignUp&) = default;
};

[[nodiscard]] std::string to_json(const SignUp& sign_up);

// Errors: malformed, too_large. Whether it is an address is for others to say.
[[nodiscard]] std::expected<SignUp, Error> parse_sign_up(std::string_view json);

}  // namespace enig::wire

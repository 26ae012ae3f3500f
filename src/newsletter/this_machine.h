// Whether a host, as a URL names it, is the machine that this runs on: only to it may anything go
// in the open.
//
//     is_this_machine("[::1]");              // true
//     is_this_machine("mail.example.org");   // false
#pragma once

#include <string_view>

namespace enig::newsletter {

[[nodiscard]] constexpr bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace enig::newsletter

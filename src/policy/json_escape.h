// What a backslash in a JSON string begins.
//
//     const JsonEscape escape = escape_at("\\u00e5 …");   // good, 6 bytes
#pragma once

#include <cstddef>
#include <string_view>

namespace enig::policy {

struct JsonEscape {
  enum class Kind {
    good,     // an escape of RFC 8259, section 7, or two that make one character
    half,     // a surrogate without its partner
    unknown,  // no escape; only the backslash is counted
  };
  Kind kind;
  std::size_t bytes;
};

// `text` starts with a backslash.
[[nodiscard]] JsonEscape escape_at(std::string_view text);

}  // namespace enig::policy

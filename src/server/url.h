// Addresses and form bodies to text.
//
//     const RequestTarget target = split_target("/api/v1/ballots/5f…?policy=baerum-naering");
//     std::optional<std::string> path = percent_decoded(target.path);
//     std::optional<std::vector<Field>> fields = form_fields("press=agree%3Asone-1&consent=yes");
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enig::server {

struct RequestTarget {
  std::string_view path;
  std::string_view query;  // without the '?'
};

[[nodiscard]] RequestTarget split_target(std::string_view target);

// Nothing where a '%' is not followed by two hexadecimal digits or the text is not UTF-8.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

// A path as it stands in a Location field: what is not plain ASCII is percent-encoded.
[[nodiscard]] std::string percent_encoded_path(std::string_view path);

struct Field {
  std::string name;
  std::string value;

  friend bool operator==(const Field&, const Field&) = default;
};

// application/x-www-form-urlencoded (WHATWG URL, section 5.1), also a query; nothing where it is
// not.
[[nodiscard]] std::optional<std::vector<Field>> form_fields(std::string_view body);

// The first value of that name.
[[nodiscard]] std::optional<std::string> value_of(const std::vector<Field>& fields,
                                                  std::string_view name);

}  // namespace enig::server

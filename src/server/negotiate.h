// What the one who asks can read, and what they have already (RFC 9110, sections 8.8 and 12).
//
//     if (accepts("gzip, br;q=0.8", "br")) …
//     if (matches(request.if_none_match, etag)) return {.status = 304};
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/message.h"

namespace enig::server {

// Whether an Accept or Accept-Encoding field names `item` itself with a weight above 0.
[[nodiscard]] bool accepts(std::string_view field, std::string_view item);

// Of `offered` (at least one; BCP 47 tags) the best by an Accept-Language field: where the language
// that is wanted most is not there, what its readers read too comes before what is wanted less. The
// first where nothing fits, or nothing is wanted.
[[nodiscard]] std::string best_language(std::string_view field,
                                        const std::vector<std::string>& offered);

// Whether an If-None-Match field holds `etag` (with its quotation marks) or "*". Weak comparison.
[[nodiscard]] bool matches(std::string_view if_none_match, std::string_view etag);

// What a Range field asks for of so many bytes (RFC 9110, section 14).
struct Ranged {
  // all: it asks for nothing that can be sent in one part, so everything is; beyond: nothing of it
  // is there.
  enum class What { all, part, beyond } what = What::all;
  Part part = {};
};
[[nodiscard]] Ranged range_of(std::string_view range, std::size_t bytes);

// A strong ETag for `bytes`, with its quotation marks.
[[nodiscard]] std::string etag_of(std::string_view bytes);

// The media type without its parameters, in small letters: "application/json".
[[nodiscard]] std::string media_type(std::string_view content_type);

}  // namespace enig::server

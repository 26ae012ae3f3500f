// Where a request comes from, as the browser says that made it.
//
//     if (source_of(request, site.embed_origins) == Source::foreign) refuse();
//
// A page cannot forge Origin (RFC 6454, section 7) or Sec-Fetch-Site (W3C Fetch Metadata); a
// program that is no browser can, and needs neither.
#pragma once

#include <string>
#include <vector>

#include "server/message.h"

namespace enig::server {

enum class Source {
  own,      // a page of this server
  allowed,  // a page of an origin that site.json names
  foreign,  // another page, or one whose origin is kept secret
  unsaid,   // no browser, or one that does not say: an old one's form
};

[[nodiscard]] Source source_of(const Request& request, const std::vector<std::string>& allowed);

// Whether it is a browser's question before the request (Fetch, section "CORS-preflight fetch").
[[nodiscard]] bool is_preflight(const Request& request);

}  // namespace enig::server

// Bytes at an address, in every encoding that they can be sent in.
//
//     const Resource page = compressed("text/html; charset=utf-8", html);
//     Response response = reply_with(page, request);   // 200, or 304 for who has it already
#pragma once

#include <string>
#include <string_view>

#include "server/message.h"

namespace enig::server {

// One representation; no body where there is none.
struct Variant {
  Body body = nullptr;
  std::string etag = {};
};

// Whether a copy may be used without asking.
enum class Freshness {
  never,    // nobody may keep one
  asked,    // never by a browser, for a few seconds by what stands between: limits::shared_copy_s
  forever,  // always: what lies at this address never changes
};

struct Resource {
  std::string type;  // the media type
  Variant plain = {};
  Variant brotli = {};
  Variant gzip = {};
  Freshness freshness = Freshness::asked;
};

// The bytes as they are.
[[nodiscard]] Resource uncompressed(std::string_view type, std::string bytes);

// The same, and with Brotli (RFC 7932) and gzip (RFC 1952) where those make them smaller: fast
// enough to be done again for every release.
[[nodiscard]] Resource compressed(std::string_view type, std::string bytes);

// The smallest representation that is accepted, or the part of it that is asked for, or 304, or
// 416.
[[nodiscard]] Response reply_with(const Resource& resource, const Request& request);

}  // namespace enig::server

// The server's own TLS: a certificate, and what is spoken with it. Internal to the room: includes
// Boost, so only http_server.cpp may include it.
//
//     auto tls = tls_context({"chain.pem", "key.pem"});
#pragma once

#include <expected>

#include "base/error.h"
#include "server/http_server.h"
#include "server/net_stream.h"

namespace enig::server {

// TLS 1.2 and 1.3. Error: unavailable (a file cannot be read, or holds no certificate or no key, or
// the two do not belong together).
[[nodiscard]] std::expected<TlsContext, Error> tls_context(const TlsFiles& files);

}  // namespace enig::server

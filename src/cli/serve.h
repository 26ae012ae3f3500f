// enig serve --policies DIR --data DIR [--database URL] [--listen ADDR:PORT] [--site DIR]
//            [--threads N] [--proxy ADDR,…] [--hsts-days N]
//            [--tls-cert FILE --tls-key FILE] [--trial]
//            [--newsletter-smtp URL --newsletter-from SENDER --public-url URL …]
//
//     $ enig serve --policies policies --data data --listen 127.0.0.1:8080
//     Enig serves http://127.0.0.1:8080/
#pragma once

#include <cstdio>
#include <expected>
#include <span>
#include <string_view>

#include "base/error.h"
#include "server/http_server.h"

namespace enig::cli {

// "127.0.0.1:8080", "[::1]:8080"; port 0 is a free one.
[[nodiscard]] std::expected<server::Endpoint, Error> endpoint_from(std::string_view text);

// Serves until SIGINT or SIGTERM. Returns the exit code: 0 after a stop in good order, 1 if it
// could not start or the store failed, 2 if the command was not understood.
[[nodiscard]] int serve_command(std::span<const std::string_view> args, std::FILE* out,
                                std::FILE* err);

}  // namespace enig::cli

// enig serve --policies DIR --data DIR [settings: cli/serve_help.cpp]
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
// could not start, 2 if the settings were not understood, 3 if the store failed.
[[nodiscard]] int serve_command(std::span<const std::string_view> args, std::FILE* out,
                                std::FILE* err);

}  // namespace enig::cli

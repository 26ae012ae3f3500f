// GET /metrics, at an address of its own that only this machine reaches.
//
//     auto desk = metrics_server({"127.0.0.1", 9100}, [&] { return metrics.to_text(gauges()); });
//     (*desk)->run();   // until stop()
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "server/http_server.h"

namespace enig::server {

// Why this cannot be the address: it is not the machine's own loopback.
[[nodiscard]] std::optional<Error> metrics_refusal(const Endpoint& listen);

// `text` is called for each request, on the desk's thread. Error: refused (as above), unavailable
// (it cannot be listened on).
[[nodiscard]] std::expected<std::unique_ptr<HttpServer>, Error> metrics_server(
    const Endpoint& listen, std::function<std::string()> text);

}  // namespace enig::server

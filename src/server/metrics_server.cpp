#include "server/metrics_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <utility>

#include "base/limits.h"
#include "server/problems.h"
#include "server/url.h"

namespace enig::server {
namespace {

bool is_loopback(const std::string& address) {
  constexpr std::uint32_t loopback_net = 127;
  in_addr v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) {
    return ntohl(v4.s_addr) >> 24 == loopback_net;
  }
  in6_addr v6{};
  return ::inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

// A page of the web that somebody on this machine has open, under whatever name it was given, says
// so by these; Prometheus, curl and a person's own address bar do not.
bool is_of_a_page(const Request& request) {
  const bool is_fetched = !request.sec_fetch_site.empty() && request.sec_fetch_site != "none";
  return is_fetched || !request.origin.empty();
}

Response answer(const Request& request, const std::function<std::string()>& text) {
  if (is_of_a_page(request)) return reply_problem(403, "Pages have no business here.");
  if (split_target(request.target).path != "/metrics") {
    return reply_problem(404, "What there is here is at /metrics.");
  }
  if (!request.is_read()) return reply_method("GET, HEAD");
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"},
                      {"Cache-Control", "no-store"}},
          .body = share(text())};
}

void finish(Response& response) {
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
}

}  // namespace

std::optional<Error> metrics_refusal(const Endpoint& listen) {
  if (is_loopback(listen.address)) return std::nullopt;
  return Error{Fault::refused,
               fmt::format("--metrics is for this machine only, and \"{}\" is not its own address.",
                           listen.address),
               "Write --metrics 127.0.0.1:9101 or [::1]:9101, and have what collects it run here."};
}

std::expected<std::unique_ptr<HttpServer>, Error> metrics_server(
    const Endpoint& listen, std::function<std::string()> text) {
  if (auto refusal = metrics_refusal(listen)) return std::unexpected(std::move(*refusal));
  HttpServer::Options options;
  options.listen = listen;
  options.listen_flag = "--metrics";
  options.threads = 1;
  options.connections_max = limits::metrics_connections_max;
  options.connections_per_address_max = limits::metrics_connections_max;
  auto handler = [text = std::move(text)](const Request& request, const Respond& respond) {
    Response response = answer(request, text);
    finish(response);
    respond(std::move(response));
  };
  return HttpServer::create(options, handler,
                            [](const Request&, Response& response) { finish(response); });
}

}  // namespace enig::server

// HTTP/1.1 over TCP: reads requests, hands them to a handler, writes its replies.
//
//     auto http = HttpServer::create({.listen = {"127.0.0.1", 8080}}, handler, finish);
//     (*http)->run();    // until stop(), from a signal or any thread
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "server/message.h"

namespace enig::server {

struct Endpoint {
  std::string address = "127.0.0.1";  // a number, not a name
  std::uint16_t port = 8080;          // 0: a free one

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Files, as PEM.
struct TlsFiles {
  std::string certificate;  // and those that it rests on
  std::string key;
};

class HttpServer {
 public:
  struct Options {
    Endpoint listen;
    std::string_view listen_flag = "--listen";   // what sets it, for sentences
    std::optional<TlsFiles> tls = std::nullopt;  // none: plain HTTP
    int threads = 2;
    std::size_t connections_max = limits::connections_max;
    std::size_t connections_per_address_max = limits::connections_per_address_max;
    // Addresses whose connections are many people's, and so are only counted in all.
    std::vector<std::string> proxies = {};
    // Asked for each request, once its head is there.
    std::function<std::size_t(const Request& head)> body_bytes_max = [](const Request&) {
      return limits::small_body_bytes_max;
    };
    // For a whole head (the first one's begins with the connection), a whole body and a whole
    // reply. No byte renews them, and none runs while the handler works.
    int header_deadline_ms = limits::header_deadline_ms;
    int body_deadline_ms = limits::body_deadline_ms;
    int reply_deadline_ms = limits::reply_deadline_ms;
    int keep_alive_idle_ms = limits::keep_alive_idle_ms;
    // For requests that are being answered when stop() is called.
    int stop_grace_ms = limits::stop_grace_ms;
    // For readers of event streams.
    int stream_heartbeat_ms = limits::stream_heartbeat_ms;
    int stream_write_ms = limits::stream_write_ms;
    // With SIGINT and SIGTERM it stops, with SIGHUP it calls `on_hangup`: in a thread for that
    // alone, one call after the other, and not after run() has returned.
    enum class Signals { ignored, heeded } signals = Signals::ignored;
    std::function<void()> on_hangup = [] {};
    // At each full minute of the clock, in the same thread.
    std::function<void()> on_minute = [] {};
  };

  // Does to a reply that never reached the handler what is done to every reply. Of the request only
  // what could be read is there.
  using Finish = std::function<void(const Request&, Response&)>;

  // Binds and listens. Error: unavailable (the address cannot be had, or TLS's files not be used).
  [[nodiscard]] static std::expected<std::unique_ptr<HttpServer>, Error> create(
      const Options& options, Handler handler, Finish finish);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  // With the port that was really taken.
  [[nodiscard]] Endpoint endpoint() const;

  // Just now; and how many were closed at once because there were too many, since the start.
  struct Crowd {
    std::size_t connections = 0;
    std::uint64_t turned_away = 0;
  };
  [[nodiscard]] Crowd crowd() const;

  // Reads TLS's files again, for connections that come from now on. Error: the old ones stay. May
  // be called from any thread.
  [[nodiscard]] std::expected<void, Error> renew_tls();

  // Serves until everything is answered after a stop().
  void run();

  // From any thread: takes no more connections, ends the idle ones, lets the others finish.
  void stop();

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace enig::server

// A connection's bytes, plain or by TLS, with Beast's deadlines under both. Internal to the room:
// includes Boost, so only connection.h may include it.
//
//     NetStream stream(std::move(socket), tls);    // null: plain
//     stream.expires_after(10s);
//     if (stream.has_tls()) co_await stream.handshake(token);
//     co_await boost::asio::async_write(stream, buffer, token);
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace enig::server {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

// A model of Beast's AsyncStream.
class NetStream {
 public:
  using executor_type = boost::beast::tcp_stream::executor_type;

  NetStream(boost::asio::ip::tcp::socket socket, TlsContext tls)
      : context_(std::move(tls)), tcp_(std::move(socket)) {
    if (context_) tls_.emplace(tcp_, *context_);
  }
  NetStream(const NetStream&) = delete;
  NetStream& operator=(const NetStream&) = delete;

  executor_type get_executor() { return tcp_.get_executor(); }
  [[nodiscard]] bool has_tls() const { return tls_.has_value(); }

  void expires_after(std::chrono::milliseconds time) { tcp_.expires_after(time); }
  void expires_never() { tcp_.expires_never(); }
  void cancel() { tcp_.cancel(); }
  // Under TLS, if there is.
  boost::beast::tcp_stream& tcp() { return tcp_; }

  // Precondition of both: has_tls().
  template <class Token>
  auto handshake(Token&& token) {
    return tls_->async_handshake(boost::asio::ssl::stream_base::server, std::forward<Token>(token));
  }
  template <class Token>
  auto say_end(Token&& token) {
    return tls_->async_shutdown(std::forward<Token>(token));
  }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_read_some(buffers, std::forward<Token>(token));
    return tcp_.async_read_some(buffers, std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_write_some(buffers, std::forward<Token>(token));
    return tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

 private:
  TlsContext context_;  // that of the time when the connection came
  boost::beast::tcp_stream tcp_;
  std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
};

}  // namespace enig::server

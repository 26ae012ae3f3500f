// One TCP connection and the requests that come over it, one after the other. Internal to the room:
// includes Boost, so only http_server.cpp and connection.cpp may include it.
//
//     auto connection = std::make_shared<Connection>(std::move(socket), shared);
//     connection->start(when_ended);
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <string>

#include "server/http_server.h"
#include "server/net_stream.h"
#include "server/network.h"
#include "server/reply_head.h"

namespace enig::server {

struct ConnectionsShared {
  const HttpServer::Options& options;
  Handler handler;
  HttpServer::Finish finish;
  Proxies proxies;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // The other end: its address, and its place among the guests, which is given back at the end.
  struct Peer {
    std::string address;
    std::shared_ptr<const void> place;
  };
  // The socket's executor runs one thing after the other: everything below runs on it. `tls` is
  // null for plain HTTP. Keeps a reference to `shared`.
  Connection(boost::asio::ip::tcp::socket socket, TlsContext tls, Peer peer,
             const ConnectionsShared& shared);

  void start(std::function<void(const std::shared_ptr<Connection>&)> when_ended);

  // From any thread: ends now if it waits for a request or streams, after the reply otherwise.
  void stop();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  struct Answer;

  // What became of reading a request.
  enum class Got { request, problem, nothing };
  enum class Place { first, later };  // of a request on its connection
  enum class Send { head, head_and_body };
  struct Manner {
    Send what;
    Then then;
    unsigned version;  // of HTTP: 10 or 11
  };

  boost::asio::awaitable<void> serve();
  boost::asio::awaitable<bool> greet();
  boost::asio::awaitable<bool> serve_next(Place place);
  boost::asio::awaitable<bool> wait_for_bytes(Place place);
  boost::asio::awaitable<Got> read_head(Response& problem);
  boost::asio::awaitable<Got> read(Parser& parser, Request& request, Response& problem);
  void take(Parser& parser, boost::system::error_code& failed);
  boost::asio::awaitable<Response> ask_handler(Request request);
  boost::asio::awaitable<bool> write(const Response& response, const Manner& manner);
  boost::asio::awaitable<void> follow();
  boost::asio::awaitable<bool> send(std::string_view text);
  boost::asio::awaitable<void> notice_end();
  boost::asio::awaitable<void> linger();

  Peer peer_;
  NetStream stream_;
  boost::beast::flat_buffer buffer_;
  const ConnectionsShared& shared_;
  std::shared_ptr<const Following> following_;  // of a stream
  boost::asio::steady_timer wake_;              // of a stream: until its next heartbeat
  bool is_idle_ = true;
  bool is_streaming_ = false;
  bool is_stopping_ = false;
};

}  // namespace enig::server

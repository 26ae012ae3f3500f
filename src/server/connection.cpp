// Before Asio 1.74, which forgets to include them.
#include <optional>
#include <utility>

#include "server/connection.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "server/feed.h"
#include "server/head_scan.h"
#include "server/problems.h"
#include "server/reply_head.h"
#include "server/request_head.h"

namespace enig::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

namespace {

std::chrono::milliseconds ms(int count) { return std::chrono::milliseconds(count); }

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, TlsContext tls, Peer peer,
                       const ConnectionsShared& shared)
    : peer_(std::move(peer)),
      stream_(std::move(socket), std::move(tls)),
      buffer_(limits::header_bytes_max + limits::read_bytes_max),
      shared_(shared),
      wake_(stream_.get_executor()) {}

void Connection::start(std::function<void(const std::shared_ptr<Connection>&)> when_ended) {
  asio::co_spawn(
      stream_.get_executor(), [self = shared_from_this()] { return self->serve(); },
      [self = shared_from_this(), when_ended = std::move(when_ended)](const std::exception_ptr&) {
        when_ended(self);
      });
}

void Connection::stop() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    self->is_stopping_ = true;
    if (self->is_idle_ || self->is_streaming_) self->stream_.cancel();
    self->wake_.cancel();
  });
}

asio::awaitable<void> Connection::serve() {
  if (!co_await greet()) co_return;
  Place place = Place::first;
  while (!is_stopping_ && co_await serve_next(place)) place = Place::later;
  // What one request took is given back before a stream begins, which may last for hours.
  if (following_) co_await follow();
}

// Agrees on TLS, where there is any.
asio::awaitable<bool> Connection::greet() {
  if (!stream_.has_tls()) co_return true;
  stream_.expires_after(ms(shared_.options.header_deadline_ms));
  error_code failed;
  co_await stream_.handshake(asio::redirect_error(asio::use_awaitable, failed));
  co_return !failed && !is_stopping_;
}

// One request and its reply. False where there is to be no other.
asio::awaitable<bool> Connection::serve_next(Place place) {
  if (!co_await wait_for_bytes(place)) co_return false;
  Parser parser;
  parser.header_limit(limits::header_bytes_max);
  parser.body_limit(limits::request_body_bytes_max);
  // The first request's time has begun with the connection.
  if (place == Place::later) stream_.expires_after(ms(shared_.options.header_deadline_ms));
  Request request;
  Response response;
  const Got got = co_await read(parser, request, response);
  if (got == Got::nothing) co_return false;
  const unsigned version = parser.get().version() == 10 ? 10 : 11;
  // After a request that could not be read nobody knows where the next one begins.
  bool keep_alive = got == Got::request && parser.get().keep_alive();
  const Send what = parser.get().method() == http::verb::head ? Send::head : Send::head_and_body;
  if (got == Got::request) {
    // The deadline rests while the ballot waits for its commit.
    stream_.expires_never();
    response = co_await ask_handler(std::move(request));
  } else {
    shared_.finish(request, response);
  }
  // A stream's end is that of its connection: there is no length to tell it by.
  keep_alive = keep_alive && !is_stopping_ && !response.following;
  stream_.expires_after(ms(shared_.options.reply_deadline_ms));
  const Manner manner{what, keep_alive ? Then::keep_alive : Then::close, version};
  if (!co_await write(response, manner)) co_return false;
  if (keep_alive) co_return true;
  if (response.following && what == Send::head_and_body) {
    following_ = std::move(response.following);
    co_return false;
  }
  co_await linger();
  co_return false;
}

// False when the other end, the idle limit or stop() has ended the connection.
asio::awaitable<bool> Connection::wait_for_bytes(Place place) {
  if (buffer_.size() > 0) co_return true;
  const HttpServer::Options& options = shared_.options;
  stream_.expires_after(
      ms(place == Place::first ? options.header_deadline_ms : options.keep_alive_idle_ms));
  error_code failed;
  is_idle_ = true;
  const std::size_t bytes = co_await stream_.async_read_some(
      buffer_.prepare(limits::read_bytes_max), asio::redirect_error(asio::use_awaitable, failed));
  is_idle_ = false;
  buffer_.commit(bytes);
  co_return !failed && !is_stopping_;
}

// Receives until the buffer holds a whole head. False where there is nobody to be answered.
asio::awaitable<Connection::Got> Connection::read_head(Response& problem) {
  HeadScan scan;
  while (true) {
    const std::string_view received(static_cast<const char*>(buffer_.data().data()),
                                    buffer_.size());
    const HeadScan::Found found = scan.take(received.substr(0, limits::header_bytes_max));
    if (found == HeadScan::Found::whole) co_return Got::request;
    if (found == HeadScan::Found::bad) {
      problem = reply_problem(400, scan.problem());
      co_return Got::problem;
    }
    if (received.size() >= limits::header_bytes_max) {
      problem = problem_of(http::make_error_code(http::error::header_limit), 0);
      co_return Got::problem;
    }
    error_code failed;
    buffer_.commit(
        co_await stream_.async_read_some(buffer_.prepare(limits::read_bytes_max),
                                         asio::redirect_error(asio::use_awaitable, failed)));
    if (failed) co_return Got::nothing;
  }
}

// Parses what has been received. That there is more to come is no failure.
void Connection::take(Parser& parser, error_code& failed) {
  if (buffer_.size() == 0) return;
  buffer_.consume(parser.put(buffer_.data(), failed));
  if (failed == http::error::need_more) failed = {};
}

asio::awaitable<Connection::Got> Connection::read(Parser& parser, Request& request,
                                                  Response& problem) {
  if (const Got got = co_await read_head(problem); got != Got::request) co_return got;
  error_code failed;
  // All of the head is there, so that nothing is waited for.
  take(parser, failed);
  if (!failed && !parser.is_header_done()) {
    co_await http::async_read_header(stream_, buffer_, parser,
                                     asio::redirect_error(asio::use_awaitable, failed));
  }
  // Before the body, for what may follow that is none of the head's.
  request = request_of(parser.get());
  if (!request.is_read()) {
    request.network = shared_.proxies.network_of(peer_.address, forwarded_for(parser.get()));
  }
  const std::size_t body_bytes_max = shared_.options.body_bytes_max(request);
  if (!failed) {
    if (auto found = problem_of(parser.get())) {
      problem = std::move(*found);
      co_return Got::problem;
    }
    parser.body_limit(body_bytes_max);
    // The parser itself looks at a body's length as it reads the head.
    if (parser.content_length().value_or(0) > body_bytes_max) failed = http::error::body_limit;
  }
  if (!failed && !parser.is_done()) {
    stream_.expires_after(ms(shared_.options.body_deadline_ms));
    if (!parser.get()[http::field::expect].empty()) {
      http::response<http::empty_body> go_on(http::status::continue_, 11);
      co_await http::async_write(stream_, go_on, asio::redirect_error(asio::use_awaitable, failed));
    }
  }
  if (!failed && !parser.is_done()) {
    // Nobody needs extensions of chunks, and programs differ in how they read them.
    auto refuse_extension = [](std::uint64_t, beast::string_view extension, error_code& refused) {
      if (!extension.empty()) refused = http::error::bad_chunk_extension;
    };
    parser.on_chunk_header(refuse_extension);
    parser.eager(true);
    take(parser, failed);
    if (!failed && !parser.is_done()) {
      co_await http::async_read(stream_, buffer_, parser,
                                asio::redirect_error(asio::use_awaitable, failed));
    }
  }
  if (!failed) {
    request.body = std::move(parser.get().body());
    co_return Got::request;
  }
  // Only what the parser found wrong can be answered; otherwise nobody is there any more.
  if (failed.category() != http::make_error_code(http::error::body_limit).category() ||
      failed == http::error::end_of_stream || failed == http::error::partial_message) {
    co_return Got::nothing;
  }
  problem = problem_of(failed, body_bytes_max);
  co_return Got::problem;
}

// What the handler answers, from any thread: at once, or later, when the connection waits for it.
struct Connection::Answer {
  void give(Response response) {
    std::function<void()> wake_up;
    {
      const std::lock_guard lock(mutex);
      given = std::move(response);
      wake_up = std::move(wake);
    }
    if (wake_up) wake_up();
  }
  // Calls `wake_up` when there is an answer, which may be now.
  void wait(const std::function<void()>& wake_up) {
    {
      const std::lock_guard lock(mutex);
      if (!given) {
        wake = wake_up;
        return;
      }
    }
    wake_up();
  }
  std::optional<Response> taken() {
    const std::lock_guard lock(mutex);
    return std::exchange(given, std::nullopt);
  }

  std::mutex mutex;
  std::optional<Response> given;
  std::function<void()> wake;
};

asio::awaitable<Response> Connection::ask_handler(Request request) {
  const auto answer = std::make_shared<Answer>();
  shared_.handler(std::move(request),
                  [answer](Response response) { answer->give(std::move(response)); });
  // What is only read is answered at once.
  if (auto at_once = answer->taken()) co_return std::move(*at_once);
  const auto start = [answer, executor = stream_.get_executor()](auto completion) {
    auto shared = std::make_shared<decltype(completion)>(std::move(completion));
    answer->wait([shared, executor] { asio::post(executor, [shared] { (*shared)(); }); });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(start, asio::use_awaitable);
  co_return answer->taken().value();
}

asio::awaitable<bool> Connection::write(const Response& response, const Manner& manner) {
  std::string_view body = response.body ? std::string_view(*response.body) : "";
  if (response.part) body = body.substr(response.part->first, response.part->count);
  const std::string head = reply_head(response, body.size(), manner.version, manner.then);
  if (manner.what == Send::head) body = {};
  const std::array<asio::const_buffer, 2> bytes = {asio::buffer(head),
                                                   asio::buffer(body.data(), body.size())};
  error_code failed;
  co_await asio::async_write(stream_, bytes, asio::redirect_error(asio::use_awaitable, failed));
  co_return !failed;
}

// Sends the newest whenever it is another than the reader's, and a comment when there was nothing
// for long, so that proxies keep the connection and its end is noticed.
asio::awaitable<void> Connection::follow() {
  static constexpr std::string_view heartbeat = ":\n\n";
  is_streaming_ = true;
  buffer_ = beast::flat_buffer(limits::stream_read_bytes_max);
  stream_.expires_never();
  asio::co_spawn(
      stream_.get_executor(), [self = shared_from_this()] { return self->notice_end(); },
      asio::detached);
  // That read is under way from here on, without a deadline. Begun after the first send(), it would
  // have that one's deadline, and no later one would take it away.
  co_await asio::post(stream_.get_executor(), asio::use_awaitable);
  const Feed::Listening listening =
      following_->feed->listen([weak = weak_from_this(), executor = stream_.get_executor()] {
        asio::post(executor, [weak] {
          if (const auto self = weak.lock()) self->wake_.cancel();
        });
      });
  std::int64_t seen = following_->seen;
  while (!is_stopping_ && is_streaming_) {
    const Feed::News news = following_->feed->newest();
    if (news.text && news.number != seen) {
      if (!co_await send(*news.text)) break;
      seen = news.number;
      continue;
    }
    // Nothing can come between the look above and this wait: both run in its thread.
    wake_.expires_after(ms(shared_.options.stream_heartbeat_ms));
    error_code woken;
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    const bool is_late = !woken && !is_stopping_ && is_streaming_;
    if (is_late && !co_await send(heartbeat)) break;
  }
  is_streaming_ = false;
  error_code none;
  stream_.tcp().socket().shutdown(asio::ip::tcp::socket::shutdown_send, none);
  stream_.cancel();
}

// False where the reader has gone, or is too slow.
asio::awaitable<bool> Connection::send(std::string_view text) {
  stream_.expires_after(ms(shared_.options.stream_write_ms));
  error_code failed;
  co_await asio::async_write(stream_, asio::buffer(text.data(), text.size()),
                             asio::redirect_error(asio::use_awaitable, failed));
  co_return !failed;
}

// A reader of a stream says nothing more; what it says all the same is passed over. Ends with it.
asio::awaitable<void> Connection::notice_end() {
  error_code failed;
  while (!failed && is_streaming_) {
    buffer_.clear();
    co_await stream_.async_read_some(buffer_.prepare(limits::stream_read_bytes_max),
                                     asio::redirect_error(asio::use_awaitable, failed));
  }
  is_streaming_ = false;
  wake_.cancel();
}

// Closing with bytes unread would reset the connection and could take the reply away from the one
// who still sends: their rest is read for a moment.
asio::awaitable<void> Connection::linger() {
  error_code failed;
  stream_.expires_after(ms(limits::linger_ms));
  if (stream_.has_tls()) {
    co_await stream_.say_end(asio::redirect_error(asio::use_awaitable, failed));
  }
  stream_.tcp().socket().shutdown(asio::ip::tcp::socket::shutdown_send, failed);
  std::size_t bytes = 0;
  while (!failed && bytes < limits::lingering_bytes_max && !is_stopping_) {
    buffer_.clear();
    bytes += co_await stream_.tcp().async_read_some(
        buffer_.prepare(limits::read_bytes_max), asio::redirect_error(asio::use_awaitable, failed));
  }
}

}  // namespace enig::server

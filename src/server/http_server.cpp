// Before Asio 1.74, which forgets to include them.
#include <optional>
#include <utility>

#include "server/http_server.h"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/system_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "server/connection.h"
#include "server/guests.h"
#include "server/tls.h"

namespace enig::server {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

Error cannot_listen(const HttpServer::Options& options, const error_code& failed) {
  const bool taken = failed == asio::error::address_in_use;
  return {Fault::unavailable,
          fmt::format("{}:{} cannot be listened on: {}.", options.listen.address,
                      options.listen.port, failed.message()),
          fmt::format("{} with {}.",
                      taken ? "Stop the program that uses it, or choose another port"
                            : "Choose another address",
                      options.listen_flag)};
}

std::vector<std::unique_ptr<asio::io_context>> contexts_of(int threads) {
  constexpr int threads_of_each = 1;
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  for (int i = 0; i < threads; ++i) {
    contexts.push_back(std::make_unique<asio::io_context>(threads_of_each));
  }
  return contexts;
}

// Also while there is nothing to do.
void run_until_stopped(asio::io_context& context) {
  const auto guard = asio::make_work_guard(context);
  context.run();
}

}  // namespace

struct HttpServer::State {
  State(const Options& given, Handler handle, Finish finish)
      : options(given),
        contexts(contexts_of(given.threads)),
        acceptor(*contexts.front()),
        signals(*contexts.front()),
        grace(*contexts.front()),
        minute(*contexts.front()),
        errands(1),
        shared{.options = options,
               .handler = std::move(handle),
               .finish = std::move(finish),
               .proxies = Proxies(given.proxies)},
        guests({.count_max = given.connections_max,
                .per_address_max = given.connections_per_address_max,
                .proxies = given.proxies}) {}

  asio::awaitable<void> accept();
  asio::awaitable<void> heed_signals(std::function<void()> stop);
  asio::awaitable<void> heed_minutes();
  void add(const std::shared_ptr<Connection>& connection);
  void end() {
    for (const auto& context : contexts) context->stop();
  }
  std::expected<void, Error> renew_tls();
  TlsContext current_tls();

  Options options;
  // One of each thread. What belongs to a connection runs in one of them, one after the other, so
  // that threads do not wait for each other.
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  std::size_t next_context = 0;  // whose turn it is to get a connection; accept()'s
  tcp::acceptor acceptor;
  asio::signal_set signals;
  asio::steady_timer grace;
  asio::system_timer minute;
  asio::thread_pool errands;  // the thread that on_hangup and on_minute are called in
  ConnectionsShared shared;
  Guests guests;
  std::atomic<std::uint64_t> turned_away{0};
  std::mutex mutex;
  TlsContext tls;  // null: plain HTTP
  std::set<std::shared_ptr<Connection>> connections;
  bool stopping = false;
};

std::expected<std::unique_ptr<HttpServer>, Error> HttpServer::create(const Options& options,
                                                                     Handler handler,
                                                                     Finish finish) {
  auto state = std::make_unique<State>(options, std::move(handler), std::move(finish));
  const Endpoint& listen = options.listen;
  if (auto renewed = state->renew_tls(); !renewed) return std::unexpected(renewed.error());
  error_code failed;
  const auto address = asio::ip::make_address(listen.address, failed);
  const tcp::endpoint endpoint(address, listen.port);
  tcp::acceptor& acceptor = state->acceptor;
  if (!failed) acceptor.open(endpoint.protocol(), failed);
  if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) acceptor.bind(endpoint, failed);
  if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) return std::unexpected(cannot_listen(options, failed));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() = default;

Endpoint HttpServer::endpoint() const {
  error_code none;
  return {state_->options.listen.address, state_->acceptor.local_endpoint(none).port()};
}

// Ends by itself once it is stopping and no connection is left.
asio::awaitable<void> HttpServer::State::accept() {
  while (acceptor.is_open()) {
    error_code failed;
    tcp::socket socket = co_await acceptor.async_accept(
        *contexts[next_context], asio::redirect_error(asio::use_awaitable, failed));
    if (failed == asio::error::operation_aborted) co_return;
    next_context = (next_context + 1) % contexts.size();
    if (failed) {
      // No descriptor is free: wait until connections have ended.
      asio::steady_timer wait(acceptor.get_executor(),
                              std::chrono::milliseconds(limits::accept_retry_ms));
      co_await wait.async_wait(asio::redirect_error(asio::use_awaitable, failed));
      continue;
    }
    const tcp::endpoint from = socket.remote_endpoint(failed);
    if (failed) continue;  // gone already
    // One too many is closed at once: the others must be served.
    std::string address = from.address().to_string();
    auto place = guests.enter(address);
    if (!place) {
      ++turned_away;
      continue;
    }
    socket.set_option(tcp::no_delay(true), failed);
    add(std::make_shared<Connection>(std::move(socket), current_tls(),
                                     Connection::Peer{std::move(address), std::move(place)},
                                     shared));
  }
}

asio::awaitable<void> HttpServer::State::heed_signals(std::function<void()> stop) {
  while (true) {
    error_code failed;
    const int signal =
        co_await signals.async_wait(asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    if (signal != SIGHUP) {
      stop();
      co_return;
    }
    asio::post(errands, options.on_hangup);
  }
}

asio::awaitable<void> HttpServer::State::heed_minutes() {
  while (true) {
    using std::chrono::minutes;
    error_code failed;
    minute.expires_at(std::chrono::floor<minutes>(std::chrono::system_clock::now()) + minutes(1));
    co_await minute.async_wait(asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    asio::post(errands, options.on_minute);
  }
}

std::expected<void, Error> HttpServer::State::renew_tls() {
  if (!options.tls) return {};
  auto next = tls_context(*options.tls);
  if (!next) return std::unexpected(next.error());
  const std::lock_guard lock(mutex);
  tls = std::move(*next);
  return {};
}

TlsContext HttpServer::State::current_tls() {
  const std::lock_guard lock(mutex);
  return tls;
}

void HttpServer::State::add(const std::shared_ptr<Connection>& connection) {
  {
    const std::lock_guard lock(mutex);
    if (stopping) return;
    connections.insert(connection);
  }
  connection->start([this](const std::shared_ptr<Connection>& ended) {
    const std::lock_guard lock(mutex);
    connections.erase(ended);
    if (stopping && connections.empty()) end();
  });
}

HttpServer::Crowd HttpServer::crowd() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->connections.size(), state_->turned_away.load()};
}

std::expected<void, Error> HttpServer::renew_tls() { return state_->renew_tls(); }

void HttpServer::run() {
  asio::io_context& first = *state_->contexts.front();
  asio::co_spawn(first, state_->accept(), asio::detached);
  if (state_->options.signals == Options::Signals::heeded) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) state_->signals.add(signal);
    asio::co_spawn(first, state_->heed_signals([this] { stop(); }), asio::detached);
  }
  asio::co_spawn(first, state_->heed_minutes(), asio::detached);
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < state_->contexts.size(); ++i) {
    others.emplace_back([&context = *state_->contexts[i]] { run_until_stopped(context); });
  }
  run_until_stopped(first);
  for (std::thread& other : others) other.join();
  state_->errands.join();
}

void HttpServer::stop() {
  asio::post(state_->acceptor.get_executor(), [state = state_.get()] {
    error_code none;
    state->acceptor.close(none);
    const std::lock_guard lock(state->mutex);
    if (std::exchange(state->stopping, true)) return;
    for (const auto& connection : state->connections) connection->stop();
    if (state->connections.empty()) state->end();
    state->grace.expires_after(std::chrono::milliseconds(state->options.stop_grace_ms));
    state->grace.async_wait([state](const error_code&) { state->end(); });
  });
}

}  // namespace enig::server

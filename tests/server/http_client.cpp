#include "tests/server/http_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <stdexcept>

namespace enig::support {
namespace {

constexpr int deadline_s = 10;

// Clients run in threads, where a test may not assert: an exception fails it too.
void require(bool holds, const std::string& sentence) {
  if (!holds) throw std::runtime_error(sentence);
}

std::string small(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

}  // namespace

std::string Reply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

HttpClient::HttpClient(std::uint16_t port, Intake intake, const char* from)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  require(socket_ >= 0, "there is no socket");
  const timeval deadline{.tv_sec = deadline_s, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
  const int little_bytes = 4'096;
  if (intake == Intake::little) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &little_bytes, sizeof little_bytes);
  }
  if (from != nullptr) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    require(::inet_pton(AF_INET, from, &own.sin_addr) == 1, "this is no address");
    require(::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0,
            "the address is not this machine's");
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  require(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
          "the server cannot be connected to");
}

HttpClient::~HttpClient() { ::close(socket_); }

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed; what it said is still to be read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool HttpClient::receive() {
  std::array<char, 65'536> bytes{};
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  require(count >= 0, "the server neither answered nor closed in time");
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::string HttpClient::read_until(std::string_view ending) {
  std::size_t at = std::string::npos;
  while ((at = buffer_.find(ending)) == std::string::npos) {
    require(receive(), "the server closed before it had said all");
  }
  std::string text = buffer_.substr(0, at + ending.size());
  buffer_.erase(0, text.size());
  return text;
}

bool HttpClient::is_closed() {
  std::array<char, 1> byte{};
  const ssize_t count = ::recv(socket_, byte.data(), byte.size(), 0);
  return buffer_.empty() && (count == 0 || (count < 0 && errno == ECONNRESET));
}

bool HttpClient::hears_within(int wait_ms) {
  pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
  return ::poll(&ready, 1, wait_ms) > 0;
}

bool HttpClient::hears_all(std::size_t bytes) {
  std::size_t heard = 0;
  std::array<char, 65'536> some{};
  while (heard < bytes) {
    const ssize_t count = ::recv(socket_, some.data(), some.size(), 0);
    if (count <= 0) return false;
    heard += static_cast<std::size_t>(count);
  }
  return true;
}

Reply HttpClient::ask(std::string_view method, std::string_view target, std::string_view body,
                      const Headers& headers) {
  std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: test\r\n", method, target);
  for (const auto& [name, value] : headers) request += fmt::format("{}: {}\r\n", name, value);
  if (!body.empty() || method == "PUT" || method == "POST") {
    request += fmt::format("Content-Length: {}\r\n", body.size());
  }
  send(request + "\r\n" + std::string(body));
  return read(method);
}

Reply HttpClient::read(std::string_view method) {
  std::size_t end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    require(receive(), "the server closed without a reply");
  }
  Reply reply;
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  require(head.starts_with("HTTP/1."), "this is no reply: " + head);
  reply.status = std::stoi(head.substr(9, 3));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::size_t line_end = head.find("\r\n", at);
    const std::size_t colon = head.find(": ", at);
    require(colon < line_end, "this is no header: " + head);
    const bool is_new = reply.headers
                            .emplace(small(head.substr(at, colon - at)),
                                     head.substr(colon + 2, line_end - colon - 2))
                            .second;
    require(is_new, "a header is sent twice: " + head);
    at = line_end + 2;
  }
  const std::string length = reply.header("content-length");
  const std::size_t body_bytes = method == "HEAD" || length.empty() ? 0 : std::stoul(length);
  while (buffer_.size() < body_bytes) {
    require(receive(), "the server closed inside a reply");
  }
  reply.body = buffer_.substr(0, body_bytes);
  buffer_.erase(0, body_bytes);
  return reply;
}

}  // namespace enig::support

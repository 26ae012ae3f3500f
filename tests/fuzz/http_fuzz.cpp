// What comes over a connection: any bytes, through the real server in this process, to its routes,
// its counter and back. Every reply is HTTP, none is 500, and the server goes on.
//
//     build/fuzz/http_fuzz tests/fuzz/http -max_total_time=60
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "base/check.h"
#include "server/server.h"
#include "store/memory_store.h"
#include "tests/support/publications.h"

namespace {

using namespace enig;

files::Catalogue catalogue() {
  policy::Policy parks = support::small_policy();
  parks.id = PolicyId("parks");
  parks.languages = {"en"};
  parks.title = policy::LocalText({{"en", "Parks"}});
  parks.revision = Revision("ffeeddccbbaa0099");
  policy::Site site = support::small_publication().site;
  site.topics = {{"oya/smaa.json"}, {"oya/parks.json"}};
  site.embed_origins = {"https://www.example.org"};
  return {std::move(site),
          {{support::small_policy(), "oya/smaa.json"}, {std::move(parks), "oya/parks.json"}}};
}

// Serves for as long as the fuzzer runs, and then is left as it is: libFuzzer leaves by _exit.
class RunningServer {
 public:
  RunningServer() {
    server::HttpServer::Options http;
    http.listen = {"127.0.0.1", 0};
    http.threads = 1;
    for (unsigned i = 0; i < sources; ++i)
      http.proxies.push_back("127.0.0." + std::to_string(1 + i));
    // Who says nothing more has ended: nothing is waited for.
    http.header_deadline_ms = http.body_deadline_ms = deadline_ms;
    auto made = server::Server::create({.catalogue = catalogue(),
                                        .mode = policy::Mode::trial,
                                        .store = std::make_unique<store::MemoryStore>(),
                                        .http = http,
                                        .hsts_days = 1,
                                        .work_rule = server::WorkRule::automatic,
                                        .work_bits = 1,
                                        .form_secret = {1, 2, 3},
                                        .now_unix_seconds = [] { return now; }});
    ENIG_CHECK(made.has_value());
    server_ = std::move(*made);
    std::thread([this] { static_cast<void>(server_->run()); }).detach();
  }

  [[nodiscard]] std::string say(std::string_view bytes) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ENIG_CHECK(socket >= 0);
    // Each connection leaves its port taken for a minute; each of these addresses has its own
    // ports.
    const int later = 1;
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &later, sizeof later);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + said_before_++ % sources);
    ENIG_CHECK(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    address.sin_port = htons(server_->endpoint().port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ENIG_CHECK(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;  // it has heard enough
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    ::shutdown(socket, SHUT_WR);
    std::string said;
    char part[16'384];
    while (true) {
      const ssize_t got = ::recv(socket, part, sizeof part, 0);
      if (got <= 0) break;
      said.append(part, static_cast<std::size_t>(got));
      if (said.size() > said_bytes_max) break;  // a stream, or many requests
    }
    ::close(socket);
    return said;
  }

 private:
  static constexpr unsigned sources = 64;
  static constexpr int deadline_ms = 1'000;
  static constexpr std::size_t said_bytes_max = 1'000'000;
  static constexpr std::int64_t now = 1'795'522'530;

  std::unique_ptr<server::Server> server_;
  unsigned said_before_ = 0;
};

RunningServer& running() {
  static RunningServer* const instance = new RunningServer();
  return *instance;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string said = running().say({reinterpret_cast<const char*>(data), size});
  // Half a request is answered by nothing.
  if (said.empty()) return 0;
  const std::string_view reply(said);
  constexpr std::string_view version = "HTTP/1.";
  ENIG_CHECK(reply.starts_with(version));
  const std::string_view status = reply.substr(version.size() + 2, 3);
  ENIG_CHECK(status >= "100" && status < "600" && status != "500");
  const std::string_view head = reply.substr(0, reply.find("\r\n\r\n"));
  // "100 Continue" is no reply yet.
  if (status != "100") {
    ENIG_CHECK(head.contains("\r\nContent-Security-Policy: default-src 'none'"));
    ENIG_CHECK(head.contains("\r\nX-Content-Type-Options: nosniff"));
    ENIG_CHECK(!head.contains("\r\nSet-Cookie:"));
  }
  return 0;
}

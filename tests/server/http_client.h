// A plain HTTP client over a real socket, that can also be rude.
//
//     HttpClient client(port);
//     Reply reply = client.ask("GET", "/healthz");
//     client.send("GET / HTTP/1.1\r\n");            // half a request
//     CHECK(client.is_closed());
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace enig::support {

struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in small letters
  std::string body;

  // Empty where there is none.
  [[nodiscard]] std::string header(const std::string& name) const;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// Every wait has an end: a server that does not answer in ten seconds fails the test.
class HttpClient {
 public:
  // How much the system takes in for a client that does not read: its own measure, or little.
  enum class Intake { usual, little };
  // `from` is one of this machine's own addresses, where it is to be a certain one.
  explicit HttpClient(std::uint16_t port, Intake intake = Intake::usual,
                      const char* from = nullptr);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Host and Content-Length come by themselves, the latter with a body or a PUT or POST.
  Reply ask(std::string_view method, std::string_view target, std::string_view body = {},
            const Headers& headers = {});

  void send(std::string_view bytes);
  // The next reply; `method` is that of its request, for HEAD has no body.
  Reply read(std::string_view method = "GET");
  // What comes up to and with `ending`.
  std::string read_until(std::string_view ending);
  // Waits until the other end has closed, and nothing more was sent before.
  bool is_closed();
  // Whether the other end closes, or says something, within this time.
  bool hears_within(int wait_ms);
  // Whether that many bytes come before the other end closes.
  bool hears_all(std::size_t bytes);

 private:
  bool receive();  // false at the end

  int socket_ = -1;
  std::string buffer_;
};

}  // namespace enig::support

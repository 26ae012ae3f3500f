// The whole server: what is published, the counter, the routes and HTTP.
//
//     auto server = Server::create(std::move(setup));
//     (*server)->endpoint().port;
//     std::expected<void, Error> ended = (*server)->run();   // until stop() or the disk fails
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "files/catalogue.h"
#include "newsletter/office.h"
#include "policy/publication.h"
#include "server/counter.h"
#include "server/http_server.h"
#include "server/published.h"
#include "server/router.h"
#include "server/site_files.h"
#include "store/store.h"

namespace enig::server {

class Server {
 public:
  struct Setup {
    files::Catalogue catalogue;
    policy::Mode mode = policy::Mode::counted;  // trial: every ballot is released at once
    std::unique_ptr<store::Store> store;
    SiteFiles site_files = {};
    HttpServer::Options http = {};
    std::size_t streams_max = limits::streams_max;  // readers of releases at once
    std::function<std::int64_t()> now_unix_seconds;
    // Sentences for the administrator. Called from the writer's thread.
    std::function<void(std::string_view)> say = [](std::string_view) {};
    std::unique_ptr<newsletter::Office> office = nullptr;  // none: no newsletter is offered
  };

  [[nodiscard]] static std::expected<std::unique_ptr<Server>, Error> create(Setup setup);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  [[nodiscard]] Endpoint endpoint() const { return http_->endpoint(); }

  // Serves until stop() and then keeps and answers what is under way. Error: the store failed.
  [[nodiscard]] std::expected<void, Error> run();

  // From any thread.
  void stop() { http_->stop(); }

  // Looks at the release rule now, for a clock that was moved.
  void look_at_rule() { counter_->look_at_rule(); }

 private:
  explicit Server(Published published) : published_(std::move(published)) {}

  // In this order, because each keeps a reference to those before it.
  Published published_;
  std::unique_ptr<newsletter::Office> office_;
  std::unique_ptr<Counter> counter_;
  std::unique_ptr<Router> router_;
  std::unique_ptr<HttpServer> http_;
  std::mutex failure_mutex_;
  std::optional<Error> failure_;
};

}  // namespace enig::server

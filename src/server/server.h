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
#include "server/form_token.h"
#include "server/gate.h"
#include "server/http_server.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/minutes.h"
#include "server/published.h"
#include "server/router.h"
#include "server/site_files.h"
#include "server/staff_pages.h"
#include "store/store.h"

namespace enig::server {

class Server {
 public:
  // The publisher's files as they are now, and those of the web build, or none where they stay the
  // ones that were read before.
  struct Edited {
    files::Catalogue catalogue;
    std::optional<SiteFiles> site_files = std::nullopt;
  };

  struct Setup {
    files::Catalogue catalogue;
    policy::Mode mode = policy::Mode::counted;  // trial: every ballot is released at once
    std::unique_ptr<store::Store> store;
    SiteFiles site_files = {};
    HttpServer::Options http = {};
    // Where GET /metrics is answered, of this machine's own addresses; none: nowhere.
    std::optional<Endpoint> metrics = std::nullopt;
    // Where the staff's pages are; none: beside the residents'.
    std::optional<Endpoint> staff = std::nullopt;
    std::size_t streams_max = limits::streams_max;  // readers of releases at once
    // At SIGHUP: what is to be published from now on, or nothing where something is wrong with the
    // publisher's files, which it has said. Called from a thread of its own.
    std::function<std::optional<Edited>()> read_again = [] { return std::optional<Edited>(); };
    int hsts_days = 0;
    WorkRule work_rule = WorkRule::automatic;
    int work_bits = limits::work_bits;
    // Signs forms; the same in all servers that share a database.
    FormTokens::Secret form_secret = {};
    std::function<std::int64_t()> now_unix_seconds;
    Tell tell = [](const Event&) {};                        // called from any thread
    std::unique_ptr<newsletter::Office> office = nullptr;   // none: no newsletter is offered
    std::unique_ptr<staff::Office> staff_office = nullptr;  // none: there are no staff pages
  };

  [[nodiscard]] static std::expected<std::unique_ptr<Server>, Error> create(Setup setup);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  [[nodiscard]] Endpoint endpoint() const { return http_->endpoint(); }
  // Where one was asked for.
  [[nodiscard]] std::optional<Endpoint> metrics_endpoint() const;
  [[nodiscard]] std::optional<Endpoint> staff_endpoint() const;

  // Serves until stop() and then keeps and answers what is under way. Error: the store failed.
  [[nodiscard]] std::expected<void, Error> run();

  // From any thread.
  void stop() { http_->stop(); }

  // Publishes this from now on, and counts it; what is being answered is answered as it was asked.
  // Error: everything is as it was. One thread at a time.
  [[nodiscard]] std::expected<void, Error> publish(Edited edited);

  // Looks at the release rule now, for a clock that was moved.
  void look_at_rule() { counter_->look_at_rule(); }

  // Tells the log what there was since it was told last; by itself at each full minute and at the
  // end.
  void end_minute() { minutes_->end(*counter_->all_shown(), tell_); }

 private:
  // What is published at a time, and the routes to it. Requests that are being answered keep
  // theirs.
  struct Edition {
    Edition(Published given, SiteFiles files, Server& server);

    Published published;
    Router router;
  };

  explicit Server(Setup& setup);
  [[nodiscard]] std::expected<Published, Error> published_from(files::Catalogue catalogue) const;
  [[nodiscard]] std::shared_ptr<const Edition> edition() const;
  using Answer = void (Router::*)(const Request&, const Respond&) const;
  void answer(Answer way, const Request& request, const Respond& respond) const;
  [[nodiscard]] std::expected<void, Error> open_staff(HttpServer::Options http, Endpoint listen);
  [[nodiscard]] Gauges gauges() const;
  void read_again(const std::function<std::optional<Edited>()>& read);

  Tell tell_;
  std::shared_ptr<Metrics> metrics_ = std::make_shared<Metrics>();
  policy::Mode mode_;
  SiteFiles site_files_;  // create()'s and publish()'s
  Places readers_;
  int hsts_days_;
  FormTokens tokens_;
  // In this order, because each keeps a reference to those before it.
  std::unique_ptr<newsletter::Office> office_;
  std::optional<StaffDesk> staff_;
  StaffPlace staff_place_ = StaffPlace::beside;
  std::unique_ptr<Counter> counter_;
  std::unique_ptr<Minutes> minutes_;
  std::unique_ptr<Gate> gate_;
  mutable std::mutex edition_mutex_;
  std::shared_ptr<const Edition> edition_;
  std::unique_ptr<HttpServer> http_;
  std::unique_ptr<HttpServer> staff_http_;    // none: they are beside the residents
  std::unique_ptr<HttpServer> metrics_http_;  // none: nobody collects them
  std::mutex failure_mutex_;
  std::optional<Error> failure_;
};

}  // namespace enig::server

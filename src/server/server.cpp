#include "server/server.h"

#include <thread>
#include <utility>
#include <vector>

#include "server/metrics_server.h"

namespace enig::server {
namespace {

opinion::ReleaseRule rule_of(const policy::Site& site, policy::Mode mode) {
  if (mode == policy::Mode::trial) return opinion::trial_rule;
  return {.first_ballots_min = site.release.first_ballots,
          .next_changes_min = site.release.next_ballots,
          .minutes_between_min = site.release.minutes};
}

}  // namespace

Server::Edition::Edition(Published given, SiteFiles files, Server& server)
    : published(std::move(given)),
      router(published,
             {.counter = *server.counter_,
              .gate = *server.gate_,
              .office = server.office_.get(),
              .tokens = server.tokens_,
              .readers = server.readers_,
              .staff = server.staff_ ? &*server.staff_ : nullptr,
              .staff_place = server.staff_place_,
              .hsts_days = server.hsts_days_},
             std::move(files)) {}

// Takes what it needs out of the setup.
Server::Server(Setup& setup)
    : tell_(std::move(setup.tell)),
      mode_(setup.mode),
      site_files_(std::move(setup.site_files)),
      readers_(setup.streams_max),
      hsts_days_(setup.hsts_days),
      tokens_(setup.form_secret, setup.now_unix_seconds),
      office_(std::move(setup.office)),
      staff_place_(setup.staff ? StaffPlace::apart : StaffPlace::beside) {
  if (!setup.staff_office) return;
  staff_.emplace(std::move(setup.staff_office),
                 FormTokens(store::derived(setup.form_secret, "staff"), setup.now_unix_seconds),
                 setup.now_unix_seconds);
}

std::expected<Published, Error> Server::published_from(files::Catalogue catalogue) const {
  return Published::create(std::move(catalogue), mode_,
                           office_ ? policy::NewsletterOffer::open : policy::NewsletterOffer::none);
}

std::expected<std::unique_ptr<Server>, Error> Server::create(Setup setup) {
  std::unique_ptr<Server> server(new Server(setup));
  Server* const own = server.get();
  auto published = server->published_from(std::move(setup.catalogue));
  if (!published) return std::unexpected(published.error());

  auto on_failure = [own](const Error& error) {
    {
      const std::lock_guard lock(own->failure_mutex_);
      own->failure_ = error;
    }
    // Before there is HTTP, create() itself fails.
    if (own->http_) own->http_->stop();
  };
  const std::vector<policy::Policy> policies = published->policies();
  Gate::Options gate{.rule = setup.work_rule,
                     .bits = setup.work_bits,
                     .secret = store::derived(setup.form_secret, "work"),
                     .now_unix_seconds = setup.now_unix_seconds,
                     .is_busy = [own] { return own->counter_->is_crowded(); }};
  auto counter = Counter::create(std::move(setup.store), policies,
                                 {.rule = rule_of(published->site(), setup.mode),
                                  .now_unix_seconds = std::move(setup.now_unix_seconds),
                                  .on_failure = on_failure,
                                  .tell = server->tell_,
                                  .metrics = server->metrics_});
  if (!counter) return std::unexpected(counter.error());
  server->counter_ = std::move(*counter);
  server->minutes_ = std::make_unique<Minutes>(server->metrics_, *server->counter_->all_shown());
  server->gate_ = std::make_unique<Gate>(std::move(gate));
  server->edition_ =
      std::make_shared<const Edition>(std::move(*published), server->site_files_, *server);
  setup.http.on_hangup = [own, read = std::move(setup.read_again)] { own->read_again(read); };
  setup.http.on_minute = [own] { own->end_minute(); };
  setup.http.body_bytes_max = [own](const Request& request) {
    return own->edition()->router.body_bytes_max(request);
  };
  auto http = HttpServer::create(
      setup.http,
      [own](const Request& request, const Respond& respond) {
        own->answer(&Router::answer, request, respond);
      },
      [own](const Request& request, Response& response) {
        own->metrics_->answered(Aim::unread, response.status);
        own->edition()->router.finish(request, response);
      });
  if (!http) return std::unexpected(http.error());
  server->http_ = std::move(*http);
  if (setup.staff) {
    auto opened = server->open_staff(setup.http, *setup.staff);
    if (!opened) return std::unexpected(opened.error());
  }
  if (setup.metrics) {
    auto desk =
        metrics_server(*setup.metrics, [own] { return own->metrics_->to_text(own->gauges()); });
    if (!desk) return std::unexpected(desk.error());
    server->metrics_http_ = std::move(*desk);
  }
  return server;
}

// The same in all but where it is and what it answers.
std::expected<void, Error> Server::open_staff(HttpServer::Options http, Endpoint listen) {
  http.listen = std::move(listen);
  http.listen_flag = "--staff-listen";
  http.threads = 1;
  http.connections_max = limits::staff_connections_max;
  http.signals = HttpServer::Options::Signals::ignored;
  http.on_hangup = [] {};
  http.on_minute = [] {};
  http.body_bytes_max = [](const Request&) { return limits::small_body_bytes_max; };
  auto opened = HttpServer::create(
      http,
      [this](const Request& request, const Respond& respond) {
        answer(&Router::answer_staff, request, respond);
      },
      [this](const Request& request, Response& response) {
        metrics_->answered(Aim::unread, response.status);
        edition()->router.finish(request, response);
      });
  if (!opened) return std::unexpected(opened.error());
  staff_http_ = std::move(*opened);
  return {};
}

std::optional<Endpoint> Server::staff_endpoint() const {
  return staff_http_ ? std::optional(staff_http_->endpoint()) : std::nullopt;
}

std::optional<Endpoint> Server::metrics_endpoint() const {
  return metrics_http_ ? std::optional(metrics_http_->endpoint()) : std::nullopt;
}

Gauges Server::gauges() const {
  const HttpServer::Crowd crowd = http_->crowd();
  Gauges gauges{.ballots_waiting = counter_->waiting_changes(),
                .streams = readers_.taken(),
                .connections = crowd.connections,
                .turned_away = crowd.turned_away};
  for (const policy::Policy& policy : edition()->published.policies()) {
    gauges.releases.push_back(counter_->shown(policy.id)->release);
  }
  return gauges;
}

std::shared_ptr<const Server::Edition> Server::edition() const {
  const std::lock_guard lock(edition_mutex_);
  return edition_;
}

void Server::answer(Answer way, const Request& request, const Respond& respond) const {
  auto edition = this->edition();
  const Aim aim = edition->router.aim_of(request);
  (edition->router.*way)(request, [edition, respond, aim, metrics = metrics_](Response response) {
    metrics->answered(aim, response.status);
    respond(std::move(response));
  });
}

void Server::read_again(const std::function<std::optional<Edited>()>& read) {
  auto renewed = http_->renew_tls();
  if (renewed && staff_http_) renewed = staff_http_->renew_tls();
  if (!renewed) {
    tell_({Level::error, "certificate_kept",
           to_text(renewed.error()) + " The certificate stays the one that it was."});
  }
  auto edited = read();
  std::expected<void, Error> done;
  if (edited) done = publish(std::move(*edited));
  if (edited && done) {
    tell_({Level::info, "policies_read",
           "The policies have been read again, and are published as they are now."});
  } else {
    tell_({Level::error, "policies_kept",
           done ? "The policies stay published as they were."
                : to_text(done.error()) + " The policies stay published as they were."});
  }
}

std::expected<void, Error> Server::publish(Edited edited) {
  auto published = published_from(std::move(edited.catalogue));
  if (!published) return std::unexpected(published.error());
  SiteFiles files = edited.site_files ? std::move(*edited.site_files) : site_files_;
  // Made before its policies are counted: what lies between that and its place is one step.
  auto next = std::make_shared<const Edition>(std::move(*published), files, *this);
  const Published& given = next->published;
  auto adopted = counter_->adopt(given.policies(), rule_of(given.site(), mode_));
  if (!adopted) return adopted;
  site_files_ = std::move(files);
  if (office_) office_->change_site(given.site());
  const std::lock_guard lock(edition_mutex_);
  edition_.swap(next);
  return {};
}

Server::~Server() {
  // The writer ends first, and what brings it ballots before: their last answers go to connections
  // that are still there.
  if (gate_) gate_->stop();
  if (counter_) counter_->stop();
  if (office_) office_->stop();
  if (staff_) staff_->office->stop();
}

std::expected<void, Error> Server::run() {
  std::thread staff;
  if (staff_http_) staff = std::thread([this] { staff_http_->run(); });
  std::thread metrics;
  if (metrics_http_) metrics = std::thread([this] { metrics_http_->run(); });
  http_->run();
  if (staff_http_) staff_http_->stop();
  if (staff.joinable()) staff.join();
  if (metrics_http_) metrics_http_->stop();
  if (metrics.joinable()) metrics.join();
  gate_->stop();
  counter_->stop();
  if (office_) office_->stop();
  if (staff_) staff_->office->stop();
  end_minute();
  const std::lock_guard lock(failure_mutex_);
  if (failure_) return std::unexpected(*failure_);
  return {};
}

}  // namespace enig::server

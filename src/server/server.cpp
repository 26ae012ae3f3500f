#include "server/server.h"

#include <utility>
#include <vector>

namespace enig::server {
namespace {

opinion::ReleaseRule rule_of(const policy::Site& site, policy::Mode mode) {
  if (mode == policy::Mode::trial) return opinion::trial_rule;
  return {.first_ballots_min = site.release.first_ballots,
          .next_changes_min = site.release.next_ballots,
          .minutes_between_min = site.release.minutes};
}

}  // namespace

std::expected<std::unique_ptr<Server>, Error> Server::create(Setup setup) {
  const auto offer = setup.office ? policy::NewsletterOffer::open : policy::NewsletterOffer::none;
  auto published = Published::create(std::move(setup.catalogue), setup.mode, offer);
  if (!published) return std::unexpected(published.error());
  std::unique_ptr<Server> server(new Server(std::move(*published)));
  const Published& all = server->published_;
  server->office_ = std::move(setup.office);

  auto on_failure = [own = server.get()](const Error& error) {
    {
      const std::lock_guard lock(own->failure_mutex_);
      own->failure_ = error;
    }
    // Before there is HTTP, create() itself fails.
    if (own->http_) own->http_->stop();
  };
  const std::vector<policy::Policy> policies = all.policies();
  auto counter = Counter::create(std::move(setup.store), policies,
                                 {.rule = rule_of(all.site(), setup.mode),
                                  .now_unix_seconds = std::move(setup.now_unix_seconds),
                                  .on_failure = on_failure,
                                  .say = std::move(setup.say)});
  if (!counter) return std::unexpected(counter.error());
  server->counter_ = std::move(*counter);
  server->router_ = std::make_unique<Router>(all, *server->counter_, server->office_.get(),
                                             std::move(setup.site_files), setup.streams_max);
  auto http = HttpServer::create(
      setup.http,
      [router = server->router_.get()](const Request& request, const Respond& respond) {
        router->answer(request, respond);
      },
      [router = server->router_.get()](const Request& request, Response& response) {
        router->finish(request, response);
      });
  if (!http) return std::unexpected(http.error());
  server->http_ = std::move(*http);
  return server;
}

Server::~Server() {
  // The writer ends first: its last answers go to connections that are still there.
  if (counter_) counter_->stop();
  if (office_) office_->stop();
}

std::expected<void, Error> Server::run() {
  http_->run();
  counter_->stop();
  if (office_) office_->stop();
  const std::lock_guard lock(failure_mutex_);
  if (failure_) return std::unexpected(*failure_);
  return {};
}

}  // namespace enig::server

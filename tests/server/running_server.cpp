#include "tests/server/running_server.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "tests/support/publications.h"

namespace enig::support {
namespace {

// 2026-11-24T12:15:30Z: not a whole minute, so that rounding shows.
constexpr std::int64_t start_unix_seconds = 1'795'522'530;

}  // namespace

std::expected<void, Error> StubbornStore::open_policy(const policy::Policy& policy) {
  {
    const std::lock_guard lock(mutex_);
    if (openings_.well > 0) {
      --openings_.well;
    } else if (open_error_ && openings_.failing > 0) {
      --openings_.failing;
      return std::unexpected(*open_error_);
    }
  }
  return kept_.open_policy(policy);
}
std::expected<std::vector<PolicyId>, Error> StubbornStore::policies() { return kept_.policies(); }

std::expected<std::vector<std::optional<opinion::Sheet>>, Error> StubbornStore::commit(
    std::span<const store::Change> changes) {
  std::unique_lock lock(mutex_);
  ++waiting_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !held_; });
  --waiting_;
  if (commit_error_) return std::unexpected(*commit_error_);
  commits_.push_back(changes.size());
  return kept_.commit(changes);
}

std::expected<bool, Error> StubbornStore::holds(const PolicyId& policy,
                                                const opinion::BallotId& ballot) {
  return kept_.holds(policy, ballot);
}

std::expected<std::int64_t, Error> StubbornStore::changes_since_release(const PolicyId& policy) {
  return kept_.changes_since_release(policy);
}
std::expected<void, Error> StubbornStore::replay(
    const PolicyId& policy, const std::function<void(const opinion::Sheet&)>& each) {
  return kept_.replay(policy, each);
}
std::expected<void, Error> StubbornStore::save_release(const opinion::Release& release) {
  const std::lock_guard lock(mutex_);
  if (release_error_) return std::unexpected(*release_error_);
  return kept_.save_release(release);
}
std::expected<void, Error> StubbornStore::tidy() {
  ++tidied_;
  return kept_.tidy();
}
std::expected<std::optional<opinion::Release>, Error> StubbornStore::last_release(
    const PolicyId& policy) {
  return kept_.last_release(policy);
}

std::expected<std::vector<opinion::ReleaseCount>, Error> StubbornStore::release_counts(
    const PolicyId& policy, std::int64_t after) {
  return kept_.release_counts(policy, after);
}

void StubbornStore::hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}
void StubbornStore::wait_for_commit() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_ > 0; });
}
void StubbornStore::let_go() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  changed_.notify_all();
}
void StubbornStore::fail_commits(std::optional<Error> error) {
  const std::lock_guard lock(mutex_);
  commit_error_ = std::move(error);
}
void StubbornStore::fail_releases(std::optional<Error> error) {
  const std::lock_guard lock(mutex_);
  release_error_ = std::move(error);
}
void StubbornStore::fail_opens(Error error, Openings openings) {
  const std::lock_guard lock(mutex_);
  open_error_ = std::move(error);
  openings_ = openings;
}
std::vector<std::size_t> StubbornStore::commits() const {
  const std::lock_guard lock(mutex_);
  return commits_;
}

files::Catalogue small_catalogue() {
  policy::Policy parks = small_policy();
  parks.id = PolicyId("parks");
  parks.languages = {"en"};
  parks.title = policy::LocalText({{"en", "Parks"}});
  parks.revision = Revision("ffeeddccbbaa0099");
  policy::Site site = small_publication().site;
  site.topics = {{"oya/smaa.json"}, {"oya/parks.json"}};
  return {std::move(site),
          {{small_policy(), "oya/smaa.json"}, {std::move(parks), "oya/parks.json"}}};
}

RunningServer::RunningServer(ServerOptions options)
    : clock_(std::make_shared<std::atomic<std::int64_t>>(start_unix_seconds)) {
  if (!options.store) {
    auto store = std::make_unique<StubbornStore>();
    stubborn = store.get();
    options.store = std::move(store);
  }
  options.http.listen = {"127.0.0.1", 0};
  const auto now = [clock = clock_] { return clock->load(); };
  std::unique_ptr<staff::Office> office;
  if (options.staff) {
    // As cheap as a hash can be: what one costs has a test of its own.
    office = std::make_unique<staff::Office>(
        staff::Office::Setup{.database = std::move(options.staff),
                             .keys = staff::Keys(store::Secret{5}),
                             .now_unix_seconds = now,
                             .cost = {.passes = 1, .memory_bytes = 8 * 1024}});
  }
  auto server = server::Server::create({.catalogue = std::move(options.catalogue),
                                        .mode = options.mode,
                                        .store = std::move(options.store),
                                        .site_files = std::move(options.site_files),
                                        .http = options.http,
                                        .metrics = options.metrics,
                                        .staff = options.staff_listen,
                                        .streams_max = options.streams_max,
                                        .hsts_days = options.hsts_days,
                                        .work_rule = options.work_rule,
                                        .work_bits = options.work_bits,
                                        .form_secret = {1, 2, 3},
                                        .now_unix_seconds = now,
                                        .tell = std::move(options.tell),
                                        .staff_office = std::move(office)});
  if (!server) FAIL(to_text(server.error()));
  server_ = std::move(*server);
  port_ = server_->endpoint().port;
  thread_ = std::thread([this] { ended_ = server_->run(); });
}

RunningServer::~RunningServer() {
  if (stubborn != nullptr) stubborn->let_go();
  if (thread_.joinable()) static_cast<void>(stop());
}

std::expected<void, Error> RunningServer::stop() {
  server_->stop();
  return join();
}

std::expected<void, Error> RunningServer::join() {
  thread_.join();
  return ended_;
}

Reply RunningServer::ask(std::string_view method, std::string_view target, std::string_view body,
                         const Headers& headers) const {
  return HttpClient(port_).ask(method, target, body, headers);
}

Reply RunningServer::totals(const std::string& policy) const {
  return ask("GET", "/api/v1/policies/" + policy + "/totals");
}

void RunningServer::pass_minutes(int minutes) {
  *clock_ += 60 * minutes;
  server_->look_at_rule();
}

std::string ballot_url(unsigned number) { return fmt::format("/api/v1/ballots/{:032x}", number); }

std::string ballot_json(std::string_view members) {
  return fmt::format(R"({{"policy":"smaasaker","revision":"00112233aabbccdd","consent":true,{}}})",
                     members);
}

}  // namespace enig::support

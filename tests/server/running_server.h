// A whole server in this process, on a free port, with a store and a clock that the test holds.
//
//     RunningServer server({.mode = policy::Mode::trial});
//     CHECK(server.ask("PUT", server.ballot_url(1), ballot_json("agree")).status == 204);
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "files/catalogue.h"
#include "server/server.h"
#include "store/memory_store.h"
#include "tests/server/http_client.h"

namespace enig::support {

// Of policies: some that go well, and then some that fail.
struct Openings {
  int well = 0;
  int failing = 1;
};

// A memory store that can be told to wait or to fail.
class StubbornStore final : public store::Store {
 public:
  std::expected<void, Error> open_policy(const policy::Policy& policy) override;
  std::expected<std::vector<PolicyId>, Error> policies() override;
  std::expected<std::vector<std::optional<opinion::Sheet>>, Error> commit(
      std::span<const store::Change> changes) override;
  std::expected<bool, Error> holds(const PolicyId& policy,
                                   const opinion::BallotId& ballot) override;
  std::expected<std::int64_t, Error> changes_since_release(const PolicyId& policy) override;
  std::expected<void, Error> replay(
      const PolicyId& policy, const std::function<void(const opinion::Sheet&)>& each) override;
  std::expected<void, Error> save_release(const opinion::Release& release) override;
  std::expected<void, Error> tidy() override;
  std::expected<std::optional<opinion::Release>, Error> last_release(
      const PolicyId& policy) override;
  std::expected<std::vector<opinion::ReleaseCount>, Error> release_counts(
      const PolicyId& policy, std::int64_t after) override;

  // Commits wait from now on, until let_go(). wait_for_commit() returns once one waits.
  void hold();
  void wait_for_commit();
  void let_go();
  // The next commits, or releases, fail with this; nothing: they go well again.
  void fail_commits(std::optional<Error> error);
  void fail_releases(std::optional<Error> error);
  // So many of the next openings of policies fail with this.
  void fail_opens(Error error, Openings openings = {});
  // How many changes each commit held.
  [[nodiscard]] std::vector<std::size_t> commits() const;
  [[nodiscard]] int tidy_count() const { return tidied_; }

 private:
  store::MemoryStore kept_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  int waiting_ = 0;
  std::optional<Error> commit_error_;
  std::optional<Error> release_error_;
  std::optional<Error> open_error_;
  Openings openings_;
  std::vector<std::size_t> commits_;
  std::atomic<int> tidied_{0};
};

// small_policy() at oya/smaa.json and an English policy "parks" at oya/parks.json, in nb and en.
[[nodiscard]] files::Catalogue small_catalogue();

struct ServerOptions {
  files::Catalogue catalogue = small_catalogue();
  policy::Mode mode = policy::Mode::counted;
  std::unique_ptr<store::Store> store = nullptr;  // a StubbornStore if none is given
  server::SiteFiles site_files = {};
  server::HttpServer::Options http = {};
  std::size_t streams_max = limits::streams_max;
  int hsts_days = 0;
  std::optional<server::Endpoint> metrics = std::nullopt;
  server::Tell tell = [](const server::Event&) {};
  server::WorkRule work_rule = server::WorkRule::automatic;
  int work_bits = 1;
  std::unique_ptr<staff::Database> staff = nullptr;  // none: there are no staff pages
  std::optional<server::Endpoint> staff_listen = std::nullopt;
};

class RunningServer {
 public:
  explicit RunningServer(ServerOptions options = {});
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::uint16_t staff_port() const { return server_->staff_endpoint()->port; }
  // Seconds since 1970, as the server takes it.
  [[nodiscard]] std::int64_t now() const { return clock_->load(); }
  [[nodiscard]] std::uint16_t metrics_port() const { return server_->metrics_endpoint()->port; }
  // Over a connection of its own.
  Reply ask(std::string_view method, std::string_view target, std::string_view body = {},
            const Headers& headers = {}) const;
  std::expected<void, Error> publish(files::Catalogue catalogue,
                                     std::optional<server::SiteFiles> site_files = std::nullopt) {
    return server_->publish({std::move(catalogue), std::move(site_files)});
  }
  // The ballots of a policy's totals.
  [[nodiscard]] Reply totals(const std::string& policy = "smaasaker") const;

  void end_minute() { server_->end_minute(); }

  // Moves the clock and lets the server look at the release rule.
  void pass_minutes(int minutes);

  // Stops in good order and gives what run() gave.
  std::expected<void, Error> stop();
  // Waits until the server has stopped by itself.
  std::expected<void, Error> join();

  StubbornStore* stubborn = nullptr;

 private:
  std::shared_ptr<std::atomic<std::int64_t>> clock_;
  std::unique_ptr<server::Server> server_;
  std::uint16_t port_ = 0;
  std::expected<void, Error> ended_;
  std::thread thread_;
};

// "/api/v1/ballots/<32 digits>"
[[nodiscard]] std::string ballot_url(unsigned number);

// A ballot to small_policy(), as JSON. `members` follow the consent: `"topic":"agree"`.
[[nodiscard]] std::string ballot_json(std::string_view members);

// What is asked about each time by browsers, and every few seconds by what stands between.
inline constexpr const char* asked_freshness = "public, max-age=0, s-maxage=5, must-revalidate";

inline const Headers json_body = {{"Content-Type", "application/json"}};
inline const Headers form_body = {{"Content-Type", "application/x-www-form-urlencoded"}};
// As a browser says that the form is our own page's.
inline const Headers own_form_body = {{"Content-Type", "application/x-www-form-urlencoded"},
                                      {"Sec-Fetch-Site", "same-origin"}};

}  // namespace enig::support

#include "cli/serve.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "cli/catalogue.h"
#include "cli/flags.h"
#include "cli/newsletter.h"
#include "cli/serve_help.h"
#include "cli/settings.h"
#include "cli/staff.h"
#include "cli/store.h"
#include "files/catalogue.h"
#include "policy/problem.h"
#include "server/log.h"
#include "server/metrics_server.h"
#include "server/network.h"
#include "server/server.h"

namespace enig::cli {
namespace {

namespace fs = std::filesystem;
using server::Endpoint;
using server::Event;
using server::Level;
using server::Server;
using server::Tell;

constexpr Flag known[] = {config_flag,
                          {"--policies", "DIR", Need::required},
                          {"--data", "DIR", Need::required},
                          database_flag,
                          {"--listen", "ADDR:PORT"},
                          {"--site", "DIR"},
                          {"--threads", "N", Need::optional, Flag::Kind::number},
                          {"--hsts-days", "N", Need::optional, Flag::Kind::number},
                          {"--tls-cert", "FILE"},
                          {"--tls-key", "FILE"},
                          {"--proxy", "ADDR,ADDR,…", Need::optional, Flag::Kind::list},
                          {"--proof-of-work", "auto, always or off"},
                          newsletter_smtp_flag,
                          newsletter_from_flag,
                          newsletter_user_flag,
                          newsletter_password_flag,
                          newsletter_ca_flag,
                          newsletter_database_flag,
                          public_url_flag,
                          {"--staff-listen", "ADDR:PORT"},
                          staff_database_flag,
                          {"--metrics", "ADDR:PORT"},
                          {"--log", "text or json"},
                          {"--log-level", "error, warning, info or debug"},
                          {"--trial"}};
// Of its own, so that what starts programs again can leave this one to a person.
constexpr int exit_store_failed = 3;
constexpr std::string_view listen_default = "127.0.0.1:8080";
constexpr std::string_view work_rule_default = "auto";

// As many as the machine has cores.
int threads_default() {
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, limits::threads_max);
}

// This machine and those that are named: their connections are many people's.
std::expected<std::vector<std::string>, Error> proxies_from(std::string_view list) {
  std::vector<std::string> proxies = {"127.0.0.1", "::1"};
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string address(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (!server::is_address(address)) {
      return std::unexpected(Error{Fault::refused,
                                   fmt::format("\"{}\" is no address of a proxy.", address),
                                   "Write --proxy 192.0.2.7, or several with commas between."});
    }
    proxies.push_back(address);
  }
  return proxies;
}

std::optional<server::WorkRule> work_rule_from(std::string_view word) {
  if (word == "auto") return server::WorkRule::automatic;
  if (word == "always") return server::WorkRule::always;
  if (word == "off") return server::WorkRule::never;
  return std::nullopt;
}

template <class Number>
std::optional<Number> number_from(std::string_view text, Number min, Number max) {
  Number number{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number < min || number > max ? std::nullopt : std::optional(number);
}

// Each connection is a descriptor, and the usual soft limit is below connections_max.
void allow_many_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// build/site beside build/release/enig, where tools/build puts it.
fs::path default_site_folder() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  return failed ? fs::path("site") : program.parent_path().parent_path() / "site";
}

std::int64_t now_unix_seconds() { return static_cast<std::int64_t>(std::time(nullptr)); }

std::expected<Tell, Error> log_of(const Flags& flags, std::FILE* err) {
  const auto form = server::log_form_from(flags.value("--log", "text"));
  if (!form) return std::unexpected(Error{Fault::refused, "--log wants text or json.", ""});
  const auto least = server::level_from(flags.value("--log-level", "info"));
  if (!least) {
    return std::unexpected(
        Error{Fault::refused, "--log-level wants error, warning, info or debug.", ""});
  }
  auto write = [err](std::string_view line) {
    fmt::print(err, "{}", line);
    std::fflush(err);
  };
  const server::Log::Options options{*form, *least, now_unix_seconds, write};
  return [log = std::make_shared<const server::Log>(options)](const Event& event) {
    log->tell(event);
  };
}

// Everything that is wrong with the publisher's files is told, an event each.
std::optional<files::Catalogue> read_policies(const fs::path& folder, const Tell& tell) {
  auto catalogue = files::load_catalogue(folder);
  if (catalogue) return std::move(*catalogue);
  for (const Error& error : catalogue.error().unreadable) {
    tell({Level::error, "policies_unreadable", to_text(error)});
  }
  for (const policy::Problem& problem : catalogue.error().problems) {
    const bool is_error = problem.severity == policy::Severity::error;
    tell({is_error ? Level::error : Level::warning,
          "policy_problem",
          policy::to_text(problem),
          {{"file", problem.file},
           {"line", static_cast<std::int64_t>(problem.line)},
           {"column", static_cast<std::int64_t>(problem.column)}}});
  }
  return std::nullopt;
}

// None: they cannot be read, which has been told, and what that means is `consequence`.
std::optional<server::SiteFiles> read_site_files(const fs::path& folder, const char* consequence,
                                                 const Tell& tell) {
  auto files = server::SiteFiles::load(folder);
  if (files) return std::move(*files);
  tell({Level::warning, "site_unreadable", to_text(files.error()) + " " + consequence});
  return std::nullopt;
}

// At SIGHUP.
std::optional<Server::Edited> edited(const fs::path& policies, const fs::path& site,
                                     const Tell& tell) {
  auto catalogue = read_policies(policies, tell);
  if (!catalogue) return std::nullopt;
  return Server::Edited{std::move(*catalogue),
                        read_site_files(site, "The app is served as it was.", tell)};
}

// Where people come, and where the machine's own collector of sums does.
struct Listening {
  server::HttpServer::Options http;
  std::optional<Endpoint> metrics;
  std::optional<Endpoint> staff;
};

std::expected<Listening, Error> listening_of(const Flags& flags) {
  const auto listen = endpoint_from(flags.value("--listen", listen_default));
  if (!listen) return std::unexpected(listen.error());
  const auto threads = number_from(flags.value("--threads", std::to_string(threads_default())), 1,
                                   limits::threads_max);
  if (!threads) {
    return std::unexpected(
        Error{Fault::refused, fmt::format("--threads wants 1 to {}.", limits::threads_max), ""});
  }
  if (!number_from(flags.value("--hsts-days", "0"), 0, limits::hsts_days_max)) {
    return std::unexpected(Error{
        Fault::refused, fmt::format("--hsts-days wants 0 to {}.", limits::hsts_days_max), ""});
  }
  if (flags.has("--tls-cert") != flags.has("--tls-key")) {
    return std::unexpected(
        Error{Fault::refused, "--tls-cert and --tls-key are given together, or neither is.", ""});
  }
  if (!work_rule_from(flags.value("--proof-of-work", work_rule_default))) {
    return std::unexpected(
        Error{Fault::refused, "--proof-of-work wants \"auto\", \"always\" or \"off\".", ""});
  }
  auto proxies = proxies_from(flags.value("--proxy"));
  if (!proxies) return std::unexpected(proxies.error());
  Listening listening;
  if (flags.has("--metrics")) {
    const auto at = endpoint_from(flags.value("--metrics"));
    if (!at) return std::unexpected(at.error());
    if (auto refusal = server::metrics_refusal(*at)) return std::unexpected(std::move(*refusal));
    listening.metrics = *at;
  }
  if (flags.has("--staff-listen")) {
    const auto at = endpoint_from(flags.value("--staff-listen"));
    if (!at) return std::unexpected(at.error());
    listening.staff = *at;
  }
  server::HttpServer::Options& http = listening.http;
  http.listen = *listen;
  http.threads = *threads;
  if (flags.has("--tls-cert")) {
    http.tls = server::TlsFiles{flags.value("--tls-cert"), flags.value("--tls-key")};
  }
  http.proxies = std::move(*proxies);
  http.signals = server::HttpServer::Options::Signals::heeded;
  return listening;
}

std::expected<std::unique_ptr<Server>, Error> start(const Flags& flags, files::Catalogue catalogue,
                                                    Listening listening, const Tell& tell) {
  const auto mode = flags.has("--trial") ? policy::Mode::trial : policy::Mode::counted;
  auto store = store_for_serving(flags, mode);
  if (!store) return std::unexpected(store.error());
  const auto form_key = form_secret(flags);
  if (!form_key) return std::unexpected(form_key.error());
  auto office = newsletter_office(flags, catalogue.site, tell);
  if (!office) return std::unexpected(office.error());
  auto staff = staff_office(flags);
  if (!staff) return std::unexpected(staff.error());
  const fs::path site = flags.value("--site", default_site_folder().string());
  auto site_files = read_site_files(site, "The pages are served without the app.", tell);
  return Server::create(
      {.catalogue = std::move(catalogue),
       .mode = mode,
       .store = std::move(*store),
       .site_files = std::move(site_files).value_or(server::SiteFiles()),
       .http = std::move(listening.http),
       .metrics = listening.metrics,
       .staff = listening.staff,
       .read_again = [policies = flags.value("--policies"), site,
                      tell] { return edited(policies, site, tell); },
       .hsts_days =
           number_from(flags.value("--hsts-days", "0"), 0, limits::hsts_days_max).value_or(0),
       .work_rule = work_rule_from(flags.value("--proof-of-work", work_rule_default))
                        .value_or(server::WorkRule::automatic),
       .form_secret = *form_key,
       .now_unix_seconds = now_unix_seconds,
       .tell = tell,
       .office = std::move(*office),
       .staff_office = std::move(*staff)});
}

// As it stands in an address of the web.
std::string spelled(const Endpoint& at) {
  const bool is_v6 = at.address.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", is_v6 ? "[" : "", at.address, is_v6 ? "]" : "", at.port);
}

}  // namespace

std::expected<Endpoint, Error> endpoint_from(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    std::string_view address = text.substr(0, colon);
    const auto port = number_from<std::uint16_t>(text.substr(colon + 1), 0, 65535);
    const bool bracketed = address.starts_with('[') && address.ends_with(']');
    if (bracketed) address = address.substr(1, address.size() - 2);
    const bool plain = bracketed || address.find(':') == std::string_view::npos;
    if (port && plain && !address.empty()) return Endpoint{std::string(address), *port};
  }
  return std::unexpected(Error{Fault::refused,
                               fmt::format("\"{}\" is no address to listen on.", text),
                               "Write it like 127.0.0.1:8080 or [::1]:8080."});
}

int serve_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  const auto is_help = [](std::string_view arg) { return arg == "--help" || arg == "-h"; };
  if (std::ranges::any_of(args, is_help)) {
    fmt::print(out, "{}", serve_help);
    return 0;
  }
  std::vector<std::string> problems;
  const auto flags = settings("serve", known, args, own_environment, problems);
  if (!flags) {
    for (const std::string& problem : problems) fmt::print(err, "enig: {}\n", problem);
    return 2;
  }
  auto listening = listening_of(*flags);
  if (!listening) {
    print_error(err, listening.error());
    return 2;
  }
  const auto tell = log_of(*flags, err);
  if (!tell) {
    print_error(err, tell.error());
    return 2;
  }
  auto catalogue = read_policies(flags->value("--policies"), *tell);
  if (!catalogue) return 1;
  allow_many_descriptors();
  auto server = start(*flags, std::move(*catalogue), std::move(*listening), *tell);
  if (!server) {
    (*tell)({Level::error, "not_started", to_text(server.error())});
    return 1;
  }
  const Endpoint at = (*server)->endpoint();
  fmt::print(out, "Enig serves http{}://{}/\n", flags->has("--tls-cert") ? "s" : "", spelled(at));
  if (const auto metrics = (*server)->metrics_endpoint()) {
    fmt::print(out, "Its metrics are at http://{}/metrics\n", spelled(*metrics));
  }
  if (const auto staff = (*server)->staff_endpoint()) {
    fmt::print(out, "Its staff are let in at http{}://{}/staff/\n",
               flags->has("--tls-cert") ? "s" : "", spelled(*staff));
  }
  if (flags->has("--trial")) {
    fmt::print(out, "This is a trial: every ballot is released at once.\n");
  }
  std::fflush(out);
  (*tell)({Level::info, "started", "The server has started.", {{"port", at.port}}});
  if (const auto ended = (*server)->run(); !ended) {
    (*tell)({Level::error, "failed",
             to_text(ended.error()) + " Nothing more is acknowledged; the server has stopped."});
    return exit_store_failed;
  }
  (*tell)({Level::info, "stopped",
           "The server has stopped, and all that it has acknowledged is kept."});
  return 0;
}

}  // namespace enig::cli

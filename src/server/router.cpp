#include "server/router.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "page/wrong.h"
#include "server/negotiate.h"
#include "server/origin.h"
#include "server/problems.h"
#include "server/url.h"

namespace enig::server {
namespace {

constexpr std::string_view health_path = "/healthz";
constexpr std::string_view not_from_here =
    "The request comes from a page of another site. Only the origins that site.json names in "
    "\"embed_origins\" may change something here.";

// Everything comes from this server, WebAssembly is the only code that is made at run time, and
// only the origins of site.json may frame the pages.
std::string security_policy(const policy::Site& site) {
  std::string policy =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
      "img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; "
      "worker-src 'self'; "
      "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
  for (const std::string& origin : site.embed_origins) policy += " " + origin;
  return policy;
}

// Nothing of the device is wanted. Sharing and the clipboard, which a press asks for, are not here.
constexpr std::string_view permissions =
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), "
    "xr-spatial-tracking=()";

// The staff's pages have no script, and nobody frames them.
constexpr std::string_view staff_security_policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

// Of whom the next page may know where one came from. Browsers then say of a form of the staff's
// own where it is from; other sites hear nothing.
constexpr std::string_view referrers = "no-referrer";
constexpr std::string_view staff_referrers = "same-origin";

// The header fields of every reply, as they are sent.
std::string lines_with(std::string_view policy, std::string_view referrer, int hsts_days) {
  std::vector<Header> headers = {{"Content-Security-Policy", std::string(policy)},
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"Referrer-Policy", std::string(referrer)},
                                 {"Permissions-Policy", std::string(permissions)},
                                 {"Cross-Origin-Opener-Policy", "same-origin"}};
  if (hsts_days > 0) {
    constexpr int seconds_per_day = 24 * 60 * 60;
    headers.push_back(
        {"Strict-Transport-Security", fmt::format("max-age={}", hsts_days * seconds_per_day)});
  }
  std::string lines;
  for (const Header& header : headers)
    lines += fmt::format("{}: {}\r\n", header.name, header.value);
  return lines;
}

// Who may take a reply in without asking (Fetch, "Cross-Origin-Resource-Policy"): of other sites
// nobody but who may frame a page, for a page that isolates itself frames no other.
Header resource_policy(const policy::Site& site, const Response& response) {
  const bool is_page = std::ranges::any_of(response.headers, [](const Header& header) {
    return header.name == "Content-Type" && header.value.starts_with("text/html");
  });
  const bool is_framed = is_page && !site.embed_origins.empty();
  return {"Cross-Origin-Resource-Policy", is_framed ? "cross-origin" : "same-origin"};
}

page::Wrong wrong_at(int status) {
  switch (status) {
    case 403:
      return page::Wrong::not_from_here;
    case 404:
      return page::Wrong::not_found;
    case 413:
      return page::Wrong::too_large;
    case 429:
    case 503:
      return page::Wrong::busy;
    default:
      return page::Wrong::not_understood;
  }
}

void vary_by_origin(Response& response) {
  for (Header& header : response.headers) {
    if (header.name != "Vary") continue;
    header.value += ", Origin";
    return;
  }
  response.headers.push_back({"Vary", "Origin"});
}

}  // namespace

Router::Router(const Published& published, const Desks& desks, SiteFiles files)
    : published_(published),
      counter_(desks.counter),
      files_(std::move(files)),
      api_(published, desks.counter, desks.gate, desks.readers),
      pages_(published, files_.program()),
      forms_(published, pages_, desks.counter, desks.gate, desks.tokens),
      sign_ups_(published, pages_, desks.office),
      staff_(published, pages_, desks.staff),
      staff_place_(desks.staff_place),
      common_lines_(
          share(lines_with(security_policy(published.site()), referrers, desks.hsts_days))),
      staff_lines_(share(lines_with(staff_security_policy, staff_referrers, desks.hsts_days))) {
  // The theme is that of this server's site.json, whatever lies in the site folder.
  Resource theme = compressed("text/css; charset=utf-8", pages_.theme_css());
  older_theme_ = theme;
  theme.freshness = Freshness::forever;
  files_.add("/" + pages_.theme_name(), std::move(theme));
}

void Router::answer(const Request& request, const Respond& respond) const {
  answer_by(&Router::route, request, respond);
}

void Router::answer_staff(const Request& request, const Respond& respond) const {
  answer_by(&Router::route_staff, request, respond);
}

void Router::answer_by(Route way, const Request& request, const Respond& respond) const {
  // What finish() asks for; the body is not needed any more by then.
  Request asked;
  asked.target = request.target;
  asked.accept = request.accept;
  asked.accept_language = request.accept_language;
  asked.origin = request.origin;
  (this->*way)(request, [this, respond, asked](Response response) {
    finish(asked, response);
    respond(std::move(response));
  });
}

void Router::finish(const Request& request, Response& response) const {
  const auto path = percent_decoded(split_target(request.target).path);
  // The API is for programs, also for those that accept anything.
  const bool is_for_person = !response.problem.empty() && accepts(request.accept, "text/html");
  if (is_for_person && (!path || !Api::owns(*path))) show_problem(request, response);
  if (path && StaffPages::is_staffs(*path)) {
    response.common_lines = staff_lines_;
    response.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
    return;
  }
  response.common_lines = common_lines_;
  const std::vector<std::string>& allowed = published_.site().embed_origins;
  response.headers.push_back(resource_policy(published_.site(), response));
  if (allowed.empty() || !path || !Api::owns(*path)) return;
  // The pages of these origins may read what the API says.
  vary_by_origin(response);
  if (std::ranges::find(allowed, request.origin) != allowed.end()) {
    response.headers.push_back({"Access-Control-Allow-Origin", request.origin});
    response.headers.push_back({"Access-Control-Expose-Headers", "ETag, Retry-After"});
  }
}

// Other sites' pages change nothing here. A mail program presses a letter's button for its reader
// without being a page of ours (RFC 8058), and the token in that address is secret.
bool Router::is_kept_out(const Request& request, std::string_view path) const {
  if (request.is_read() || sign_ups_.is_for_leaving(path)) return false;
  const Source source = source_of(request, published_.site().embed_origins);
  // No page of ours asks the API without saying where it is from.
  const bool is_nameless = source == Source::unsaid && !request.origin.empty() && Api::owns(path);
  return source == Source::foreign || is_nameless;
}

Response Router::answer_preflight(const Request& request) const {
  const Source source = source_of(request, published_.site().embed_origins);
  if (source != Source::allowed) return reply_problem(403, not_from_here);
  return {.status = 204,
          .headers = {{"Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE"},
                      {"Access-Control-Allow-Headers", "Content-Type, Last-Event-ID, Enig-Proof"},
                      {"Access-Control-Max-Age", std::to_string(limits::preflight_age_s)}}};
}

// The same reply as a page: what is wrong in the site's language, and ways on.
void Router::show_problem(const Request& request, Response& response) const {
  // As it was sent, because links on the page are relative to that.
  const std::string_view address = split_target(request.target).path;
  page::WrongVisit visit;
  visit.what = wrong_at(response.status);
  visit.language = published_.language_at(address, request.accept_language);
  if (address.starts_with('/')) visit.path = address.substr(1, address.rfind('/'));
  visit.detail = response.problem;
  visit.status = response.status;
  if (published_.page_at(address)) visit.place = page::WrongVisit::Place::page;
  const page::Page page = page::wrong(published_.publications().front(), visit);
  for (Header& header : response.headers) {
    if (header.name == "Content-Type") header.value = "text/html; charset=utf-8";
  }
  const bool is_staffs = StaffPages::is_staffs(address);
  response.body = share(is_staffs ? pages_.plain_document(visit.path, page, StaffPages::style)
                                  : pages_.document(visit.path, page));
}

// An address of their own is theirs alone; only what their pages link to lies there too.
void Router::route_staff(const Request& request, const Respond& respond) const {
  const RequestTarget target = split_target(request.target);
  const auto path = percent_decoded(target.path);
  if (!path || path->empty() || path->front() != '/') {
    return respond(reply_problem(400, "The address cannot be read."));
  }
  if (staff_.owns(*path)) return staff_.answer(request, *path, target.query, respond);
  if (*path == "/") {
    return respond({.status = 303,
                    .headers = {{"Location", "staff/"}, {"Cache-Control", "no-store"}},
                    .body = share("")});
  }
  const bool is_look = path->ends_with(".css") || path->ends_with("/icon.svg");
  const Resource* const file = is_look ? files_.find(*path) : nullptr;
  if (file == nullptr || !request.is_read()) {
    return respond(reply_problem(404, "There is nothing at this address."));
  }
  respond(reply_with(*file, request));
}

void Router::route(const Request& request, const Respond& respond) const {
  const RequestTarget target = split_target(request.target);
  const auto path = percent_decoded(target.path);
  if (!path || path->empty() || path->front() != '/') {
    return respond(reply_problem(400, "The address cannot be read."));
  }
  if (is_preflight(request) && Api::owns(*path)) return respond(answer_preflight(request));
  if (is_kept_out(request, *path)) return respond(reply_problem(403, not_from_here));
  if (sign_ups_.owns(*path)) return sign_ups_.answer(request, *path, target.query, respond);
  if (staff_place_ == StaffPlace::beside && staff_.owns(*path)) {
    return staff_.answer(request, *path, target.query, respond);
  }
  if (Api::owns(*path)) return api_.answer(request, *path, target.query, respond);
  if (*path == health_path) {
    if (!request.is_read()) return respond(reply_method("GET, HEAD"));
    return respond(
        {.status = 200,
         .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
         .body = share("{\"status\":\"ok\"}")});
  }
  if (const PageAt* const page = published_.page_at(*path)) {
    return answer_page(*page, request, respond);
  }
  const Resource* file = files_.find(*path);
  // A page that came before the publisher changed the theme gets the new one.
  if (file == nullptr && is_theme_name(path->substr(1))) file = &older_theme_;
  if (file != nullptr) {
    return respond(request.is_read() ? reply_with(*file, request) : reply_method("GET, HEAD"));
  }
  if (const auto place = published_.moved(*path)) {
    return respond({.status = 308,
                    .headers = {{"Location", percent_encoded_path(*place)}},
                    .body = share("")});
  }
  respond(reply_problem(404, "There is nothing at this address."));
}

Aim Router::aim_of(const Request& request) const {
  const auto path = percent_decoded(split_target(request.target).path);
  if (!path || !path->starts_with('/')) return Aim::other;
  if (sign_ups_.owns(*path)) return Aim::newsletter;
  if (staff_.owns(*path)) return Aim::staff;
  if (Api::owns(*path)) return Api::aim_of(*path);
  if (*path == health_path) return Aim::health;
  if (published_.page_at(*path) != nullptr) return request.is_read() ? Aim::page : Aim::form;
  return files_.find(*path) != nullptr || is_theme_name(path->substr(1)) ? Aim::file : Aim::other;
}

std::size_t Router::body_bytes_max(const Request& head) const {
  const auto path = percent_decoded(split_target(head.target).path);
  if (!path) return limits::small_body_bytes_max;
  const PageAt* const page = published_.page_at(*path);
  const bool takes_answers = Api::takes_ballots(*path) || (page != nullptr && page->topic);
  return takes_answers ? published_.body_bytes_max() : limits::small_body_bytes_max;
}

void Router::answer_page(const PageAt& page, const Request& request, const Respond& respond) const {
  if (request.method == "POST" && page.topic) return forms_.answer(page, request, respond);
  if (!request.is_read())
    return respond(reply_method(page.topic ? "GET, HEAD, POST" : "GET, HEAD"));
  respond(pages_.show(page, counter_.all_shown(), request));
}

}  // namespace enig::server

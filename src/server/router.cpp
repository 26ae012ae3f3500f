#include "server/router.h"

#include <utility>

#include "page/wrong.h"
#include "server/negotiate.h"
#include "server/problems.h"
#include "server/url.h"

namespace enig::server {
namespace {

constexpr std::string_view health_path = "/healthz";

// Everything comes from this server, WebAssembly is the only code that is made at run time, and
// only the origins of site.json may frame the pages.
std::string security_policy(const policy::Site& site) {
  std::string policy =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
      "img-src 'self' data:; font-src 'self'; manifest-src 'self'; connect-src 'self'; "
      "worker-src 'self'; "
      "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
  for (const std::string& origin : site.embed_origins) policy += " " + origin;
  return policy;
}

}  // namespace

Router::Router(const Published& published, Counter& counter, newsletter::Office* office,
               SiteFiles files, Places readers)
    : published_(published),
      counter_(counter),
      files_(std::move(files)),
      api_(published, counter, std::move(readers)),
      pages_(published, files_.program()),
      forms_(published, pages_, counter),
      sign_ups_(published, pages_, office),
      common_headers_{{"Content-Security-Policy", security_policy(published.site())},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"}} {
  // The theme is that of this server's site.json, whatever lies in the site folder.
  Resource theme = compressed("text/css; charset=utf-8", pages_.theme_css());
  older_theme_ = theme;
  theme.freshness = Freshness::forever;
  files_.add("/" + pages_.theme_name(), std::move(theme));
}

void Router::answer(const Request& request, const Respond& respond) const {
  // What finish() asks for; the body is not needed any more by then.
  Request asked;
  asked.target = request.target;
  asked.accept = request.accept;
  route(request, [this, respond, asked](Response response) {
    finish(asked, response);
    respond(std::move(response));
  });
}

void Router::finish(const Request& request, Response& response) const {
  const auto path = percent_decoded(split_target(request.target).path);
  // The API is for programs, also for those that accept anything.
  const bool is_for_person = !response.problem.empty() && accepts(request.accept, "text/html");
  if (is_for_person && (!path || !Api::owns(*path))) show_problem(request, response);
  response.headers.insert(response.headers.end(), common_headers_.begin(), common_headers_.end());
}

// The same reply as a page: what is wrong in the site's language, and ways on.
void Router::show_problem(const Request& request, Response& response) const {
  // As it was sent, because links on the page are relative to that.
  const std::string_view address = split_target(request.target).path;
  page::WrongVisit visit;
  if (response.status == 404) visit.what = page::Wrong::not_found;
  if (response.status == 503) visit.what = page::Wrong::busy;
  visit.language = published_.language_at(address);
  if (address.starts_with('/')) visit.path = address.substr(1, address.rfind('/'));
  visit.detail = response.problem;
  if (published_.page_at(address)) visit.place = page::WrongVisit::Place::page;
  const page::Page page = page::wrong(published_.publications().front(), visit);
  for (Header& header : response.headers) {
    if (header.name == "Content-Type") header.value = "text/html; charset=utf-8";
  }
  response.body = share(pages_.document(visit.path, page));
}

void Router::route(const Request& request, const Respond& respond) const {
  const RequestTarget target = split_target(request.target);
  const auto path = percent_decoded(target.path);
  if (!path || path->empty() || path->front() != '/') {
    return respond(reply_problem(400, "The address cannot be read."));
  }
  if (sign_ups_.owns(*path)) return sign_ups_.answer(request, *path, target.query, respond);
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

void Router::answer_page(const PageAt& page, const Request& request, const Respond& respond) const {
  if (request.method == "POST" && page.topic) return forms_.answer(page, request, respond);
  if (!request.is_read())
    return respond(reply_method(page.topic ? "GET, HEAD, POST" : "GET, HEAD"));
  respond(pages_.show(page, counter_.all_shown(), request));
}

}  // namespace enig::server

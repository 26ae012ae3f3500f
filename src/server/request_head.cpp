// Before Asio 1.74, which forgets to include them.
#include <optional>
#include <utility>

#include "server/request_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "server/problems.h"

namespace enig::server {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

std::string_view view_of(beast::string_view text) { return {text.data(), text.size()}; }
std::string text_of(beast::string_view text) { return std::string(view_of(text)); }

// Where the body ends is said once and plainly, or not understood alike by everybody that the
// request passes (RFC 9112, sections 6.1 to 6.3).
std::optional<Response> problem_of_length(const RequestHead& head) {
  const std::size_t lengths = head.count(http::field::content_length);
  const std::size_t codings = head.count(http::field::transfer_encoding);
  if (lengths + codings > 1) {
    return reply_problem(400, "The request says more than once how long its body is.");
  }
  if (lengths == 1) {
    const std::string_view length = view_of(head[http::field::content_length]);
    const bool is_number =
        !length.empty() && std::ranges::all_of(length, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) return reply_problem(400, "The length of the body is no number.");
  }
  if (codings == 0) return std::nullopt;
  if (head.version() == 10) return reply_problem(400, "HTTP/1.0 has no transfer encodings.");
  if (beast::iequals(head[http::field::transfer_encoding], "chunked")) return std::nullopt;
  return reply_problem(501, "Of transfer encodings only \"chunked\" is understood.");
}

}  // namespace

Response problem_of(const beast::error_code& failed, std::size_t body_bytes_max) {
  if (failed == http::error::header_limit) {
    return reply_problem(431, fmt::format("The head of the request is larger than {} bytes.",
                                          limits::header_bytes_max));
  }
  if (failed == http::error::body_limit) {
    return reply_problem(413, fmt::format("The body is larger than {} bytes.", body_bytes_max));
  }
  return reply_problem(400, "The request is not HTTP/1.1 that can be read.");
}

std::optional<Response> problem_of(const RequestHead& head) {
  if (head.target().size() > limits::target_bytes_max) {
    return reply_problem(
        414, fmt::format("The address is longer than {} bytes.", limits::target_bytes_max));
  }
  // Nothing is asked for here that lies elsewhere, and no tunnel is opened.
  if (!head.target().starts_with('/')) {
    return reply_problem(400, "The address does not begin with a slash.");
  }
  const std::size_t hosts = head.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() == 11)) {
    return reply_problem(400, "A request names one Host.");
  }
  if (head.count(http::field::origin) > 1 || head.count("Sec-Fetch-Site") > 1) {
    return reply_problem(400, "A request comes from one place.");
  }
  if (auto problem = problem_of_length(head)) return problem;
  const std::string_view method = view_of(head.method_string());
  const bool has_body =
      head.count(http::field::content_length) + head.count(http::field::transfer_encoding) > 0;
  if ((method == "PUT" || method == "POST") && !has_body) {
    return reply_problem(411, "Say how long the body is, with Content-Length.");
  }
  const auto expectation = head[http::field::expect];
  if (!expectation.empty() && !beast::iequals(expectation, "100-continue")) {
    return reply_problem(417, "Only 100-continue can be expected.");
  }
  return std::nullopt;
}

Request request_of(const RequestHead& head) {
  Request request;
  request.method = text_of(head.method_string());
  request.target = text_of(head.target());
  request.accept = text_of(head[http::field::accept]);
  request.accept_encoding = text_of(head[http::field::accept_encoding]);
  request.accept_language = text_of(head[http::field::accept_language]);
  request.content_type = text_of(head[http::field::content_type]);
  request.if_none_match = text_of(head[http::field::if_none_match]);
  request.range = text_of(head[http::field::range]);
  request.if_range = text_of(head[http::field::if_range]);
  request.last_event_id = text_of(head["Last-Event-ID"]);
  request.host = text_of(head[http::field::host]);
  request.origin = text_of(head[http::field::origin]);
  request.sec_fetch_site = text_of(head["Sec-Fetch-Site"]);
  request.proof = text_of(head["Enig-Proof"]);
  request.cookie = text_of(head[http::field::cookie]);
  request.wanted_method = text_of(head[http::field::access_control_request_method]);
  return request;
}

std::string forwarded_for(const RequestHead& head) {
  std::string all;
  const auto [first, last] = head.equal_range("X-Forwarded-For");
  for (auto field = first; field != last; ++field) {
    if (!all.empty()) all += ',';
    all += view_of(field->value());
  }
  return all;
}

}  // namespace enig::server

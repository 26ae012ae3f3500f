#include "server/reply_head.h"

#include <fmt/format.h>

#include <boost/beast/http/status.hpp>
#include <ctime>
#include <string_view>

#include "base/limits.h"

namespace enig::server {
namespace {

namespace http = boost::beast::http;

// RFC 9110, section 5.6.7.
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[utc.tm_wday], utc.tm_mday,
                     months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace

std::string reply_head(const Response& response, std::size_t body_bytes, unsigned version,
                       Then then) {
  constexpr unsigned old_version = 10;
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  const bool is_old = version == old_version;
  std::string head;
  head.reserve(limits::reply_head_bytes);
  const auto line = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  head.append(is_old ? "HTTP/1.0 " : "HTTP/1.1 ").append(std::to_string(response.status));
  head.append(" ").append(reason.data(), reason.size()).append("\r\n");
  for (const Header& header : response.headers) line(header.name, header.value);
  if (response.common_lines) head.append(*response.common_lines);
  line("Date", http_date());
  // What the version does by itself is not said (RFC 9112, section 9.3).
  const bool keeps_alive = then == Then::keep_alive;
  if (keeps_alive == is_old) line("Connection", keeps_alive ? "keep-alive" : "close");
  // 204 and 304 have no body and say no length (RFC 9110, section 8.6); a stream has none.
  const bool has_length = response.status != 204 && response.status != 304 && !response.following;
  if (has_length) line("Content-Length", std::to_string(body_bytes));
  return head.append("\r\n");
}

}  // namespace enig::server

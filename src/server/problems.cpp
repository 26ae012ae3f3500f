#include "server/problems.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/limits.h"
#include "html/print.h"
#include "server/negotiate.h"

namespace enig::server {

Response reply_problem(int status, std::string_view detail) {
  return {
      .status = status,
      .headers = {{"Content-Type", std::string(wire::problem_type)}, {"Cache-Control", "no-store"}},
      .body = share(wire::problem_json(status, detail)),
      .problem = std::string(detail)};
}

Response reply_error(const Error& error, wire::Named named) {
  Response response = reply_problem(wire::status_of(error.fault, named), to_text(error));
  if (response.status == 503) ask_to_try_again(response);
  return response;
}

void ask_to_try_again(Response& response) {
  response.headers.push_back({"Retry-After", std::to_string(limits::retry_after_s)});
}

Response reply_method(std::string_view allowed) {
  Response response = reply_problem(405, fmt::format("This address answers {} only.", allowed));
  response.headers.push_back({"Allow", std::string(allowed)});
  return response;
}

// It names no other file: what is wrong may be that there is none. problem_style_digest is that of
// what stands between its style tags.
constexpr std::string_view problem_page =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<title>{0}</title>\n<link rel=\"icon\" href=\"data:,\">\n"
    "<style>body{{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:1rem auto;"
    "padding:0 1rem}}a{{display:inline-block;min-width:3rem;padding:.6rem 0;color:inherit}}"
    "</style>\n"
    "<main>\n<h1>{0}</h1>\n<p>{1}</p>\n<p><a href=\"/\">Enig</a></p>\n</main>\n</html>\n";

// Enig's own sentences on what is wrong are English, and so is the page.
Response for_person(Response problem, std::string_view accept) {
  if (problem.problem.empty() || !accepts(accept, "text/html")) return problem;
  const std::string_view title = wire::title_of(problem.status);
  for (Header& header : problem.headers) {
    if (header.name == "Content-Type") header.value = "text/html; charset=utf-8";
  }
  problem.body =
      share(fmt::format(problem_page, html::escape(title), html::escape(problem.problem)));
  return problem;
}

}  // namespace enig::server

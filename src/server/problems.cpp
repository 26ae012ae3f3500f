#include "server/problems.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "html/print.h"
#include "server/negotiate.h"

namespace enig::server {
namespace {

constexpr std::string_view retry_after_s = "2";

}  // namespace

Response reply_problem(int status, std::string_view detail) {
  return {
      .status = status,
      .headers = {{"Content-Type", std::string(wire::problem_type)}, {"Cache-Control", "no-store"}},
      .body = share(wire::problem_json(status, detail))};
}

Response reply_error(const Error& error, wire::Named named) {
  Response response = reply_problem(wire::status_of(error.fault, named), to_text(error));
  if (response.status == 503) {
    response.headers.push_back({"Retry-After", std::string(retry_after_s)});
  }
  return response;
}

Response reply_method(std::string_view allowed) {
  Response response = reply_problem(405, fmt::format("This address answers {} only.", allowed));
  response.headers.push_back({"Allow", std::string(allowed)});
  return response;
}

Response for_person(Response problem, std::string_view accept) {
  if (problem.status < 400 || !accepts(accept, "text/html")) return problem;
  const std::string_view title = wire::title_of(problem.status);
  for (Header& header : problem.headers) {
    if (header.name == "Content-Type") header.value = "text/html; charset=utf-8";
  }
  problem.body = share(
      fmt::format("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<title>{0}</title>\n<h1>{0}</h1>\n<p><a href=\"/\">Enig</a></p>\n</html>\n",
                  html::escape(title)));
  return problem;
}

}  // namespace enig::server

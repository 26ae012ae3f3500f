#include "server/problems.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/limits.h"

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

Response reply_too_many(std::string_view detail) {
  Response response = reply_problem(429, detail);
  ask_for_a_minute(response);
  return response;
}

Response reply_work(std::string_view challenge) {
  constexpr std::string_view detail =
      "Too many new ballots come just now. Compute a proof of work for the challenge, and send the "
      "ballot again with it in Enig-Proof; or wait.";
  Response response = reply_too_many(detail);
  response.body = share(wire::problem_json_with_work(detail, challenge));
  return response;
}

void ask_for_a_minute(Response& response) {
  response.headers.push_back({"Retry-After", std::to_string(limits::new_ballot_again_s)});
}

void ask_to_try_again(Response& response) {
  response.headers.push_back({"Retry-After", std::to_string(limits::retry_after_s)});
}

Response reply_method(std::string_view allowed) {
  Response response = reply_problem(405, fmt::format("This address answers {} only.", allowed));
  response.headers.push_back({"Allow", std::string(allowed)});
  return response;
}

}  // namespace enig::server

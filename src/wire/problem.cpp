#include "wire/problem.h"

#include "base/check.h"
#include "base/json_text.h"
#include "base/limits.h"
#include "wire/json_read.h"

namespace enig::wire {
namespace {

constexpr policy::JsonLimits problem_limits{
    .bytes_max = limits::small_body_bytes_max, .depth_max = 1, .values_max = 16};

}  // namespace

int status_of(Fault fault, Named named) {
  switch (fault) {
    case Fault::malformed:
      return 400;
    case Fault::unknown:
      return named == Named::by_address ? 404 : 422;
    case Fault::stale:
      return 409;
    case Fault::refused:
      return 422;
    case Fault::too_large:
      return 413;
    case Fault::busy:
    case Fault::unavailable:
      return 503;
  }
  ENIG_CHECK(false);
}

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

std::string problem_json_with_work(std::string_view detail, std::string_view challenge) {
  std::string json = problem_json(429, detail);
  json.pop_back();
  append_member(json, "challenge");
  append_text(json, challenge);
  return json + "}";
}

std::string challenge_of(std::string_view json) {
  const auto root = read_tree({.name = "The problem", .json = json, .limits = problem_limits});
  if (!root) return {};
  for (const policy::JsonMember& member : root->members) {
    if (member.key == "challenge") return member.value.text;
  }
  return {};
}

std::string problem_json(int status, std::string_view detail) {
  std::string json = "{";
  append_member(json, "type");
  append_text(json, "about:blank");
  append_member(json, "title");
  append_text(json, title_of(status));
  append_member(json, "status");
  append_number(json, status);
  append_member(json, "detail");
  append_text(json, detail);
  json += '}';
  return json;
}

}  // namespace enig::wire

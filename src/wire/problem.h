// An error as a reply: RFC 9457, application/problem+json.
//
//     const int status = status_of(error.fault, Named::by_body);   // 422
//     reply(status, problem_type, problem_json(status, to_text(error)));
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace enig::wire {

inline constexpr std::string_view problem_type = "application/problem+json";

// What named the thing that does not exist: the address, or something inside the body.
enum class Named { by_address, by_body };

[[nodiscard]] int status_of(Fault fault, Named named);

// The status's own words, e.g. "Not Found" (RFC 9110 section 15).
[[nodiscard]] std::string_view title_of(int status);

// {"type":"about:blank","title","status","detail"}
[[nodiscard]] std::string problem_json(int status, std::string_view detail);
// The same of a 429, with "challenge" as one more member: the work that is asked for
// (work/challenge.h).
[[nodiscard]] std::string problem_json_with_work(std::string_view detail,
                                                 std::string_view challenge);

// The challenge of such a problem, or nothing.
[[nodiscard]] std::string challenge_of(std::string_view json);

}  // namespace enig::wire

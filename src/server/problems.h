// Errors as replies.
//
//     respond(reply_problem(404, "There is no such page."));
//     respond(reply_error(error, wire::Named::by_body));
#pragma once

#include <string_view>

#include "base/error.h"
#include "server/message.h"
#include "wire/problem.h"

namespace enig::server {

// application/problem+json, RFC 9457.
[[nodiscard]] Response reply_problem(int status, std::string_view detail);

// The same from an Error; what may pass by itself says when to try again.
[[nodiscard]] Response reply_error(const Error& error, wire::Named named);

// 405 with the methods that there are: "GET, HEAD".
[[nodiscard]] Response reply_method(std::string_view allowed);

// 429: one has to wait for it, as long as `Retry-After` says.
[[nodiscard]] Response reply_too_many(std::string_view detail);

// The same with the work that gets it in at once: web/api.md says how it is done.
[[nodiscard]] Response reply_work(std::string_view challenge);

// Adds when to try again: "Retry-After". In a moment, to what may pass by itself; in a minute,
// where one network has asked for too much.
void ask_to_try_again(Response& response);
void ask_for_a_minute(Response& response);

}  // namespace enig::server

// The head of a request as Beast has read it: what it forbids, and what routes see of it. Internal
// to the room: includes Boost, so only connection.cpp may include it.
//
//     if (auto problem = problem_of(parser.get())) return *problem;
//     Request request = request_of(parser.get());
#pragma once

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <cstddef>
#include <optional>
#include <string>

#include "server/message.h"

namespace enig::server {

using RequestHead = boost::beast::http::header<true, boost::beast::http::fields>;

// What the head alone forbids.
[[nodiscard]] std::optional<Response> problem_of(const RequestHead& head);

// The same of what the parser found wrong; `body_bytes_max` was its limit.
[[nodiscard]] Response problem_of(const boost::beast::error_code& failed,
                                  std::size_t body_bytes_max);

// Without its body.
[[nodiscard]] Request request_of(const RequestHead& head);

// X-Forwarded-For, all of them joined by commas.
[[nodiscard]] std::string forwarded_for(const RequestHead& head);

}  // namespace enig::server

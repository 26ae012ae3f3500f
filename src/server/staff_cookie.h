// The cookie that a staff session is.
//
//     std::optional<staff::Token> token = session_in(request);
//     response.headers.push_back(session_cookie(request, token));
//
// "__Host-enig-staff", which a browser keeps from other hosts, sends over TLS only, never with a
// request that another site makes, and shows no script. On this machine, in the open, it is
// "enig-staff", because browsers send no Secure cookie there.
#pragma once

#include <optional>

#include "server/message.h"
#include "staff/account.h"

namespace enig::server {

[[nodiscard]] std::optional<staff::Token> session_in(const Request& request);

[[nodiscard]] Header session_cookie(const Request& request, const staff::Token& token);
[[nodiscard]] Header ended_session_cookie(const Request& request);

}  // namespace enig::server

// The head of a reply, as it is sent.
//
//     std::string head = reply_head(response, body.size(), 11, Then::keep_alive);
//     // "HTTP/1.1 200 OK\r\nContent-Type: …\r\n\r\n"
#pragma once

#include <cstddef>
#include <string>

#include "server/message.h"

namespace enig::server {

// What becomes of the connection.
enum class Then { close, keep_alive };

// `body_bytes`: of what follows, or would follow to another method than HEAD. `version` is HTTP's:
// 10 or 11.
[[nodiscard]] std::string reply_head(const Response& response, std::size_t body_bytes,
                                     unsigned version, Then then);

}  // namespace enig::server

// Small replies that the staff's addresses share. Internal to the room.
#pragma once

#include <string>
#include <utility>

#include "base/error.h"
#include "page/urls.h"
#include "server/message.h"
#include "server/problems.h"

namespace enig::server {

// To another of the staff's addresses: "staff/login", from the page at `path`.
[[nodiscard]] inline Response reply_see(std::string_view path, const std::string& to) {
  return {.status = 303,
          .headers = {{"Location", page::root_from(path) + to}, {"Cache-Control", "no-store"}},
          .body = share("")};
}

[[nodiscard]] inline Response reply_failed(const Error& error) {
  return reply_error(error, wire::Named::by_address);
}

}  // namespace enig::server

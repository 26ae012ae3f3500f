#include "server/staff_cookie.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace enig;
using server::Request;

namespace {

const std::string digits = "ab000000000000000000000000000001";
const staff::Token token = *staff::token_from(digits);

Request request_at(std::string host, std::string network = "") {
  Request request;
  request.host = std::move(host);
  request.network = std::move(network);
  return request;
}

}  // namespace

TEST_CASE("a session's cookie is for this host, over TLS, from its own pages and no script") {
  for (const char* const host :
       {"enig.example.org", "enig.example.org:8443", "127.0.0.1.example.org",
        "localhost.example.org", "192.0.2.7:8080", ""}) {
    INFO(host);
    CHECK(server::session_cookie(request_at(host), token) ==
          server::Header{"Set-Cookie", "__Host-enig-staff=" + digits +
                                           "; Path=/; HttpOnly; SameSite=Strict; Secure"});
  }
}

TEST_CASE("on this machine alone it may go in the open, under another name") {
  for (const char* const host : {"127.0.0.1:8080", "localhost", "[::1]:8080"}) {
    INFO(host);
    CHECK(server::session_cookie(request_at(host), token).value ==
          "enig-staff=" + digits + "; Path=/; HttpOnly; SameSite=Strict");
    CHECK(server::session_cookie(request_at(host, "127.0.0.1"), token).value.starts_with("enig-"));
    // A proxy on this machine that asks in its own name, for somebody elsewhere.
    CHECK(server::session_cookie(request_at(host, "198.51.100.4"), token)
              .value.ends_with("; Secure"));
  }
}

TEST_CASE("a session is read from the cookie that this host would have set") {
  Request request = request_at("enig.example.org");
  request.cookie = "a=b; __Host-enig-staff=" + digits + "; c=d";
  CHECK(server::session_in(request) == token);
  // Any host beside this one could have set that.
  request.cookie = "enig-staff=" + digits;
  CHECK(server::session_in(request) == std::nullopt);
  request.host = "127.0.0.1:8080";
  CHECK(server::session_in(request) == token);
  for (const std::string& wrong :
       {std::string(), std::string("enig-staff="), "enig-staff=" + digits + "0",
        "x__Host-enig-staff=" + digits, std::string("enig-staff")}) {
    request.cookie = wrong;
    CHECK(server::session_in(request) == std::nullopt);
  }
}

TEST_CASE("who leaves loses the cookie") {
  CHECK(server::ended_session_cookie(request_at("enig.example.org")).value ==
        "__Host-enig-staff=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
}

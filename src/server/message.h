// A request and its reply, as the routes see them: no sockets, no library's types.
//
//     void answer(const Request& request, const Respond& respond) {
//       respond({.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = share("ok")});
//     }
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace enig::server {

struct Following;  // server/feed.h

// Only the header fields that some route reads; each is empty where it was not sent.
struct Request {
  std::string method;
  std::string target;  // as it was sent: path and query, percent-encoded
  std::string accept;
  std::string accept_encoding;
  std::string accept_language;
  std::string content_type;
  std::string if_none_match;
  std::string range;
  std::string if_range;
  std::string last_event_id;
  std::string host;
  std::string origin;
  std::string sec_fetch_site;
  std::string wanted_method;  // Access-Control-Request-Method
  std::string network;        // of what may change something; see network.h. Never written anywhere
  std::string proof;          // Enig-Proof
  std::string cookie;         // read by the staff's pages alone: residents have none
  std::string body;

  // Whether it only asks to be shown something.
  [[nodiscard]] bool is_read() const { return method == "GET" || method == "HEAD"; }
};

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

// Replies share bodies that many people are sent.
using Body = std::shared_ptr<const std::string>;

[[nodiscard]] inline Body share(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

// Bytes of a body.
struct Part {
  std::size_t first = 0;
  std::size_t count = 0;
};

struct Response {
  int status = 200;
  std::vector<Header> headers = {};
  // More header fields, as they are sent: "Name: value\r\n" each. Many replies share them.
  Body common_lines = nullptr;
  Body body = nullptr;            // none for 204 and 304
  std::optional<Part> part = {};  // of the body, for 206
  std::string problem = {};       // where it is one: the sentence that says what is wrong
  // An event stream: what is sent after the head and the body, until one of both ends.
  std::shared_ptr<const Following> following = nullptr;
};

// Called exactly once, from any thread, at once or later.
using Respond = std::function<void(Response)>;
using Handler = std::function<void(Request, Respond)>;

}  // namespace enig::server

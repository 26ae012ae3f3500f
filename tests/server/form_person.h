// Somebody without script: a page of forms, and presses on its buttons, over real sockets.
//
//     Person person(server);
//     person.press("ask:skole");
//     CHECK(person.sees("id=\"skole.consent.yes\""));
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "tests/server/running_server.h"

namespace enig::support {

inline constexpr const char* topic_page = "/oya/smaa/";

// The hidden fields of a page, and a press added to them: what a browser would post.
class Form {
 public:
  explicit Form(const Reply& page) {
    constexpr std::string_view open = R"(<input type="hidden" name=")";
    constexpr std::string_view middle = R"(" value=")";
    const std::string& html = page.body;
    for (std::size_t at = html.find(open); at != std::string::npos; at = html.find(open, at)) {
      at += open.size();
      const std::size_t split = html.find(middle, at);
      const std::size_t value_at = split + middle.size();
      fields[html.substr(at, split - at)] =
          html.substr(value_at, html.find('"', value_at) - value_at);
    }
    if (const auto own = fields.extract("token")) token = own.mapped();
  }
  [[nodiscard]] std::string press(const std::string& what) const {
    std::string body = "press=" + what;
    for (const auto& [name, value] : fields) body += "&" + name + "=" + value;
    return token.empty() ? body : body + "&token=" + token;
  }

  std::map<std::string, std::string> fields;  // without the token
  std::string token;
};

// A person who presses one button after the other.
class Person {
 public:
  explicit Person(const RunningServer& server, std::string address = topic_page)
      : server_(server), address_(std::move(address)), page(server.ask("GET", address_)) {}

  const Reply& press(const std::string& what) {
    page = server_.ask("POST", address_, Form(page).press(what), form_body);
    return page;
  }
  [[nodiscard]] bool sees(std::string_view text) const {
    return page.body.find(text) != std::string::npos;
  }
  [[nodiscard]] std::map<std::string, std::string> fields() const { return Form(page).fields; }
  // Whether a button is down.
  [[nodiscard]] bool is_pressed(const std::string& id) const {
    const std::size_t at = page.body.find("<button id=\"" + id + "\"");
    REQUIRE(at != std::string::npos);
    return page.body.substr(at, page.body.find('>', at) - at).find("aria-pressed=\"true\"") !=
           std::string::npos;
  }

 private:
  const RunningServer& server_;
  std::string address_;

 public:
  Reply page;
};

// The number of somebody's ballot, who has agreed to a point.
inline std::string ballot_on(const RunningServer& server, const std::string& point) {
  Person person(server);
  for (const std::string& what : {"ask:" + point, std::string("consent:yes"), "agree:" + point}) {
    person.press(what);
  }
  return person.fields()["ballot"];
}

[[nodiscard]] inline nlohmann::json totals(const RunningServer& server) {
  return nlohmann::json::parse(server.totals().body);
}

}  // namespace enig::support

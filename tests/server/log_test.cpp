#include "server/log.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "server/minutes.h"
#include "tests/server/running_server.h"

using namespace enig;
using nlohmann::json;
using server::Event;
using server::Level;
using server::Log;

namespace {

struct Written {
  explicit Written(Log::Form form, Level least = Level::debug)
      : log({.form = form,
             .least = least,
             .now_unix_seconds = [] { return std::int64_t{1'795'522'530}; },
             .write = [this](std::string_view line) { lines += line; }}) {}

  std::string lines;
  Log log;
};

}  // namespace

TEST_CASE("an event is one line of JSON, its time a whole minute") {
  Written written(Log::Form::json);
  written.log.tell({Level::warning, "ballots_refused", "There is \"no\" room.", {{"count", 3}}});
  CHECK(written.lines ==
        R"({"time":"2026-11-24T12:15:00Z","level":"warning","event":"ballots_refused","count":3,)"
        R"("text":"There is \"no\" room."})"
        "\n");
}

TEST_CASE("for people an event is a sentence, whatever another program has put into it") {
  Written written(Log::Form::text);
  written.log.tell({Level::info, "started", "The server has started.", {{"port", 80}}});
  written.log.tell({Level::error, "failed", "FATAL:  role\n\x1B[31m\"enig\" \r\nis unknown\n"});
  written.log.tell({Level::error, "failed", "caf\xE9"});
  CHECK(written.lines ==
        "enig: The server has started.\n"
        "enig: FATAL:  role  [31m\"enig\"   is unknown\n"
        "enig: (what was said is not UTF-8)\n");
  Written as_json(Log::Form::json);
  as_json.log.tell({Level::error, "failed", "one\ntwo\xFF", {{"policy", std::string("a\nb")}}});
  CHECK(json::parse(as_json.lines)["policy"] == "a b");
  CHECK(std::ranges::count(as_json.lines, '\n') == 1);
}

TEST_CASE("what is less grave than asked for is left out") {
  Written written(Log::Form::text, Level::warning);
  for (const Level level : {Level::debug, Level::info, Level::warning, Level::error}) {
    written.log.tell({level, "event", std::string(server::to_text(level))});
  }
  CHECK(written.lines == "enig: warning\nenig: error\n");
  for (const Level level : {Level::debug, Level::info, Level::warning, Level::error}) {
    CHECK(server::level_from(server::to_text(level)) == level);
  }
  CHECK_FALSE(server::level_from("loud").has_value());
  CHECK_FALSE(server::log_form_from("xml").has_value());
}

TEST_CASE("requests are told of once a minute, together, and releases by their number") {
  Written written(Log::Form::json);
  support::RunningServer server(
      {.mode = policy::Mode::trial, .tell = [&](const Event& event) { written.log.tell(event); }});
  for (unsigned i = 1; i <= 3; ++i) {
    REQUIRE(server
                .ask("PUT", support::ballot_url(i), support::ballot_json(R"("topic":"agree")"),
                     support::json_body)
                .status == 204);
  }
  CHECK(server.ask("GET", "/admin.php").status == 404);
  CHECK(written.lines.empty());
  server.end_minute();
  json told = json::array();
  for (std::size_t at = 0; at < written.lines.size();) {
    const std::size_t end = written.lines.find('\n', at);
    told.push_back(json::parse(written.lines.substr(at, end - at)));
    told.back().erase("text");
    told.back().erase("time");
    at = end + 1;
  }
  CHECK(told == json::parse(R"([
    {"level": "debug", "event": "answered", "aim": "ballots", "status": 204, "count": 3},
    {"level": "info", "event": "answered", "aim": "other", "status": 404, "count": 1},
    {"level": "info", "event": "released", "policy": "smaasaker", "release": 3, "ballots": 3}
  ])"));
  written.lines.clear();
  server.end_minute();
  CHECK(written.lines.empty());
}

TEST_CASE("one ballot is not told of as several") {
  Written written(Log::Form::text, Level::info);
  support::RunningServer server(
      {.mode = policy::Mode::trial, .tell = [&](const Event& event) { written.log.tell(event); }});
  for (unsigned i = 1; i <= 2; ++i) {
    REQUIRE(server
                .ask("PUT", support::ballot_url(i), support::ballot_json(R"("topic":"agree")"),
                     support::json_body)
                .status == 204);
    server.end_minute();
  }
  CHECK(written.lines ==
        "enig: Release 1 of \"smaasaker\" shows 1 ballot.\n"
        "enig: Release 2 of \"smaasaker\" shows 2 ballots.\n");
}

// What an administrator is told: one line for each event, of the server and never of a person.
//
//     Log log({.form = Log::Form::json, .least = Level::info, …});
//     log.tell({Level::warning, "ballots_refused", "There is no room."});
//     // {"time":"2026-11-24T12:15:00Z","level":"warning","event":"ballots_refused","text":"…"}
//
// No event carries an address, a user agent, a ballot's id or what was asked for, and none a time
// finer than a minute. What requests did is told once a minute, as counts (server/metrics.h).
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace enig::server {

// From the gravest on.
enum class Level {
  error,    // nothing goes on without the administrator
  warning,  // it goes on, but somebody should look
  info,
  debug,
};

struct Fact {
  std::string_view name;  // a literal
  std::variant<std::int64_t, std::string> value;
};

struct Event {
  Level level = Level::info;
  std::string_view name;  // a literal in snake_case, which programs may look for
  std::string text = {};  // sentences
  std::vector<Fact> facts = {};
};

using Tell = std::function<void(const Event&)>;

class Log {
 public:
  // text: "enig: sentences", for a terminal and whatever notes the time of lines by itself.
  enum class Form { text, json };
  struct Options {
    Form form = Form::text;
    Level least = Level::info;  // what is less grave is left out
    std::function<std::int64_t()> now_unix_seconds;
    std::function<void(std::string_view line)> write;  // with its line feed
  };
  explicit Log(Options options) : options_(std::move(options)) {}

  // From any thread.
  void tell(const Event& event) const;

 private:
  Options options_;
  mutable std::mutex mutex_;  // lines are written one after the other
};

// "error", "warning", "info", "debug"
[[nodiscard]] std::optional<Level> level_from(std::string_view text);
[[nodiscard]] std::string_view to_text(Level level);
// "text", "json"
[[nodiscard]] std::optional<Log::Form> log_form_from(std::string_view text);

}  // namespace enig::server

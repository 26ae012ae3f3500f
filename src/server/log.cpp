#include "server/log.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json_text.h"
#include "base/utf8.h"
#include "opinion/release.h"

namespace enig::server {
namespace {

constexpr std::array<std::pair<std::string_view, Level>, 4> levels = {{{"error", Level::error},
                                                                       {"warning", Level::warning},
                                                                       {"info", Level::info},
                                                                       {"debug", Level::debug}}};

// What other programs have said (a database, a mail server) is printed on one line, and as text.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    line += is_control ? ' ' : c;
  }
  while (line.ends_with(' ')) line.pop_back();
  return utf8::first_invalid(line) ? "(what was said is not UTF-8)" : line;
}

std::string json_line(const Event& event, std::int64_t now_unix_seconds) {
  std::string json = "{";
  const auto member = [&json](std::string_view name, std::string_view text) {
    append_member(json, name);
    append_text(json, text);
  };
  member("time", opinion::to_text(opinion::to_minute(now_unix_seconds)));
  member("level", to_text(event.level));
  member("event", event.name);
  for (const Fact& fact : event.facts) {
    if (const auto* const number = std::get_if<std::int64_t>(&fact.value)) {
      append_member(json, fact.name);
      append_number(json, *number);
    } else {
      member(fact.name, on_one_line(std::get<std::string>(fact.value)));
    }
  }
  member("text", on_one_line(event.text));
  return json + "}\n";
}

}  // namespace

void Log::tell(const Event& event) const {
  if (event.level > options_.least) return;
  const std::string line = options_.form == Form::json
                               ? json_line(event, options_.now_unix_seconds())
                               : "enig: " + on_one_line(event.text) + "\n";
  const std::lock_guard lock(mutex_);
  options_.write(line);
}

std::optional<Level> level_from(std::string_view text) {
  const auto found = std::ranges::find(levels, text, [](const auto& each) { return each.first; });
  return found == levels.end() ? std::nullopt : std::optional(found->second);
}

std::string_view to_text(Level level) {
  return std::ranges::find(levels, level, [](const auto& each) { return each.second; })->first;
}

std::optional<Log::Form> log_form_from(std::string_view text) {
  if (text == "text") return Log::Form::text;
  return text == "json" ? std::optional(Log::Form::json) : std::nullopt;
}

}  // namespace enig::server

// The flags of a command: "--name value", "--name=value" or a bare "--name".
//
//     constexpr Flag known[] = {{"--data", "DIR", Need::required}, {"--json"}};
//     std::expected<Flags, Error> flags = Flags::parse("recount", known, args);
//     flags->value("--data");   // "data"
#pragma once

#include <expected>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace enig::cli {

enum class Need { optional, required };

struct Flag {
  // What its value is, for a file of settings; list: several texts, with commas between.
  enum class Kind { text, number, list, truth };

  std::string_view name;
  std::string_view value = {};  // what it takes, for sentences; empty: it takes nothing
  Need need = Need::optional;
  Kind takes = Kind::text;

  [[nodiscard]] Kind kind() const { return value.empty() ? Kind::truth : takes; }
};

class Flags {
 public:
  // Error: refused (an unknown, repeated or missing flag, a missing value, a stray word).
  [[nodiscard]] static std::expected<Flags, Error> parse(std::string_view command,
                                                         std::span<const Flag> known,
                                                         std::span<const std::string_view> args);

  // The same, but for a missing flag, which check() finds; settings may come from elsewhere too.
  [[nodiscard]] static std::expected<Flags, Error> parse_given(
      std::string_view command, std::span<const Flag> known,
      std::span<const std::string_view> args);
  [[nodiscard]] std::expected<void, Error> check(std::string_view command,
                                                 std::span<const Flag> known) const;
  // Gives a flag its value, unless it has been given one; "no" to one that takes none is that it is
  // not given.
  void fill(const Flag& flag, std::string value);

  [[nodiscard]] bool has(std::string_view name) const { return given_.contains(name); }
  // The value, or `otherwise` where the flag was not given.
  [[nodiscard]] std::string value(std::string_view name, std::string_view otherwise = {}) const;

 private:
  std::map<std::string, std::string, std::less<>> given_;
  std::set<std::string, std::less<>> denied_;  // by fill()
};

}  // namespace enig::cli

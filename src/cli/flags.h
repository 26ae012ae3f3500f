// The flags of a command: "--name value", "--name=value" or a bare "--name".
//
//     constexpr Flag known[] = {{"--data", "DIR", Need::required}, {"--json"}};
//     std::expected<Flags, Error> flags = Flags::parse("recount", known, args);
//     flags->value("--data");   // "data"
#pragma once

#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace enig::cli {

enum class Need { optional, required };

struct Flag {
  std::string_view name;
  std::string_view value = {};  // what it takes, for sentences; empty: it takes nothing
  Need need = Need::optional;
};

class Flags {
 public:
  // Error: refused (an unknown, repeated or missing flag, a missing value, a stray word).
  [[nodiscard]] static std::expected<Flags, Error> parse(std::string_view command,
                                                         std::span<const Flag> known,
                                                         std::span<const std::string_view> args);

  [[nodiscard]] bool has(std::string_view name) const { return given_.contains(name); }
  // The value, or `otherwise` where the flag was not given.
  [[nodiscard]] std::string value(std::string_view name, std::string_view otherwise = {}) const;

 private:
  std::map<std::string, std::string, std::less<>> given_;
};

}  // namespace enig::cli

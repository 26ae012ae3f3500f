// What a command was told: by its flags; else by the environment; else by the file that --config
// names. All three know the same names: --hsts-days 365, ENIG_HSTS_DAYS=365, hsts-days = 365.
//
//     std::vector<std::string> problems;
//     const auto flags = settings("serve", known, args, environment, problems);
//     if (!flags) for (const std::string& problem : problems) …   // each with its line and remedy
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/flags.h"

namespace enig::cli {

inline constexpr Flag config_flag = {"--config", "FILE"};

// The value of a variable, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] std::optional<std::string> own_environment(const std::string& name);

// `known` holds config_flag. The file is TOML: a name and its value on each line, text between
// quotation marks, numbers and true or false without, several texts as ["one", "two"]. Nothing,
// where something is wrong; then `problems` are all sentences about it that can be found in one
// run, those about the file with line and column.
[[nodiscard]] std::optional<Flags> settings(std::string_view command, std::span<const Flag> known,
                                            std::span<const std::string_view> args,
                                            const Environment& environment,
                                            std::vector<std::string>& problems);

}  // namespace enig::cli

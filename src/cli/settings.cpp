#include "cli/settings.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "base/limits.h"
#include "policy/problem.h"

namespace enig::cli {
namespace {

using policy::Problem;
using policy::Severity;

std::string as_variable(std::string_view flag) {
  std::string name = "ENIG_";
  for (const char c : flag.substr(2)) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

// The flag of a name in the file; --config itself is not in it.
const Flag* flag_of(std::span<const Flag> known, std::string_view name) {
  const auto found = std::ranges::find_if(known, [&](const Flag& flag) {
    return flag.name.substr(2) == name && flag.name != config_flag.name;
  });
  return found == known.end() ? nullptr : &*found;
}

// A value as the flag would be given it.
std::optional<std::string> text_of(const Flag& flag, const toml::node& node) {
  if (flag.kind() == Flag::Kind::truth) {
    const auto truth = node.value_exact<bool>();
    return truth ? std::optional<std::string>(*truth ? "yes" : "no") : std::nullopt;
  }
  if (flag.kind() == Flag::Kind::number) {
    const auto number = node.value_exact<std::int64_t>();
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
  }
  const toml::array* const several = node.as_array();
  if (several == nullptr || flag.kind() != Flag::Kind::list) {
    return node.value_exact<std::string>();
  }
  std::string list;
  for (const toml::node& each : *several) {
    const auto text = each.value_exact<std::string>();
    if (!text) return std::nullopt;
    if (!list.empty()) list += ',';
    list += *text;
  }
  return list;
}

std::string example_of(const Flag& flag) {
  const std::string_view name = flag.name.substr(2);
  switch (flag.kind()) {
    case Flag::Kind::truth:
      return fmt::format("Write {} = true, or leave the line out.", name);
    case Flag::Kind::number:
      return fmt::format("Write a number: {} = 12", name);
    case Flag::Kind::list:
      return fmt::format("Write {} = [\"one\", \"two\"].", name);
    case Flag::Kind::text:
      break;
  }
  return fmt::format("Write {} = \"…\" with {} between the quotation marks.", name, flag.value);
}

class ConfigFile {
 public:
  ConfigFile(std::string path, std::span<const Flag> known)
      : path_(std::move(path)), known_(known) {}

  void read_into(Flags& flags);
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::optional<std::string> bytes();
  void take(const toml::key& key, const toml::node& node, Flags& flags);
  void complain(const toml::source_region& at, std::string what, std::string remedy) {
    problems_.push_back({.file = path_,
                         .line = std::max<std::size_t>(at.begin.line, 1),
                         .column = std::max<std::size_t>(at.begin.column, 1),
                         .severity = Severity::error,
                         .what = std::move(what),
                         .remedy = std::move(remedy)});
  }

  std::string path_;
  std::span<const Flag> known_;
  std::vector<Problem> problems_;
};

std::optional<std::string> ConfigFile::bytes() {
  std::ifstream in(path_, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || in.bad()) {
    complain({}, "The file cannot be read.", "Name another with --config, or look at its rights.");
  } else if (bytes.size() > limits::config_file_bytes_max) {
    complain({}, "The file is too large to be one of settings.", "Name another with --config.");
  } else {
    return bytes;
  }
  return std::nullopt;
}

void ConfigFile::read_into(Flags& flags) {
  const auto text = bytes();
  if (!text) return;
  try {
    const toml::table table = toml::parse(*text, path_);
    for (const auto& [key, node] : table) take(key, node, flags);
  } catch (const toml::parse_error& error) {
    complain(error.source(), fmt::format("This is no TOML: {}.", error.description()),
             "A line is a name, = and a value; text stands between \"quotation marks\".");
  }
  std::ranges::sort(problems_);
}

void ConfigFile::take(const toml::key& key, const toml::node& node, Flags& flags) {
  const Flag* const flag = flag_of(known_, key.str());
  if (node.is_table()) {
    return complain(key.source(),
                    fmt::format("There are no sections, as \"{}\" is one.", key.str()),
                    "Put every setting at the top of the file, without [a section].");
  }
  if (flag == nullptr) {
    return complain(key.source(), fmt::format("There is no setting \"{}\".", key.str()),
                    "The settings are named as the flags: enig serve --help lists them.");
  }
  const auto text = text_of(*flag, node);
  if (!text || text->empty()) {
    return complain(node.source(), fmt::format("\"{}\" wants another kind of value.", key.str()),
                    example_of(*flag));
  }
  flags.fill(*flag, *text);
}

}  // namespace

std::optional<std::string> own_environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<Flags> settings(std::string_view command, std::span<const Flag> known,
                              std::span<const std::string_view> args,
                              const Environment& environment, std::vector<std::string>& problems) {
  auto flags = Flags::parse_given(command, known, args);
  if (!flags) {
    problems.push_back(to_text(flags.error()));
    return std::nullopt;
  }
  for (const Flag& flag : known) {
    const std::string variable = as_variable(flag.name);
    const auto value = environment(variable);
    if (!value || value->empty()) continue;
    if (flag.kind() == Flag::Kind::truth && *value != "yes" && *value != "no") {
      problems.push_back(fmt::format("{} is yes or no.", variable));
    }
    flags->fill(flag, *value);
  }
  if (flags->has(config_flag.name)) {
    ConfigFile file(flags->value(config_flag.name), known);
    file.read_into(*flags);
    for (const Problem& problem : file.problems()) problems.push_back(policy::to_text(problem));
  }
  if (problems.empty()) {
    if (const auto whole = flags->check(command, known); !whole) {
      problems.push_back(to_text(whole.error()));
    }
  }
  return problems.empty() ? std::optional(std::move(*flags)) : std::nullopt;
}

}  // namespace enig::cli

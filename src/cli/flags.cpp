#include "cli/flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace enig::cli {
namespace {

std::unexpected<Error> refused(std::string_view command, std::string what) {
  return std::unexpected(Error{Fault::refused, std::move(what),
                               fmt::format("enig {} --help shows how to use it.", command)});
}

}  // namespace

std::expected<Flags, Error> Flags::parse(std::string_view command, std::span<const Flag> known,
                                         std::span<const std::string_view> args) {
  auto flags = parse_given(command, known, args);
  if (!flags) return flags;
  if (auto whole = flags->check(command, known); !whole) return std::unexpected(whole.error());
  return flags;
}

std::expected<Flags, Error> Flags::parse_given(std::string_view command,
                                               std::span<const Flag> known,
                                               std::span<const std::string_view> args) {
  Flags flags;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::size_t equals = args[i].find('=');
    const std::string_view name = args[i].substr(0, equals);
    const auto flag = std::ranges::find(known, name, &Flag::name);
    if (flag == known.end()) {
      return refused(command, fmt::format("enig {} does not know \"{}\".", command, args[i]));
    }
    const bool takes_value = !flag->value.empty();
    std::string value;
    if (equals != std::string_view::npos) {
      value = args[i].substr(equals + 1);
    } else if (takes_value && i + 1 < args.size()) {
      value = args[++i];
    }
    const bool has_value = !value.empty() || (!takes_value && equals != std::string_view::npos);
    if (takes_value != has_value) {
      return refused(command, takes_value ? fmt::format("{} wants {}.", name, flag->value)
                                          : fmt::format("{} takes no value.", name));
    }
    if (!flags.given_.emplace(name, std::move(value)).second) {
      return refused(command, fmt::format("{} is given twice.", name));
    }
  }
  return flags;
}

std::expected<void, Error> Flags::check(std::string_view command,
                                        std::span<const Flag> known) const {
  for (const Flag& flag : known) {
    if (flag.need == Need::required && !has(flag.name)) {
      return refused(command, fmt::format("enig {} wants {} {}.", command, flag.name, flag.value));
    }
  }
  return {};
}

void Flags::fill(const Flag& flag, std::string value) {
  if (denied_.contains(flag.name) || has(flag.name)) return;
  if (flag.kind() != Flag::Kind::truth) {
    given_.emplace(flag.name, std::move(value));
  } else if (value == "no") {
    denied_.emplace(flag.name);
  } else {
    given_.emplace(flag.name, "");
  }
}

std::string Flags::value(std::string_view name, std::string_view otherwise) const {
  const auto found = given_.find(name);
  return found == given_.end() ? std::string(otherwise) : found->second;
}

}  // namespace enig::cli

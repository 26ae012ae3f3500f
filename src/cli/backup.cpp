#include "cli/backup.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/catalogue.h"
#include "cli/flags.h"
#include "store/backup.h"

namespace enig::cli {

int backup_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  constexpr Flag known[] = {
      {"--data", "DIR", Need::required}, {"--out", "DIR", Need::required}, {"--with-keys"}};
  const auto flags = Flags::parse("backup", known, args);
  if (!flags) {
    print_error(err, flags.error());
    return 2;
  }
  const bool with_keys = flags->has("--with-keys");
  const std::string to = flags->value("--out");
  const auto names = store::back_up(flags->value("--data"), to,
                                    with_keys ? store::Keys::with_them : store::Keys::left_out);
  if (!names) {
    print_error(err, names.error());
    return 1;
  }
  fmt::print(out, "Copied to {}: {}\n", to, fmt::join(*names, ", "));
  if (!with_keys) {
    fmt::print(out,
               "Keep ballot.key too, in another place: without it no ballot of the copy can be "
               "changed.\n");
  }
  return 0;
}

int restore_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  constexpr Flag known[] = {{"--from", "DIR", Need::required}, {"--data", "DIR", Need::required}};
  const auto flags = Flags::parse("restore", known, args);
  if (!flags) {
    print_error(err, flags.error());
    return 2;
  }
  const std::string folder = flags->value("--data");
  const auto names = store::restore(flags->value("--from"), folder);
  if (!names) {
    print_error(err, names.error());
    return 1;
  }
  fmt::print(out, "Restored to {}: {}\n", folder, fmt::join(*names, ", "));
  return 0;
}

}  // namespace enig::cli

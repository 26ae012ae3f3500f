// The one native program: enig serve, check, recount, verify, backup, restore, …
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <span>
#include <string_view>
#include <vector>

#include "cli/analyse.h"
#include "cli/backup.h"
#include "cli/check.h"
#include "cli/newsletter.h"
#include "cli/recount.h"
#include "cli/render.h"
#include "cli/serve.h"
#include "cli/simulate.h"
#include "cli/staff.h"
#include "cli/verify.h"

namespace {

constexpr std::string_view help =
    R"(Enig: a party's platform, and how far residents agree with it.

enig serve   --policies DIR --data DIR [settings]
             Serves the pages and counts the ballots. Settings are flags, variables of the
             environment, or lines of the file that --config names: enig serve --help lists them.
enig check   FILE|DIR… [--json]
             Finds every mistake in policy files and site.json.
enig render  --policies DIR --out DIR [--server none]
             Writes the pages as files, as a read-only copy for a plain web server.
enig recount --policies DIR (--data DIR | --database URL) [--json]
             Counts the stored ballots anew, also beside a running server.
enig analyse --votes FILE [--moderation FILE] [--groups FILE] [--rules enig|polis] [--out FILE]
enig analyse --policies DIR --policy ID (--data DIR | --database URL) [--out FILE]
             Finds opinion groups, what they stand for, and what all agree on, in a public export
             of votes (CSV) or in the stored ballots.
enig verify  --policies DIR (--data DIR | --database URL)
             Looks for damage, and whether the ballots add up to the last release.
enig backup  --data DIR --out DIR [--with-keys]
             Copies a data folder, also beside a running server.
enig restore --from DIR --data DIR
             Makes a data folder from such a copy.
enig simulate --topics N --points N --people N --seed N --out FOLDER
             Makes a platform and a trial's answers that look like people's, the same for one seed.
enig newsletter export --data DIR [--newsletter-database URL] [--out FILE]
             Prints who has confirmed their sign-up, as CSV, also beside a running server.
enig newsletter remove ADDRESS --data DIR [--newsletter-database URL]
             Takes an address off the newsletter's list.
enig staff   add NAME [--role viewer|editor|admin] [--public-url URL] --data DIR
enig staff   list | remove NAME | reset NAME | sessions [NAME] | revoke NAME [ID] | log [--count N]
             Who may see the staff's pages, also beside a running server. add and reset print a link
             to choose a password. Each wants --data DIR, and --staff-database URL where it is used.
enig --help | --version
)";

using Command = int (*)(std::span<const std::string_view>, std::FILE*, std::FILE*);

enum class Help { shared, own };

struct Entry {
  std::string_view name;
  Command command;
  Help help = Help::shared;
};
constexpr Entry commands[] = {
    {"analyse", enig::cli::analyse_command},        {"serve", enig::cli::serve_command, Help::own},
    {"check", enig::cli::check_command, Help::own}, {"render", enig::cli::render_command},
    {"recount", enig::cli::recount_command},        {"verify", enig::cli::verify_command},
    {"backup", enig::cli::backup_command},          {"restore", enig::cli::restore_command},
    {"newsletter", enig::cli::newsletter_command},  {"staff", enig::cli::staff_command},
    {"simulate", enig::cli::simulate_command}};

bool is_help_flag(std::string_view arg) { return arg == "--help" || arg == "-h"; }

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> args(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (args.empty()) {
    fmt::print(stderr, "{}", help);
    return 2;
  }
  if (is_help_flag(args.front()) || args.front() == "help") {
    fmt::print("{}", help);
    return 0;
  }
  if (args.front() == "--version") {
    fmt::print("enig {}\n", ENIG_VERSION);
    return 0;
  }
  for (const Entry& entry : commands) {
    if (args.front() != entry.name) continue;
    if (entry.help == Help::shared && std::ranges::any_of(args, is_help_flag)) {
      fmt::print("{}", help);
      return 0;
    }
    return entry.command(std::span(args).subspan(1), stdout, stderr);
  }
  fmt::print(stderr, "enig: There is no command \"{}\". enig --help lists them.\n", args.front());
  return 2;
}

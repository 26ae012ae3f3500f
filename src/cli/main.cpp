// The one native program: enig serve, check, recount, verify, backup, restore, …
#include <fmt/format.h>

#include <cstdio>
#include <span>
#include <string_view>
#include <vector>

#include "cli/backup.h"
#include "cli/check.h"
#include "cli/newsletter.h"
#include "cli/recount.h"
#include "cli/render.h"
#include "cli/serve.h"
#include "cli/verify.h"

namespace {

constexpr std::string_view help =
    R"(Enig: a party's platform, and how far residents agree with it.

enig serve   --policies DIR --data DIR [--database URL] [--listen ADDR:PORT] [--site DIR]
             [--threads N] [--proxy ADDR,ADDR,…] [--hsts-days N]
             [--tls-cert FILE --tls-key FILE] [--metrics ADDR:PORT]
             [--log text|json] [--log-level LEVEL] [--trial]
             Serves the pages and counts the ballots. --listen is 127.0.0.1:8080 if not given;
             port 0 is a free one. --site is the folder of the web build. --threads is the number
             of cores if not given. --proxy names reverse proxies on other machines, whose
             connections are not limited as one address's. --hsts-days has browsers
             come by TLS only for that long; --tls-cert and --tls-key serve by TLS, and are read
             again at SIGHUP. The log goes to standard error, a line for each event, as sentences
             or as JSON; --metrics has sums for Prometheus at an address of this machine's own.
             --log-level is error, warning, info (if not given) or debug. --trial
             releases every ballot at once.
             The ballots are in the data folder, or with --database in PostgreSQL
             (postgresql://USER@HOST/NAME), which any number of servers share, each with a data
             folder of its own and the same ballot.key in it. SIGHUP reads the policies and the
             site's folder again, and keeps the old ones where there is a mistake; SIGTERM ends in
             good order. The newsletter is offered with
               --newsletter-smtp smtp://HOST:PORT (or smtps://; STARTTLS but on this machine),
               --newsletter-from "Name <post@example.org>", --public-url https://HOST/,
             and may need --newsletter-user NAME, --newsletter-password-file FILE (or
             ENIG_NEWSLETTER_PASSWORD), --newsletter-ca-file FILE,
             --newsletter-database URL (its list in a PostgreSQL database of its own; one server
             of several sends the letters).
enig check   FILE|DIR… [--json]
             Finds every mistake in policy files and site.json.
enig render  --policies DIR --out DIR [--server none]
             Writes the pages as files, as a read-only copy for a plain web server.
enig recount --policies DIR (--data DIR | --database URL) [--json]
             Counts the stored ballots anew, also beside a running server.
enig verify  --policies DIR (--data DIR | --database URL)
             Looks for damage, and whether the ballots add up to the last release.
enig backup  --data DIR --out DIR [--with-keys]
             Copies a data folder, also beside a running server.
enig restore --from DIR --data DIR
             Makes a data folder from such a copy.
enig newsletter export --data DIR [--newsletter-database URL] [--out FILE]
             Prints who has confirmed their sign-up, as CSV, also beside a running server.
enig newsletter remove ADDRESS --data DIR [--newsletter-database URL]
             Takes an address off the newsletter's list.
enig --help | --version
)";

using Command = int (*)(std::span<const std::string_view>, std::FILE*, std::FILE*);

struct Entry {
  std::string_view name;
  Command command;
};
constexpr Entry commands[] = {
    {"serve", enig::cli::serve_command},     {"check", enig::cli::check_command},
    {"render", enig::cli::render_command},   {"recount", enig::cli::recount_command},
    {"verify", enig::cli::verify_command},   {"backup", enig::cli::backup_command},
    {"restore", enig::cli::restore_command}, {"newsletter", enig::cli::newsletter_command}};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> args(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (args.empty()) {
    fmt::print(stderr, "{}", help);
    return 2;
  }
  if (args.front() == "--help" || args.front() == "-h" || args.front() == "help") {
    fmt::print("{}", help);
    return 0;
  }
  if (args.front() == "--version") {
    fmt::print("enig {}\n", ENIG_VERSION);
    return 0;
  }
  for (const Entry& entry : commands) {
    if (args.front() != entry.name) continue;
    return entry.command(std::span(args).subspan(1), stdout, stderr);
  }
  fmt::print(stderr, "enig: There is no command \"{}\". enig --help lists them.\n", args.front());
  return 2;
}
